"""`stackwright.pricing.told`."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, ValidationError

from stackwright.pricing.model import Range
from stackwright.pricing.told import as_told, usage_model
from stackwright.pricing.usage import Usage


class Base(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Told = usage_model(Base)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"profile": "large"},
        {"hours": "business"},
        {"hours": 300},
        {"nat_gb": 500},
        {"nat_gb": 0.5},
        {"nat_gb": {"expected": 500}},
        {"nat_gb": {"low": 1, "expected": 500, "high": 2000}},
    ],
)
def test_what_the_model_takes_is_what_the_estimate_takes(given: dict[str, Any]) -> None:
    told = as_told(Told.model_validate(given))
    assert Usage.asked(told) == Usage.asked(given)
    for one in (told, given):
        Draft202012Validator(Usage.schema()).validate(one)


def test_a_figure_in_short_has_its_bounds_at_itself() -> None:
    assert Usage.asked(as_told(Told.model_validate({"log_gb": {"expected": 4, "high": 8}}))).log_gb == Range(4, 4, 8)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"hours": "nights"}, "is neither a word for hours nor a number of them"),
        ({"hours": 731}, "is neither a word for hours nor a number of them"),
        ({"hours": True}, "is neither a word for hours nor a number of them"),
        ({"nat_gb": "lots"}, "is neither a number nor a mapping"),
        ({"nat_gb": True}, "is neither a number nor a mapping"),
        ({"nat_gb": {"low": 3, "expected": 2}}, "low, expected and high are not in this order"),
        ({"nat_gb": {"low": 3}}, "Field required"),
        ({"nat_gb": -1}, "greater than or equal to 0"),
        ({"machine_hours": 3}, "Extra inputs"),
        ({"profile": "huge"}, "Input should be"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message) as caught:
        Told.model_validate(given)
    assert {error["loc"][0] for error in caught.value.errors()} == set(given)


def test_every_assumption_has_its_field_and_words() -> None:
    described = Told.model_json_schema()["properties"]
    assert set(described) == {"profile", "hours", *(each.name for each in Usage.figures())}
    assert described["nat_gb"]["description"] == "GB through each NAT gateway a month."
