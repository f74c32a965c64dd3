"""What a report says first: whether the stack passes, and what it costs."""

from stackwright.policies.reports.model import Report
from stackwright.policies.reports.words import counted, money, share, signed
from stackwright.pricing.gate import GateResult


def verdict(report: Report) -> str:
    """`Fails: 2 mandatory findings, 1 advisory`."""
    stopping, warning = len(report.stopping), len(report.warning)
    parts = [counted(stopping, "mandatory finding")] if stopping else []
    if warning:
        parts.append(f"{warning} advisory" if stopping else counted(warning, "advisory finding"))
    if report.gate.over_budget:
        parts.append("over the budget")
    elif unpriced := len({urn for urn, _ in report.gate.unpriced}):
        parts.append(f"{counted(unpriced, 'resource')} without a price")
    word = {0: "Passes", 3: "Cost is not known"}.get(report.exit_code, "Fails")
    return f"{word}: {', '.join(parts) or 'nothing found'}"


def looked(report: Report) -> str:
    """What was judged, so that a reader knows what a pass is worth."""
    if not report.judgement.rules:
        return "as the engine's policy packs found"
    resources = counted(len(report.real), "resource")
    return f"{report.looked} of {counted(len(report.answers), 'rule')} looked at {resources}"


def cost(report: Report) -> str:
    """`USD 1,234.56 a month`, at list prices, as expected."""
    return f"{'at least ' if report.estimate.at_least else ''}USD {money(report.estimate.expected)} a month"


def bounds(report: Report) -> str:
    """`1,000.00 to 2,000.00`: the least and the greatest cost a month."""
    return f"{money(report.estimate.low)} to {money(report.estimate.high)}"


def change(report: Report) -> str:
    """`+120.00 (+12.5%)` against the expected cost before; empty where that is not told."""
    if report.before is None or report.change is None:
        return ""
    doubt = report.estimate.at_least or report.before.at_least
    parts = [share(report.change, report.before.total.expected), "of what has a price" if doubt else ""]
    told = ", ".join(filter(None, parts))
    return signed(report.change) + (f" ({told})" if told else "")


def budget(gate: GateResult) -> str:
    """`900.00 (expected) of 1,000.00, 90%`; says so where no budget is set."""
    least = "at least " if gate.at_least else ""
    month = f"{least}{money(gate.amount)} ({gate.basis})", gate.amount, gate.limit
    hour = f"{least}{money(gate.peak_hour)} in an hour with every node", gate.peak_hour, gate.hourly_limit
    told = [_against(text, amount, limit) for text, amount, limit in (month, hour) if limit is not None]
    return "; ".join(told) or "none is set"


def _against(text: str, amount: float, limit: float) -> str:
    if round(amount, 2) > limit:
        return f"{text} is over {money(limit)} by {money(amount - limit)}"
    return f"{text} of {money(limit)}, {amount / limit:.0%}"
