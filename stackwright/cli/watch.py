"""`stackwright plan --watch`: the SDKs stay loaded, and every save shows what it changes."""

import gc
import importlib
import linecache
import os
import sys
import sysconfig
import time
from collections.abc import Generator, Iterable, Mapping, Set
from contextlib import contextmanager
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import code_of, judged
from stackwright.cli.plan_view import print_plan
from stackwright.cli.reports import Asked, asked, deliver
from stackwright.cli.review import STDIN, Review, ReviewError, Subject
from stackwright.cli.saves import Watched, saves
from stackwright.cli.stack_config import project_around
from stackwright.cli.watch_view import print_save
from stackwright.policies.reports.words import counted


class Watch:
    """The plan of one stack, made again and again; the last good one is what a save is compared with."""

    def __init__(self, path: Path, stack: str | None, policy: Path | None, wanted: Asked, *, strict: bool) -> None:
        self.path, self.stack, self.policy, self.wanted, self.strict = path, stack, policy, wanted, strict
        self.watched = Watched(path, policy, without={Path(file) for file in wanted.files.values()})
        self.good: Review | None = None
        """The last plan without a mistake."""
        self.stale = True
        """Whether the stack has to be read again, as the last attempt to read it failed, or was none."""

    def first(self) -> bool:
        """Print the whole plan; False where a report cannot be written."""
        found = self._planned(None)
        return found is None or self._show(found, frozenset(), 0)

    def saved(self, files: Set[Path]) -> None:
        """Print what the save of `files` changes, or what is wrong with them."""
        started = time.perf_counter()
        keep = self.good is not None and not self.stale and self.watched.only_judges(files)
        found = self._planned(self.good.subject if keep and self.good else None)
        if found is not None:
            self._show(found, files, started)
        elif self.good is not None:
            told = f"{_names(files)}: the last good plan stays what the next save is compared with"
            console.say(console.err(), told, style="dim")

    def _planned(self, subject: Subject | None) -> Review | None:
        if subject is None:
            forget(self.path)
            self.stale = True
        found = judged(self.path, stack=self.stack, policy=self.policy, before=self.wanted.before, subject=subject)
        if isinstance(found, int):
            return None
        self.stale = False
        return found

    def _show(self, found: Review, files: Set[Path], started: float) -> bool:
        delivered = deliver(found, self.wanted, whole=True)
        if self.good is None:
            print_plan(console.out(), found, self.path, self.stack)
        else:
            print_save(console.out(), self.good, found, _names(files), started)
        code_of(found, strict=self.strict)
        self.good = found
        return delivered


def run(
    path: Path,
    *,
    stack: str | None = None,
    policy: Path | None = None,
    before: Path | None = None,
    reports: Mapping[str, str | None],
    strict: bool = False,
) -> int:
    """Print the plan, then what each save changes, until Ctrl-C or until nobody reads; returns the exit code."""
    try:
        wanted = asked(reports, before)
        _refuse(path, wanted)
    except ReviewError as error:
        return console.complain(str(error))
    watch = Watch(path, stack, policy, wanted, strict=strict)
    seen = watch.watched.look()
    with _without_bytecode():
        if not watch.first():
            return console.USAGE
        files = counted(len(seen), "file")
        console.say(console.err(), f"watching {files}, Ctrl-C ends it", style="dim")
        gc.freeze()  # the SDKs: what a save leaves behind is collected without looking through them
        unread = _unread()
        for files_saved in saves(watch.watched.look, seen):
            watch.saved(files_saved)
            sys.stdout.flush()
            if _unread() and not unread:
                return console.CLEAN
            gc.collect()
    return console.CLEAN


def _refuse(path: Path, wanted: Asked) -> None:
    """Raises `ReviewError` for what cannot be watched."""
    if path == STDIN:
        raise ReviewError("--watch: standard input is read once - give a file or a folder")
    if wanted.quiet:
        option = next(name for name, file in wanted.files.items() if file == "-")
        raise ReviewError(f"--watch and --{option} -: what changes is written there - give --{option} a file")
    if not path.exists():
        raise ReviewError(f"{path}: no such file or folder")


def forget(path: Path) -> None:
    """Modules of the program at `path`, and of the project around it, are imported anew."""
    if not path.is_dir():
        return
    root = project_around(path) or path.resolve()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and not name.startswith(("stackwright", "__main__")) and _is_users(Path(file), root):
            del sys.modules[name]
    importlib.invalidate_caches()
    linecache.checkcache()


def _is_users(file: Path, root: Path) -> bool:
    if not file.is_relative_to(root) or file.is_relative_to(sysconfig.get_path("stdlib")):
        return False
    return not {"site-packages", "dist-packages", ".venv", "venv"} & set(file.parts)


@contextmanager
def _without_bytecode() -> Generator[None]:
    """A save in the second of the one before, of the same size, is told apart by no compiled file."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _names(files: Iterable[Path]) -> str:
    here = Path.cwd()
    return ", ".join(sorted(str(f.relative_to(here)) if f.is_relative_to(here) else str(f) for f in files))


def _unread() -> bool:
    """Whether standard output goes nowhere, as it does when its reader has gone."""
    try:
        return os.path.samestat(os.fstat(1), Path(os.devnull).stat())
    except OSError:
        return False
