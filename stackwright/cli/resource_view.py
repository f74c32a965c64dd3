"""The resources of a stack: a line for each component, and in it how many of what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from stackwright.blueprints.problems import shown
from stackwright.cli.console import counted
from stackwright.plan.graph import Graph, Resource
from stackwright.policies.reports.words import STACK, is_real, short_type

_LOOSE = 3
"""Names that are shown of resources of one type outside of any component."""


def resource_table(graph: Graph) -> Table:
    """Components as a tree, each with its number of resources and their types."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=44)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(justify="right", style="bold")
    table.add_column(style="dim", overflow="fold")
    for row in _rows(graph):
        table.add_row(row.name, row.type, str(row.count), row.inside)
    return table


@dataclass(frozen=True, slots=True)
class _Row:
    name: Text
    type: str
    count: int
    inside: str


def _rows(graph: Graph) -> Iterator[_Row]:
    stack = next((r.urn for r in graph if r.type == STACK), "")
    top = [r for r in graph if r.type != STACK and (r.parent in {"", stack} or r.parent not in graph.by_urn)]
    for resource in top:
        if not _alone(graph, resource):
            yield from _branch(graph, resource, "", "", "")
    loose: dict[str, list[str]] = {}
    for resource in top:
        if is_real(resource) and _alone(graph, resource):
            loose.setdefault(resource.type, []).append(shown(resource.name))
    for token, names in loose.items():
        more = f" and {len(names) - _LOOSE} more" if len(names) > _LOOSE else ""
        yield _Row(Text(", ".join(names[:_LOOSE]) + more, style="bold"), short_type(token), len(names), "")


def _alone(graph: Graph, resource: Resource) -> bool:
    """A resource without children; a component never is, even where it is empty."""
    return resource.custom and not graph.children(resource.urn)


def _branch(graph: Graph, resource: Resource, above: str, guide: str, below: str) -> Iterator[_Row]:
    """The row of `resource`, then those of the components in it; its own leaves are told in its row."""
    children = graph.children(resource.urn)
    inside = _types([child for child in children if is_real(child) and _alone(graph, child)])
    name = shown(resource.name)
    label = Text.assemble((guide, "dim"), (name.removeprefix(f"{above}-") if above else name, "" if above else "bold"))
    yield _Row(label, short_type(resource.type), _size(graph, resource), inside)
    branches = [child for child in children if not _alone(graph, child)]
    for child in branches:
        last = child is branches[-1]
        yield from _branch(graph, child, name, below + ("└ " if last else "├ "), below + ("  " if last else "│ "))


def _types(leaves: Sequence[Resource]) -> str:
    """`Vpc, 3×RouteTable with 3 parts`: a part is made from a resource whose type its own type continues."""
    by_urn = {leaf.urn: leaf for leaf in leaves}
    counts = Counter[str]()
    parts = Counter[str]()
    for leaf in leaves:
        token = short_type(leaf.type)
        holders = [short_type(by_urn[urn].type) for urn in leaf.dependencies if urn in by_urn]
        whole = next((holder for holder in holders if token != holder and token.startswith(holder)), "")
        (parts if whole else counts)[whole or token] += 1
    return ", ".join(
        (f"{count}×{token}" if count > 1 else token)
        + (f" with {counted(parts[token], 'part')}" if parts[token] else "")
        for token, count in counts.items()
    )


def _size(graph: Graph, resource: Resource) -> int:
    """Number of resources at and below `resource`."""
    return is_real(resource) + sum(_size(graph, child) for child in graph.children(resource.urn))
