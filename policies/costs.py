"""What a stack costs, for the rules that judge it: the estimate, and the limit that the stack sets itself."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph
from stackwright.policies.rule import Param
from stackwright.policies.shapes import number
from stackwright.policies.tokens import token

if TYPE_CHECKING:
    from stackwright.pricing.model import Estimate

BUDGET: Final = token("budgets/Budget")
_MONTHS: Final = {"MONTHLY": 1, "QUARTERLY": 3, "ANNUALLY": 12}

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
    regions = [one.get("region") for one in graph.of_type("pulumi:providers:aws")]
    return min((region for region in regions if isinstance(region, str) and region), default=usual)


def own_limit(graph: Graph) -> Any:
    """Lowest monthly limit of the stack's budgets in US dollars; `MISSING` without one, `UNKNOWN` at preview."""
    limits = [_monthly(graph, index) for index in range(len(graph.of_type(BUDGET)))]
    known = [limit for limit in limits if isinstance(limit, float)]
    if known:
        return min(known)
    return UNKNOWN if UNKNOWN in limits else MISSING


def _monthly(graph: Graph, index: int) -> Any:
    budget = graph.of_type(BUDGET)[index]
    asked = [budget.get(name) for name in ("budgetType", "limitUnit", "timeUnit", "limitAmount")]
    if UNKNOWN in asked:
        return UNKNOWN
    kind, unit, period, amount = asked
    if kind != "COST" or unit != "USD" or not isinstance(period, str) or period not in _MONTHS:
        return MISSING
    value = number(amount)
    return MISSING if value is None else value / _MONTHS[period]
