"""Ports that a rule about open networks lets be open."""

from collections.abc import Iterable
from typing import Any, Final

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.rule import Param
from stackwright.policies.shapes import number

ALLOWED_PORTS: Final = Param(
    "allowed_ports",
    [],
    {"type": "array", "items": {"type": "number"}},
    "Ports that may be open to the world.",
)


def among_ports(ranges: Iterable[Any], allowed: list[float]) -> Any:
    """Whether all `ranges` (`443`, `8000-8010`) are among `allowed`; `UNKNOWN` where that cannot be told."""
    listed = list(ranges)
    if not allowed or not listed:
        return False
    if UNKNOWN in listed:
        return UNKNOWN
    return all(_inside(str(value), allowed) for value in listed)


def _inside(text: str, allowed: list[float]) -> bool:
    first, _, last = text.partition("-")
    low, high = number(first), number(last or first)
    if low is None or high is None or high - low > len(allowed):
        return False
    return all(port in allowed for port in range(int(low), int(high) + 1))
