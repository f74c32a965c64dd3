"""What a stack costs, for the rules that judge it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.machine_uses import named
from stackwright.policies.rule import Param

if TYPE_CHECKING:
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
ALLOWED_UNPRICED: Final = Param(
    "allowed_unpriced",
    [],
    {"type": "array", "items": {"type": "string"}},
    "Resources that may have no price: names, type tokens or URNs, `*` allowed in names.",
)


def estimate_of(graph: Graph, config: Mapping[str, Any]) -> "Estimate":
    """Estimate of the stack; made once for all rules."""
    return _estimate(graph, stack_region(graph, str(config["region"])))


@lru_cache(maxsize=2)
def _estimate(graph: Graph, region: str) -> "Estimate":
    from stackwright.pricing.estimate import estimate

    return estimate(graph, region=region)


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
