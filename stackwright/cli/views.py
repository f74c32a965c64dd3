"""Tables and trees of a review, for people."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from stackwright.cli.console import dollars
from stackwright.plan.graph import Graph, Resource
from stackwright.policies.finding import Finding
from stackwright.pricing.model import Estimate

STACK = "pulumi:pulumi:Stack"
LEVELS = {"mandatory": "red", "remediate": "red", "advisory": "yellow"}


def short_type(token: str) -> str:
    """`Bucket` of `aws:s3/bucket:Bucket`."""
    return token.rpartition(":")[2]


def resource_tree(graph: Graph, title: str) -> Tree:
    """Components and what is in them; resources of one type in one component share a line."""
    tree = Tree(Text(title, style="bold"), guide_style="dim")
    stack = next((r.urn for r in graph if r.type == STACK), "")
    _grow(tree, graph, stack)
    return tree


def _grow(tree: Tree, graph: Graph, urn: str) -> None:
    children = [r for r in graph.children(urn) if not r.type.startswith("pulumi:providers:")]
    for component in (r for r in children if not r.custom):
        inside = sum(1 for r in graph if r.custom and component in graph.ancestors(r))
        label = Text.assemble((component.name, "bold"), f"  {short_type(component.type)}", (f"  {inside}", "dim"))
        _grow(tree.add(label), graph, component.urn)
    counted = Counter(r.type for r in children if r.custom)
    for token, count in counted.items():
        names = [r.name for r in children if r.type == token]
        shown = ", ".join(names[:3]) + (" …" if count > 3 else "")
        times = f" ×{count}" if count > 1 else ""
        tree.add(Text.assemble(short_type(token), (times, "bold"), (f"  {shown}", "dim")))


def cost_table(estimate: Estimate, *, bars: bool = False) -> Table:
    """Monthly cost by component and dimension, dearest first; a bar shows each share of the expected total."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("component")
    table.add_column("what")
    for name in ("low", "expected", "high"):
        table.add_column(name, justify="right")
    if bars:
        table.add_column("share")
    for (component, dimension), (low, expected, high) in _by_component(estimate):
        share = expected / estimate.expected if estimate.expected else 0.0
        cells: list[RenderableType] = [component, dimension, *(dollars(value) for value in (low, expected, high))]
        table.add_row(*cells, *([Text("█" * round(share * 24), style="cyan")] if bars else []))
    total = [dollars(value) for value in (estimate.low, estimate.expected, estimate.high)]
    at_least = "at least" if estimate.unpriced else "total"
    table.add_row(Text(at_least, style="bold"), "", *(Text(value, style="bold") for value in total))
    return table


def _by_component(estimate: Estimate) -> list[tuple[tuple[str, str], tuple[float, float, float]]]:
    sums: dict[tuple[str, str], tuple[float, float, float]] = {}
    for item in estimate.items:
        if item.cost is not None and item.cost.high > 0:
            before = sums.get((item.component, item.dimension), (0.0, 0.0, 0.0))
            cost = (item.cost.low, item.cost.expected, item.cost.high)
            sums[item.component, item.dimension] = (before[0] + cost[0], before[1] + cost[1], before[2] + cost[2])
    return sorted(sums.items(), key=lambda entry: (-entry[1][1], entry[0]))


def print_cost(console: Console, graph: Graph, estimate: Estimate, *, bars: bool = False) -> None:
    """The table, what it rests on and what has no price."""
    console.print(Text("Cost per month, list prices, USD", style="bold"))
    console.print(cost_table(estimate, bars=bars))
    dated = f", oldest price of {estimate.as_of}" if estimate.as_of else ""
    console.print(f"coverage {estimate.coverage:.0%} of what has a price{dated}", style="dim")
    if estimate.unpriced:
        console.print(Text("no dated price, so not in the total:", style="yellow"))
        for urn, reason in estimate.unpriced:
            resource = graph.by_urn.get(urn)
            name = f"{short_type(resource.type)} {resource.name}" if resource else urn
            console.print(f"  {name}: {reason}", markup=False)


def print_findings(console: Console, graph: Graph, findings: Sequence[Finding], rules: int) -> None:
    """Findings grouped by rule, or one line that says that all is well."""
    judged = sum(1 for resource in graph if resource.custom)
    if not findings:
        console.print(Text(f"Policies: {rules} rules over {judged} resources, nothing found", style="green"))
        return
    console.print(Text(f"Policies: {len(findings)} findings from {rules} rules over {judged} resources", style="bold"))
    for rule in dict.fromkeys(finding.rule for finding in findings):
        group = [finding for finding in findings if finding.rule == rule]
        first = group[0]
        console.print(
            Text.assemble(
                (f"  {first.level}", LEVELS.get(first.level, "dim")), f"  {rule}", (f"  {first.severity}", "dim")
            )
        )
        for finding in group:
            console.print(f"    {_where(graph, finding)}", markup=False)
        console.print(f"    fix: {first.fix}", style="dim", markup=False)


def _where(graph: Graph, finding: Finding) -> str:
    resource: Resource | None = graph.by_urn.get(finding.urn)
    at = f"{finding.source.file}:{finding.source.line}: " if finding.source else ""
    name = f"{short_type(resource.type)} {resource.name}" if resource and resource.type != STACK else "stack"
    path = f" {finding.path}" if finding.path else ""
    return f"{at}{name}{path}: {finding.message}"
