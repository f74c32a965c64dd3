"""What a stack costs, for the rules that judge it."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.machine_uses import named
from stackwright.policies.rule import Param
from stackwright.pricing.usage import Usage

if TYPE_CHECKING:
    from stackwright.pricing.gate import GateResult
    from stackwright.pricing.model import Estimate

PROVIDERS: Final = {
    "pulumi:providers:aws": "region",
    "pulumi:providers:gcp": "region",
    "pulumi:providers:azure-native": "location",
}
"""Where each cloud's provider says its region."""

REGION: Final = Param("region", "us-east-1", {"type": "string"}, "Region of resources whose provider names none.")
BASIS: Final = Param(
    "basis", "expected", {"type": "string", "enum": ["expected", "high"]}, "Estimate that is compared."
)
MONTHLY: Final = Param(
    "monthly_usd",
    None,
    {"type": "number", "exclusiveMinimum": 0},
    "Most that the stack may cost in a month; `ai-max-monthly-cost` takes that of its own budget when unset.",
)
HOURLY: Final = Param(
    "max_hourly_usd",
    None,
    {"type": "number", "exclusiveMinimum": 0},
    "Most that one hour may cost with every node running; no limit when unset.",
)
ALLOWED_UNPRICED: Final = Param(
    "allowed_unpriced",
    [],
    {"type": "array", "items": {"type": "string"}},
    "Resources that may have no price: names, type tokens or URNs, `*` allowed in names.",
)


USAGE: Final = Param(
    "usage", {}, Usage.schema(), "What the price is estimated for: a profile, hours of machines, and single figures."
)


CONTRACT: Final = Param(
    "contract",
    None,
    {"type": "object", "required": ["stackwright", "source", "as_of"]},  # checked in full where it is read
    "Prices of one's own contract, as `prices.yaml` has them; list prices when unset.",
)


def estimate_of(graph: Graph, config: Mapping[str, Any]) -> "Estimate":
    """Estimate of the stack; made once for all rules."""
    region = stack_region(graph, str(config["region"]))
    return _estimate(graph, region, Usage.asked(config["usage"]), json.dumps(config["contract"]))


def estimate_alone(resource: Resource, config: Mapping[str, Any]) -> "Estimate":
    """Estimate of one resource, as far as it can be told without the others."""
    from stackwright.pricing.estimate import estimate
    from stackwright.pricing.overrides import contract_of, tables

    usage, prices = Usage.asked(config["usage"]), tables(contract_of(config["contract"]))
    return estimate(Graph([resource]), region=str(config["region"]), usage=usage, prices=prices)


@lru_cache(maxsize=2)
def _estimate(graph: Graph, region: str, usage: Usage, contract: str) -> "Estimate":
    from stackwright.pricing.estimate import estimate
    from stackwright.pricing.overrides import contract_of, tables

    return estimate(graph, region=region, usage=usage, prices=tables(contract_of(json.loads(contract))))


def excess(found: "GateResult") -> str:
    """What is over which limit."""
    if found.over_month:
        return f"the stack costs USD {found.amount:,.0f} a month ({found.basis}), the limit is {found.limit:,.0f}"
    least = "at least " if found.at_least else ""
    hour = f"an hour with every node running costs {least}USD {found.peak_hour:,.2f}"
    return f"{hour}, the limit is {found.hourly_limit:,.2f}"


def stack_region(graph: Graph, usual: str) -> str:
    """Region of the stack's first provider, `usual` where none is named."""
    regions = [one.get(name) for kind, name in PROVIDERS.items() for one in graph.of_type(kind)]
    return min((region for region in regions if isinstance(region, str) and region), default=usual)


def dearest(graph: Graph, estimate: "Estimate", basis: str) -> Resource:
    """Resource that costs most; of equals the first by URN."""
    costs = {urn: getattr(cost, basis) for urn, cost in estimate.by_urn.items()}
    return graph.by_urn[min(costs, key=lambda urn: (-costs[urn], urn))]


def machine_path(resource: Resource) -> str:
    """Where a resource names its machine type, empty where it has none."""
    return next((path for path, _ in named(resource)), "")
