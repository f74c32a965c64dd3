"""`stackwright cost --diff OLD`: what the price was before, and what changes it."""

import json as json_module
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from stackwright.cli import console
from stackwright.cli.judged import judged
from stackwright.cli.price_age import strict_code
from stackwright.cli.review import STDIN, Review, ReviewError
from stackwright.cli.revision import Revision, checked_out, revision_of
from stackwright.pricing.change import change
from stackwright.pricing.model import Estimate
from stackwright.pricing.written import WrittenError, estimate_in, is_written

VERSION = 1
"""Version of the document that `--json` writes."""


@dataclass(frozen=True)
class Old:
    """The stack as it was."""

    told: str
    """What was taken, for the reader: a revision, a plan of then, a file."""
    kind: str
    """`revision`, `plan` or `stack`."""
    estimate: Estimate
    review: Review | None = None


def run(
    path: Path,
    old: str,
    *,
    stack: str | None = None,
    policy: Path | None = None,
    json: str | None = None,
    strict: bool = False,
    compare: str | None = None,
    alternatives: bool = False,
) -> int:
    """Print what changed since `old`, or write it as JSON; the exit code is that of the new stack's gate."""
    if compare is not None or alternatives:
        return console.complain(f"--diff and --{'alternatives' if alternatives else 'compare'}: ask for one at a time")
    try:
        revision = None if _is_here(old) else _revision(old, path)
        found = judged(path, stack=stack, policy=policy)
        if isinstance(found, int):
            return found
        before = _old(old, revision, path, stack, policy)
    except ReviewError as error:
        return console.complain(str(error))
    if isinstance(before, int):
        return before
    return _told(found, before, old, json, strict=strict)


def _told(found: Review, before: Old, old: str, json: str | None, *, strict: bool) -> int:
    """Print the difference, or write it; the exit code is that of the gate."""
    changed = change(before.estimate, found.estimate, prefixes=_prefixes(before.review, found))
    if json:
        since = {"given": old, "taken_as": before.kind, "told": before.told}
        head = {"schema": VERSION, "stack": found.subject.title, "since": since, "as_of": _dates(before, found)}
        if not console.deliver(json_module.dumps({**head, "change": changed.to_json()}, indent=2), json):
            return console.USAGE
    if json != "-":
        from stackwright.cli.cost_diff_view import print_change
        from stackwright.cli.cost_view import print_verdict
        from stackwright.cli.plan_view import print_title

        out = console.out()
        print_title(out, found)
        about = " USD a month at list prices, as expected"
        console.say(out, Text.assemble((f"Price since {before.told}:", "bold"), about))
        print_change(out, changed)
        print_verdict(out, found)
    return console.worst({found.gate.exit_code, strict_code(found, strict=strict)})


def _is_here(old: str) -> bool:
    try:
        return Path(old) == STDIN or Path(old).exists()
    except (OSError, ValueError):  # longer than a name can be, or with a zero byte
        return False


def _revision(old: str, path: Path) -> Revision:
    """The revision that is meant. Raises `ReviewError`."""
    if path == STDIN and ":" not in old:
        raise ReviewError(f"--diff {old}: no such file; of a stack on standard input, say {old}:PATH of what it was")
    found = revision_of(old, Path() if path == STDIN else path)
    if found is None:
        raise ReviewError(f"--diff {old}: no such file, and there is no git repository around {path} to have it")
    return found


def _old(old: str, revision: Revision | None, path: Path, stack: str | None, policy: Path | None) -> Old | int:
    """The stack as it was, or the exit code after saying what is wrong with it. Raises `ReviewError`."""
    whole = policy.resolve() if policy else None
    if revision is not None:
        with checked_out(revision) as file, _marked(f"at {revision.told}:"):
            return _read(file, revision.told, "revision", stack, whole)
    if Path(old) == STDIN and path == STDIN:
        raise ReviewError("--diff -: standard input holds one stack, and that is the new one - give a file")
    if _is_revision_too(old, path):
        text = f"--diff {old}: is the file of that name, not the revision: say {old}: for that"
        console.say(console.err(), f"note: {text}", style="dim")
    return _read(Path(old), old, "stack", stack, whole)


def _is_revision_too(old: str, path: Path) -> bool:
    if "/" in old or "." in old or Path(old) == STDIN:
        return False
    try:
        return revision_of(old, path) is not None
    except ReviewError:
        return False


@contextmanager
def _marked(text: str) -> Generator[None]:
    """Whatever is wrong is wrong with the stack of then."""
    try:
        yield
    except ReviewError as error:
        raise ReviewError(f"{text} {error}") from None


def _read(file: Path, told: str, kind: str, stack: str | None, policy: Path | None) -> Old | int:
    written = _written(file)
    if written is not None:
        return Old(f"the plan {told}", "plan", written)
    found = judged(file, stack=stack, policy=policy)
    if isinstance(found, int):
        console.say(console.err(), f"that is the stack of before: --diff {told}", style="dim")
        return found
    return Old(told, kind, found.estimate, found)


def _written(file: Path) -> Estimate | None:
    """The estimate in a plan of then; None for anything else. Raises `ReviewError`."""
    if file == STDIN or not file.is_file() or file.suffix in {".yaml", ".yml", ".py"}:
        return None
    try:
        document: Any = json_module.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None  # what is wrong with it is told where stacks are read
    if not is_written(document):
        return None
    try:
        return estimate_in(document)
    except WrittenError as error:
        raise ReviewError(f"--diff {file}: {error}") from None


def _prefixes(before: Review | None, after: Review) -> tuple[str, str]:
    """What starts the names of two blueprints; nothing where a side does not tell it."""
    loaded = before.subject.loaded if before else None, after.subject.loaded
    return (f"{loaded[0].name}-", f"{loaded[1].name}-") if loaded[0] and loaded[1] else ("", "")


def _dates(before: Old, after: Review) -> dict[str, str | None]:
    """Dates of the oldest prices that are used."""
    return {"before": before.estimate.as_of or None, "after": after.estimate.as_of or None}
