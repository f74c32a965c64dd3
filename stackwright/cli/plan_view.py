"""The plan as people read it."""

from rich.console import Console
from rich.text import Text

from stackwright.cli.console import dollars
from stackwright.cli.review import Review
from stackwright.cli.views import print_cost, print_findings, resource_tree


def print_plan(console: Console, found: Review) -> None:
    """Resources as a tree, then the price, the findings and what to do next."""
    subject = found.subject
    resources = sum(1 for r in subject.graph if r.custom and not r.type.startswith("pulumi:providers:"))
    title = f"{subject.title}  {subject.cloud} {subject.region}  {subject.environment}  {resources} resources"
    console.print(resource_tree(subject.graph, title))
    console.print()
    print_cost(console, subject.graph, found.estimate)
    print_budget(console, found)
    console.print()
    print_rules(console, found)


def print_rules(console: Console, found: Review) -> None:
    """The findings."""
    from stackwright.policies.registry import RULES

    print_findings(console, found.subject.graph, found.findings, len(RULES))


def print_budget(console: Console, found: Review) -> None:
    """Whether the estimate keeps to the budget, and what stands in the way."""
    loaded = found.subject.loaded
    budget = loaded.spec.budget if loaded else None
    if budget is not None:
        spent = getattr(found.estimate, str(budget.basis))
        verb = "is over" if found.gate.over_budget else "keeps to"
        style = "red" if found.gate.over_budget else "green"
        text = f"{dollars(spent)} ({budget.basis}) {verb} the budget of {dollars(budget.monthly_usd)}"
        console.print(Text(text, style=style))
    if found.gate.unpriced:
        names = ", ".join(sorted({urn.rpartition("::")[2] for urn, _ in found.gate.unpriced}))
        console.print(
            f"not allowed unpriced: {names} - name them under `policy.allow_unpriced` to go on without their price",
            style="yellow",
            markup=False,
        )
