"""A file or folder as it was at a revision of git, in a folder of its own that is gone afterwards."""

import os
import subprocess
from collections.abc import Generator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from stackwright.cli.review import ReviewError
from stackwright.cli.stack_config import project_around


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of a repository, and what is meant of its files."""

    given: str
    """As the user wrote it."""
    top: Path
    """The work tree that it belongs to."""
    commit: str
    path: Path
    """What is meant, from `top`."""

    @property
    def told(self) -> str:
        """`main (1a2b3c4, 2026-11-20)`."""
        return f"{self.given} ({_git(self.top, 'log', '-1', '--format=%h, %cs', self.commit)})"


def revision_of(text: str, target: Path) -> Revision | None:
    """The revision that `text` (`main`, `HEAD~1:app/blueprint.yaml`) names in the repository of `target`, if any.

    Raises `ReviewError` where there is a repository and no such revision, or where the revision has no such path.
    """
    here = target if target.is_dir() else target.parent
    if not here.is_dir():
        here = Path()
    try:
        top = Path(_git(here, "rev-parse", "--show-toplevel"))
    except _GitError as error:
        if error.absent:
            return None
        raise ReviewError(f"--diff {text}: {error}") from None
    name, _, inside = text.partition(":")
    try:
        commit = _git(here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except _GitError:
        raise ReviewError(f"--diff {text}: {_unknown(here, name)}") from None
    path = _inside(top, (Path() if inside.startswith("./") else top) / inside if inside else target)
    try:
        _git(top, "cat-file", "-e", f"{commit}:{'' if path == Path() else path.as_posix()}")
    except _GitError:
        beside = _inside(top, Path(inside)) if inside else path
        hint = f" - did you mean {name}:{beside.as_posix()}?" if inside and _is_there(top, commit, beside) else ""
        raise ReviewError(f"--diff {text}: there was no {path.as_posix()} at {name}{hint}") from None
    return Revision(text, top, commit, path)


@contextmanager
def checked_out(revision: Revision) -> Generator[Path]:
    """What the revision means, from the working directory: that of then, in a copy of the project of then.

    Paths, and so positions in messages, read as they do for the files of today.
    """
    with TemporaryDirectory(prefix="stackwright-") as name:
        folder = Path(name).resolve()
        _write(revision, folder / "tree", folder / "index")
        (folder / "tree" / ".git").mkdir(parents=True)  # where looking for a policy file ends
        below = _inside(revision.top, Path.cwd()) if Path.cwd().resolve().is_relative_to(revision.top) else Path()
        (folder / "tree" / below).mkdir(parents=True, exist_ok=True)
        with chdir(folder / "tree" / below):
            yield Path(os.path.relpath(folder / "tree" / revision.path))


def _write(revision: Revision, tree: Path, index: Path) -> None:
    """Write the project's part of the commit; neither the work tree nor its index is touched."""
    target = revision.top / revision.path
    around = project_around(target if target.is_dir() else target.parent)
    scope = _inside(revision.top, around) if around and around.is_relative_to(revision.top) else Path()
    environment = {**os.environ, "GIT_INDEX_FILE": str(index)}
    try:
        _git(revision.top, "read-tree", revision.commit, environment=environment)
        listed = _git(revision.top, "ls-files", "-z", "--", f":(literal){scope.as_posix()}", environment=environment)
        names = "\0".join(name for name in listed.split("\0") if name)
        write = ("checkout-index", "-z", "--stdin", f"--prefix={tree.as_posix()}/")
        _git(revision.top, *write, environment=environment, given=names)
    except _GitError as error:
        raise ReviewError(f"--diff {revision.given}: {error}") from None


class _GitError(Exception):
    """What git said; `absent` where there is no git, or no repository."""

    def __init__(self, text: str, *, absent: bool = False) -> None:
        super().__init__(text)
        self.absent = absent


def _git(folder: Path, *words: str, environment: dict[str, str] | None = None, given: str = "") -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            input=given,
            env={**(environment or os.environ), "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise _GitError("git is not installed", absent=True) from None
    if done.returncode:
        said = next(iter(done.stderr.splitlines()), "") or f"git {words[0]} failed"
        raise _GitError(said.removeprefix("fatal: "), absent="not a git repository" in said)
    return done.stdout.rstrip("\n")


def _inside(top: Path, path: Path) -> Path:
    """`path` from the top of the work tree."""
    whole = path.resolve() if path.exists() else Path(os.path.normpath(Path.cwd() / path))
    if not whole.is_relative_to(top):
        raise ReviewError(f"{path}: is outside of the git repository {top}")
    return whole.relative_to(top)


def _is_there(top: Path, commit: str, path: Path) -> bool:
    try:
        _git(top, "cat-file", "-e", f"{commit}:{path.as_posix()}")
    except _GitError:
        return False
    return True


def _unknown(here: Path, name: str) -> str:
    shallow = _git(here, "rev-parse", "--is-shallow-repository") == "true"
    more = "this is a shallow clone: get older commits with `git fetch --unshallow`" if shallow else ""
    ways = more or "`git branch -a` and `git log` show what there is"
    return f"neither a file nor a revision of the git repository is called {name} - {ways}"
