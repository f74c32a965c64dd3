"""`stackwright.pricing.age`."""

from datetime import date

import pytest

from stackwright.pricing.age import age, days_between, told, too_old
from stackwright.pricing.model import Estimate, LineItem, Range, Status

TODAY = date(2026, 11, 27)


def _estimate(**as_of: str) -> Estimate:
    return Estimate(
        tuple(
            LineItem(urn, "", "hours", Range.of(1), "hour", 1.0, Status.PRICED, source="somebody", as_of=day)
            for urn, day in as_of.items()
        )
    )


@pytest.mark.parametrize(
    ("as_of", "days"), [("2026-11-27", 0), ("2026-08-29", 90), ("2024-07-01", 879), ("2027-01-01", 0)]
)
def test_days_are_counted_to_a_day_that_the_caller_says(as_of: str, days: int) -> None:
    assert days_between(as_of, TODAY) == days
    assert age(_estimate(one=as_of), TODAY) == days


@pytest.mark.parametrize(
    ("as_of", "text"),
    [
        ("2026-08-29", ""),
        ("2026-08-28", "prices up to 91 days old: stackwright prices refresh"),
        ("2023-01-01", "prices up to 1,426 days old: stackwright prices refresh"),
    ],
)
def test_prices_older_than_90_days_are_worth_one_line(as_of: str, text: str) -> None:
    assert told(_estimate(one=as_of, two="2026-11-01"), TODAY) == text


def test_an_estimate_without_prices_has_no_age() -> None:
    assert told(_estimate(), TODAY) == ""
    assert told(_estimate(free=""), TODAY) == ""


def test_only_what_is_older_than_365_days_is_too_old() -> None:
    found = too_old(_estimate(old="2024-07-01", edge="2025-11-27", past="2025-11-26", free=""), TODAY)
    assert found == {"old": 879, "past": 366}
