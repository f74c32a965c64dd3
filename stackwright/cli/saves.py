"""Which files a plan rests on, and when one of them was saved."""

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

from stackwright.policies.policy_file import NAME as POLICY
from stackwright.pricing.overrides import NAME as PRICES

Snapshot = Mapping[Path, tuple[int, int, int]]
"""Time, size and inode of each file that is there."""
PAUSE = 0.05
"""Seconds between two looks."""
SETTLE = 0.02
"""Seconds without a change after which a save is done."""
LONGEST = 15
"""Looks for which a save goes on, and a file that is gone may come back: editors put a new one in its place."""
BESIDE = (POLICY, PRICES, "policy-baseline.json", "Pulumi.yaml", "Pulumi.*.yaml")
"""Files of a project that change what is said of its stacks."""
_RESTS_ON = (".py", ".yaml", ".yml", ".json", ".toml", ".csv", ".j2")
_BUSY = 4
"""A look is followed by a pause of at least so many times its length."""


class Watched:
    """The files of one plan: the stack's own, and those of the project around it."""

    def __init__(self, path: Path, policy: Path | None = None, *, without: Set[Path] = frozenset()) -> None:
        self.path = path.resolve()
        self.policy = policy.resolve() if policy else None
        self.without = frozenset(file.resolve() for file in without)
        """What the command writes itself."""

    def look(self) -> Snapshot:
        """Every file as it is now."""
        found: dict[Path, tuple[int, int, int]] = {}
        for file in self._files():
            if file not in self.without and file not in found:
                try:
                    said = file.stat()
                except OSError:
                    continue
                found[file] = (said.st_mtime_ns, said.st_size, said.st_ino)
        return found

    def only_judges(self, saved: Set[Path]) -> bool:
        """Whether the stack itself is as it was: what was saved only says how it is judged and priced."""
        return all(file.name in BESIDE[:3] or file in (self.policy, *self._baselines()) for file in saved)

    def _files(self) -> Iterator[Path]:
        yield from _below(self.path) if self.path.is_dir() else (self.path,)
        if self.policy:
            yield self.policy
        for folder in self._around():
            yield from _matching(folder)
        yield from self._baselines()

    def _around(self) -> Iterator[Path]:
        """The folders of the project, from the stack up; one outside of any project has only its own."""
        here = self.path if self.path.is_dir() else self.path.parent
        above = (here, *here.parents)
        top = next(
            (at for at, one in enumerate(above) if (one / "Pulumi.yaml").is_file() or (one / ".git").exists()), 0
        )
        yield from above[: top + 1]
        if (stacks := above[top] / "stacks").is_dir():
            yield stacks

    def _baselines(self) -> Iterator[Path]:
        for file in (self.policy, *(folder / POLICY for folder in self._around())):
            try:
                text = file.read_text(encoding="utf-8") if file else ""
            except (OSError, ValueError):
                continue
            if file and (named := re.search(r"^baseline:\s*['\"]?([^'\"#\n]+)", text, re.MULTILINE)):
                yield file.parent / named[1].strip()


def saves(
    look: Callable[[], Snapshot], seen: Snapshot, wait: Callable[[float], None] = time.sleep
) -> Iterator[Set[Path]]:
    """The files of each save after `seen`, when it is done: several files, or a file put in place of another, are one.

    What is saved while the caller works on one save is the next.
    """
    pause = PAUSE
    while True:
        wait(pause)
        started = time.perf_counter()
        now = look()
        pause = max(PAUSE, _BUSY * (time.perf_counter() - started))
        if now == seen:
            continue
        for _ in range(LONGEST):
            wait(SETTLE)
            last, now = now, look()
            if last == now and seen.keys() <= now.keys():
                break
        if saved := {file for file in seen.keys() | now.keys() if seen.get(file) != now.get(file)}:
            seen = now
            yield saved


def _below(folder: Path) -> Iterator[Path]:
    """Files of a program, without what is installed or hidden in its folder."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__")) or entry.name in {"node_modules", "site-packages"}:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path))
        elif entry.name.endswith(_RESTS_ON):
            yield Path(entry.path)


def _matching(folder: Path) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
        yield from (folder / name for name in names if any(fnmatchcase(name, pattern) for pattern in BESIDE))
