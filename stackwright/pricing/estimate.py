"""The estimate of a graph: a pure function over the price table, dispatched by resource type."""

from collections.abc import Iterable, Mapping

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing import kubernetes
from stackwright.pricing.aws.decisions import DECISIONS as _AWS
from stackwright.pricing.azure.decisions import DECISIONS as _AZURE
from stackwright.pricing.bill import Bill, Decision, Stack
from stackwright.pricing.gcp.decisions import DECISIONS as _GCP
from stackwright.pricing.model import Estimate, LineItem, Term
from stackwright.pricing.prices import Prices, Tables
from stackwright.pricing.sealed import sealed
from stackwright.pricing.usage import DEFAULT, Usage

_DECISIONS: Mapping[str, Decision] = {**_AWS, **_GCP, **_AZURE}


def estimate(
    graph: Graph,
    *,
    region: str,
    usage: Usage | None = None,
    expected_nodes: Mapping[str, float] | None = None,
    prices: Prices | Tables | None = None,
    term: Term | None = None,
) -> Estimate:
    """Monthly cost of `graph`, whose resources are in `region` unless they or their provider say otherwise.

    `expected_nodes` counts the nodes of a node group, by logical name or URN, where the graph only has bounds.
    With `term`, machines are bought so instead of as the graph says, where they are sold on it.
    """
    graph = sealed(graph)
    stack = Stack(
        graph,
        region=region,
        prices=prices,
        usage=usage or DEFAULT,
        expected_nodes=expected_nodes or {},
        term=term,
    )
    items = tuple(item for each in graph if _billable(each) for item in _items(each, stack))
    return Estimate(items=items, assumptions=tuple(stack.assumed))


def decided(token: str) -> bool:
    """Resources of type `token` have a pricing decision: priced, free, usage-based, or unpriced with a reason."""
    return token.startswith("pulumi:") or _decision(token) is not None


def _decision(token: str) -> Decision | None:
    return _DECISIONS.get(token) or kubernetes.decision(token)


def _billable(resource: Resource) -> bool:
    return resource.custom and not resource.external and not resource.type.startswith("pulumi:")


def _items(resource: Resource, stack: Stack) -> Iterable[LineItem]:
    bill = Bill(resource, stack)
    decision = _decision(resource.type)
    if decision is None:
        return [bill.unpriced("resource", "no pricing decision for this type")]
    return decision(bill)
