"""What one save changes: resources, price and findings."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from stackwright.blueprints.problems import shown
from stackwright.cli.comparison import changes_in
from stackwright.cli.console import say
from stackwright.cli.cost_diff_view import doubts, summary
from stackwright.cli.diff import change_line
from stackwright.cli.review import Review
from stackwright.plan.graph import Resource
from stackwright.policies.baseline import fingerprint
from stackwright.policies.finding import Finding
from stackwright.policies.reports.words import STACK, clean, counted, place, sentence, short_type
from stackwright.pricing.change import Doubt, change

RESOURCES = 12
"""Resources that are shown."""
SETTINGS = 3
"""Settings of one resource that are shown."""
FINDINGS = 8
COMPONENTS = 6
_STYLES = {"+": "green", "~": "yellow", "-": "red"}


def print_save(console: Console, before: Review, after: Review, names: str, started: float) -> None:
    """When and what was saved, how long it took since `started`, and what differs from the last good plan."""
    parts = [
        ("resources", list(_resources(before, after))),
        ("price", list(_price(before, after))),
        ("findings", list(_findings(before, after))),
    ]
    console.print()
    clock, seconds = datetime.now().astimezone().strftime("%H:%M:%S"), time.perf_counter() - started
    say(console, Text.assemble((f"{clock}  {names}", "bold"), (f"  {seconds:.2f} s", "dim")))
    for name, lines in parts:
        if lines:
            say(console, Text.assemble((f"{name:<9} ", "dim"), lines[0]))
        for line in lines[1:]:
            say(console, line, indent=2)
    if not any(lines for _, lines in parts):
        say(console, "nothing changes", style="dim")


def _resources(before: Review, after: Review) -> Iterator[Text]:
    one, other = before.subject.graph.by_urn, after.subject.graph.by_urn
    changed = {urn: list(changes_in("", one[urn], other[urn])) for urn in one if urn in other}
    lines = [_line("+", other[urn]) for urn in other if urn not in one]
    for urn, found in changed.items():
        if found:
            told = Text("; ").join(map(change_line, found[:SETTINGS]))
            more = f"; and {counted(len(found) - SETTINGS, 'other setting')}" if len(found) > SETTINGS else ""
            lines.append(Text.assemble(_line("~", other[urn]), ": ", told, more))
    lines += [_line("-", one[urn]) for urn in one if urn not in other]
    counts = [(sum(line.plain.startswith(mark) for line in lines), mark) for mark in _STYLES]
    if lines:
        yield Text("  ").join(Text(f"{mark}{number}", _STYLES[mark]) for number, mark in counts if number)
    yield from _shortened(lines, RESOURCES)


def _line(mark: str, resource: Resource) -> Text:
    name = "stack" if resource.type == STACK else f"{short_type(resource.type)} {resource.name}"
    return Text.assemble((f"{mark} ", _STYLES[mark]), shown(clean(name)))


def _price(before: Review, after: Review) -> Iterator[Text]:
    changed = change(before.estimate, after.estimate)
    moved = [one for one in changed.components if one.moved]
    if not moved:
        return
    rests = changed.before, changed.after
    low, high = (" → ".join(f"{getattr(side, bound, 0):,.2f}" for side in rests) for bound in ("low", "high"))
    yield Text.assemble(summary(changed), (f"  low {low}, high {high}", "dim"))
    yield from _shortened([Text(f"{shown(one.name)}: {summary(one)}") for one in moved], COMPONENTS)
    if changed.doubt is Doubt.ALL:
        yield from (Text(text, "yellow") for text in doubts(changed))


def _findings(before: Review, after: Review) -> Iterator[Text]:
    one, other = ({fingerprint(each): each for each in side.findings} for side in (before, after))
    new = [_finding("+", "red", after, other[mark]) for mark in other if mark not in one]
    gone = [_finding("-", "green", before, one[mark]) for mark in one if mark not in other]
    if new or gone:
        yield Text(", ".join(filter(None, [f"{len(new)} new" if new else "", f"{len(gone)} gone" if gone else ""])))
    yield from _shortened(new, FINDINGS)
    yield from _shortened(gone, FINDINGS)


def _finding(mark: str, style: str, review: Review, finding: Finding) -> Text:
    at = f"{place(finding.source)}: " if finding.source and mark == "+" else ""
    said = f"{finding.level} {finding.rule}  {at}{sentence(review.judgement.graph, finding)}"
    return Text.assemble((f"{mark} ", style), said)


def _shortened(lines: Sequence[Text], most: int) -> Iterator[Text]:
    yield from lines if len(lines) <= most + 1 else lines[:most]
    if len(lines) > most + 1:
        yield Text(f"and {len(lines) - most} more", "dim")
