"""Budgets of all clouds: what limit they set, and whether they tell somebody; one row a type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, joined
from stackwright.policies.shapes import is_set, number
from stackwright.policies.tokens import azure, gcp, token

BUDGET: Final = token("budgets/Budget")
_NANO: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Kind:
    """Where one type of budget says what; an absent property is `MISSING` in `allowed` and `months`."""

    amount: str
    period: str
    months: Mapping[Any, int]
    """Value of the period to its months."""
    allowed: Mapping[str, tuple[Any, ...]]
    """What other properties have to be for the amount to be one in US dollars."""
    alarms: str
    """Property, list or map, with those who are told."""
    listeners: tuple[str, ...]
    billionths: str = ""
    thresholds: str = ""
    """Property that has to be given for anybody to be told."""


_AZURE: Final = Kind(
    amount="amount",
    period="timeGrain",
    months={"Monthly": 1, "Quarterly": 3, "Annually": 12, "BillingMonth": 1, "BillingQuarter": 3, "BillingAnnual": 12},
    allowed={"category": ("Cost",)},
    alarms="notifications",
    listeners=("contactEmails", "contactGroups", "contactRoles"),
)
KINDS: Final[Mapping[str, Kind]] = {
    BUDGET: Kind(
        amount="limitAmount",
        period="timeUnit",
        months={"MONTHLY": 1, "QUARTERLY": 3, "ANNUALLY": 12},
        allowed={"budgetType": ("COST",), "limitUnit": ("USD",)},
        alarms="notifications",
        listeners=("subscriberEmailAddresses", "subscriberSnsTopicArns"),
    ),
    gcp("billing/Budget"): Kind(
        amount="amount.specifiedAmount.units",
        billionths="amount.specifiedAmount.nanos",
        period="budgetFilter.calendarPeriod",
        months={MISSING: 1, "MONTH": 1, "QUARTER": 3, "YEAR": 12},
        allowed={"amount.specifiedAmount.currencyCode": ("USD",), "budgetFilter.customPeriod": (MISSING,)},
        alarms="allUpdatesRule",
        listeners=("pubsubTopic", "monitoringNotificationChannels"),
        thresholds="thresholdRules",
    ),
    azure("consumption/Budget"): _AZURE,
    azure("costmanagement/Budget"): _AZURE,
}


def budgets(graph: Graph) -> list[Resource]:
    """Budgets of the stack."""
    return graph.of_type(*KINDS)


def own_limit(graph: Graph) -> Any:
    """Lowest monthly limit of the stack's budgets in US dollars; `MISSING` without one, `UNKNOWN` at preview."""
    limits = [monthly_limit(budget) for budget in budgets(graph)]
    known = [limit for limit in limits if isinstance(limit, float)]
    if known:
        return min(known)
    return UNKNOWN if UNKNOWN in limits else MISSING


def monthly_limit(budget: Resource) -> Any:
    """Limit of one budget for a month in US dollars, `UNKNOWN`, or `MISSING` where it sets none."""
    kind = KINDS[budget.type]
    conditions = [(budget.get(path), wanted) for path, wanted in kind.allowed.items()]
    amount, period = budget.get(kind.amount), budget.get(kind.period)
    if UNKNOWN in (amount, period, *(value for value, _ in conditions)):
        return UNKNOWN
    months = kind.months.get(period) if isinstance(period, str) or period is MISSING else None
    value = number(amount)
    if value is None or months is None or not all(value in wanted for value, wanted in conditions):
        return MISSING
    rest = budget.get(kind.billionths) if kind.billionths else MISSING
    return UNKNOWN if rest is UNKNOWN else (value + (number(rest, 0.0) or 0.0) * _NANO) / months


def listens(budget: Resource, graph: Graph) -> Any:
    """Whether the budget tells somebody; `UNKNOWN` where that cannot be told."""
    kind = KINDS[budget.type]
    thresholds = budget.get(kind.thresholds) if kind.thresholds else True
    if not is_set(thresholds):
        return False
    unsure = thresholds is UNKNOWN
    for path in _entries(budget, kind.alarms):
        for name in kind.listeners:
            value = budget.get(f"{path}.{name}")
            if value is UNKNOWN and not graph.wired(budget, kind.alarms):
                unsure = True
            elif is_set(value) and not unsure:
                return True
    return UNKNOWN if unsure else False


def _entries(budget: Resource, base: str) -> Iterator[str]:
    """Paths of what a list, a map of objects, or a single object holds."""
    value = budget.get(base)
    if isinstance(value, Mapping):
        inner = cast("Mapping[str, Any]", value)
        nested = all(isinstance(one, Mapping) or one is UNKNOWN for one in inner.values())
        yield from (joined(base, key) for key in inner) if nested else (base,)
    else:
        yield from (path for path, _ in budget.all(f"{base}[*]"))
