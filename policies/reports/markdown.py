"""One comment of a pull request: verdict, price and its change, findings; always short enough to be posted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from stackwright.policies.finding import Level
from stackwright.policies.reports.model import Group, Report
from stackwright.policies.reports.verdict import budget, change, looked, verdict
from stackwright.policies.reports.words import clean, counted, justification, money, named, pieces, place, sentence
from stackwright.pricing.model import Range

T = TypeVar("T")
MARKER: Final = "<!-- stackwright -->"
"""First line, by which the comment of the last run is found and replaced."""
LIMIT: Final = 65_000
"""Bytes; GitHub refuses a comment of more than 65,536 characters."""
SHOWN: Final = 25
"""Findings of one rule; the other reports have all."""
COMPONENTS: Final = 5
"""Components in the table of prices."""
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]#!|~$]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@\N{ZERO WIDTH SPACE}"}
"""What would be HTML, or call somebody."""


@dataclass
class _Room:
    """How many more lines the comment may list."""

    left: int

    def take(self, entries: Sequence[T], most: int) -> Sequence[T]:
        """The first of `entries`, as many as there is room for."""
        taken = entries[: min(self.left, most)]
        self.left -= len(taken)
        return taken


def render(report: Report) -> str:
    """The comment; where it would be too long, findings are left out from the end, whole ones."""
    exempted, changes = _exempted(report), _changes(report)
    low, high = 0, len(report.judgement.findings) + len(exempted) + len(changes)
    page = _page(report, exempted, changes, high)
    if _fits(page):
        return page
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _fits(_page(report, exempted, changes, middle)) else (low, middle)
    return _page(report, exempted, changes, low)


def _fits(page: str) -> bool:
    return len(page.encode()) < LIMIT


def _page(report: Report, exempted: Sequence[str], changes: Sequence[str], listed: int) -> str:
    """The comment with the first `listed` of what it could list."""
    room = _Room(listed)
    parts = [MARKER, f"## {text(verdict(report))}", _subject(report), *_price(report)]
    for level, groups in (("Mandatory", report.groups), ("Advisory", report.groups)):
        chosen = [one for one in groups if (one.level is Level.MANDATORY) == (level == "Mandatory")]
        parts += _findings(report, level, chosen, room)
    parts += _folded("Exempted", "finding", exempted, room)
    parts += _folded("Put right before the rules looked", "change", changes, room)
    return "\n\n".join([*parts, *_baseline(report)])


def _subject(report: Report) -> str:
    where = f"{text(report.cloud)} {text(report.region)}, judged as {text(report.environment)}"
    return f"Stackwright on {code(report.title)}, {where}: {looked(report)}."


def _price(report: Report) -> Iterator[str]:
    """The table, then budget and what has no price."""
    estimate = report.estimate
    costing = [(name, cost) for name, cost in estimate.by_component.items() if cost.high > 0]
    rows = [_row(code(name, cell=True) if name else "outside of components", cost) for name, cost in costing]
    if len(rows) > COMPONENTS:
        rest = [cost for _, cost in costing[COMPONENTS - 1 :]]
        total = Range(sum(c.low for c in rest), sum(c.expected for c in rest), sum(c.high for c in rest))
        rows = [*rows[: COMPONENTS - 1], _row(f"{len(rest)} others", total)]
    rows.append(_row("**at least**" if estimate.at_least else "**total**", estimate.total))
    if report.before:
        rows.append(_row("before, at least" if report.before.at_least else "before", report.before.total))
        rows.append(f"| **change** | **{text(change(report))}** | | |")
    yield "\n".join(["| USD a month | expected | low | high |", "| --- | ---: | ---: | ---: |", *rows])
    unpriced = list(dict.fromkeys(urn for urn, _ in estimate.unpriced))
    shown = ", ".join(code(named(report.graph, urn)) for urn in unpriced[:COMPONENTS])
    more = f" and {len(unpriced) - COMPONENTS} more" if len(unpriced) > COMPONENTS else ""
    yield f"Budget: {text(budget(report.gate))}." + (f" Without a price: {shown}{more}." if unpriced else "")


def _row(name: str, cost: Range) -> str:
    return f"| {name} | {money(cost.expected)} | {money(cost.low)} | {money(cost.high)} |"


def _findings(report: Report, title: str, groups: Sequence[Group], room: _Room) -> Iterator[str]:
    total = sum(len(group.findings) for group in groups)
    if not total:
        return
    yield f"### {title}: {counted(total, 'finding')} of {counted(len(groups), 'rule')}"
    told = 0
    for number, group in enumerate(groups):
        shown = room.take(group.findings, SHOWN)
        if not shown:
            yield f"and {counted(total - told, 'more finding')} of {counted(len(groups) - number, 'more rule')}"
            return
        told += len(group.findings)
        yield f"**{code(group.about.id)}** {prose(group.about.title)} ({group.about.severity})"
        lines = [f"- {code(place(report.place(one)))} {prose(sentence(report.graph, one))}" for one in shown]
        yield "\n".join([*lines, *_more(len(group.findings) - len(shown))])
        yield f"Fix: {prose(group.about.fix)}"


def _folded(title: str, noun: str, lines: Sequence[str], room: _Room) -> Iterator[str]:
    if lines:
        shown = room.take(lines, len(lines))
        yield f"<details><summary>{title}: {counted(len(lines), noun)}</summary>"
        yield "\n".join([*(f"- {line}" for line in shown), *_more(len(lines) - len(shown))])
        yield "</details>"


def _more(number: int) -> Sequence[str]:
    return [f"- and {number:,} more"] if number else []


def _exempted(report: Report) -> Sequence[str]:
    return [
        f"{code(one.rule)} {text(named(report.graph, one.urn))}: {text(justification(by))}"
        for one, by in report.judgement.exempted
    ]


def _changes(report: Report) -> Sequence[str]:
    return [
        f"{code(one.rule)} {text(named(report.graph, one.urn))}: {code(one.path)} is set to {code(one.text)}"
        for one in report.judgement.changes
    ]


def _baseline(report: Report) -> Sequence[str]:
    known, fixed = len(report.judgement.known), report.judgement.fixed
    if not (known or fixed):
        return []
    shrink = f", {fixed} fixed: write it again to shrink it" if fixed else ""
    return [f"Baseline: {counted(known, 'known finding')}{shrink}."]


def code(name: str, *, cell: bool = False) -> str:
    """`name` as code, whatever it holds; in a cell of a table a bar is escaped too."""
    name = clean(name).strip() or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", name)), default=0))
    pad = " " if name.startswith("`") or name.endswith("`") else ""
    return f"{fence}{pad}{name.replace('|', chr(92) + '|') if cell else name}{pad}{fence}"


def text(words: str) -> str:
    """`words` as plain text: no mark-up, no HTML, no mention of anybody."""
    escaped = _SPECIAL.sub(r"\\\g<0>", clean(words))
    return "".join(_ENTITIES.get(char, char) for char in escaped)


def prose(words: str) -> str:
    """`words` as plain text in which `code` stays code."""
    return "".join(code(part) if is_code else text(part) for is_code, part in pieces(words))
