"""What a price API says of one thing, and how it becomes rows: exactly one rate, in the unit that is asked for."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

from stackwright.pricing.prices import Key, Price

FREE_KEYS: Final[frozenset[Key]] = frozenset()
"""Keys whose official price is nothing; a 0 for any other is a price that is missing."""


class RefreshError(Exception):
    """Prices that cannot be had, in one sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Want:
    """A price to ask for."""

    region: str
    key: Key

    def __str__(self) -> str:
        return f"{self.key.service} {self.key.dimension} ({self.key.unit}) in {self.region}"


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate of a price API."""

    id: str
    """The provider's own id: AWS rate code, Google SKU id, Azure meter id."""
    name: str
    """What it is called there."""
    unit: str
    tiers: tuple[tuple[Decimal, Decimal], ...]
    """(units a month above which it holds, US dollars a unit), in any order."""
    effective: str
    """Day from which the provider says that it holds."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a rate's unit relates to that of a row."""

    units: tuple[str, ...]
    """Spellings of the unit that the API uses; another one is not guessed at."""
    per: Decimal = Decimal(1)
    """How many of them one unit of the row is."""
    free: bool = False
    """The first units of an account are free; a row is the rate after them."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A price that was asked for and cannot be told."""

    want: Want
    reason: str
    rivals: tuple[str, ...] = ()
    """Rates that answer alike, where more than one does."""

    def __str__(self) -> str:
        return f"{self.want}: {self.reason}" + (f": {', '.join(self.rivals)}" if self.rivals else "")


Answer = tuple[Price, ...] | Lost
"""The rows of one key, one a tier, or why there are none."""

_SHOWN: Final = 4


def answer(want: Want, rates: Iterable[Rate], measure: Measure, *, source: str, as_of: str) -> Answer:
    """The rows for `want` where exactly one of `rates` is meant."""
    found = list(rates)
    if not found:
        return Lost(want, "not on the price list")
    if len(found) > 1:
        return ambiguous(want, found)
    rate = found[0]
    if rate.unit not in measure.units:
        return Lost(want, f"{rate.id} is in `{rate.unit}`, not in {' or '.join(measure.units)}")
    tiers = sorted(rate.tiers)
    if measure.free and len(tiers) > 1 and not tiers[0][1]:
        tiers = [(tiers[0][0], tiers[1][1]), *tiers[2:]]
    if not tiers or tiers[0][0] > 0:
        return Lost(want, f"{rate.id} has no rate for the first unit")
    if any(usd < 0 for _, usd in tiers) or (not all(usd for _, usd in tiers) and want.key not in FREE_KEYS):
        return Lost(want, f"{rate.id} has a price of 0, which is no price")
    said = f"{source} {rate.id}" + (f", effective {rate.effective}" if rate.effective else "")
    return tuple(
        Price(want.region, want.key, plain(usd * measure.per), said, as_of, above=plain(start / measure.per))
        for start, usd in tiers
    )


def ambiguous(want: Want, rates: Iterable[Rate]) -> Lost:
    """More than one rate answers: never the smallest of several, but all of them named."""
    found = sorted(rates, key=lambda rate: rate.id)
    names = tuple(f"{rate.id} ({rate.name})" for rate in found[:_SHOWN])
    more = (f"{len(found) - _SHOWN} more",) if len(found) > _SHOWN else ()
    return Lost(want, f"{len(found)} rates answer to it", names + more)


def plain(value: Decimal) -> float:
    """`value` as the number that a row has: twelve digits, as no provider publishes more."""
    number = float(value)
    return float(f"{number:.12g}") if math.isfinite(number) else 0.0


def number(value: Any) -> Decimal:
    """A price as an API writes it: a number, or one in text; what is no number is a mistake of the answer."""
    try:
        found = Decimal(str(value))
    except ArithmeticError:
        raise RefreshError(f"a price list holds a price that is no number: {str(value)[:40]!r}") from None
    if not found.is_finite():
        raise RefreshError(f"a price list holds a price that is no number: {str(value)[:40]!r}")
    return found


def record(value: Any) -> Mapping[str, Any]:
    """A value of an answer as an object, an empty one where it is none."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def records(value: Any) -> list[Mapping[str, Any]]:
    """A value of an answer as a list of objects, an empty one where it is none."""
    return [record(one) for one in cast("list[Any]", value)] if isinstance(value, list) else []


def text(data: Mapping[str, Any], name: str) -> str:
    """The text of `data` at `name`, empty where there is none."""
    value = data.get(name)
    return value if isinstance(value, str) else ""
