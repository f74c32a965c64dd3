"""Area of concern: one check of zones for all clouds."""

import pulumi
import pytest

from stackwright.components.zones import asked, chosen, different, first

NAMES = ["a", "b", "c"]


def test_zones_are_asked_for_by_number_or_by_name() -> None:
    assert asked(2) == {"zone_count": 2}
    assert asked(("a", "b")) == {"zone_names": ["a", "b"]}


@pytest.mark.parametrize("zones", [[], ["a"], NAMES])
def test_different_zones_are_taken(zones: list[str]) -> None:
    assert different(zones, 3, NAMES) == different(zones, 3) == zones


@pytest.mark.parametrize("zones", [["a", "a"], ["a", "b", "c", "d"]])
def test_too_many_zones_or_one_zone_twice_are_refused(zones: list[str]) -> None:
    with pytest.raises(ValueError, match=r"must be at most 3 different zones$"):
        different(zones, 3)


def test_a_zone_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"must be at most 3 different zones of a, b and c$"):
        different(["d"], 3, NAMES)


def test_the_first_zones_of_a_region_are_taken() -> None:
    assert first(2, NAMES) == ["a", "b"]
    with pytest.raises(pulumi.RunError, match="the region has 3 zones to use, not 4: a, b, c"):
        first(4, NAMES)


def test_something_stands_in_its_zone_or_in_the_first() -> None:
    assert (chosen("b", NAMES), chosen(None, NAMES)) == ("b", "a")
    with pytest.raises(pulumi.RunError, match="the network has no machines in d, only in a, b, c"):
        chosen("d", NAMES, "machines")
