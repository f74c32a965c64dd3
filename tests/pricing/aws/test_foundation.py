"""`stackwright.pricing.aws.foundation`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.aws.foundation import model_unit
from stackwright.pricing.model import Estimate
from stackwright.pricing.prices import Price, load

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

UNITS = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
ARN = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1"


def test_units_of_a_model_are_named_with_their_commitment(make: Make, priced: Priced) -> None:
    units = make(UNITS, inputs={"modelArn": ARN, "modelUnits": 2, "commitmentDuration": "SixMonths"})
    assert [reason for _, reason in priced(units).unpriced] == [
        "no dated price for Bedrock model unit of anthropic.claude-v2:1, 6 months (model-unit-hour) in us-east-1"
    ]


def test_units_are_billed_all_month_once_a_dated_row_exists(make: Make, priced: Priced) -> None:
    row = Price("us-east-1", model_unit("anthropic.claude-v2:1", ""), 40, "a row of this test", "2026-01-01")
    units = make(UNITS, inputs={"modelArn": ARN, "modelUnits": 2})
    assert priced(units, prices=load("aws").also(row)).expected == 2 * 40 * 730


def test_a_model_of_ones_own_is_named_as_one(make: Make, priced: Priced) -> None:
    units = make(UNITS, inputs={"modelArn": "arn:aws:bedrock:us-east-1:1:custom-model/secret-name", "modelUnits": 1})
    assert "a model of its own, no commitment" in priced(units).unpriced[0][1]


@pytest.mark.parametrize(
    "inputs",
    [{}, {"modelArn": ARN}, {"modelArn": ARN, "modelUnits": 1, "commitmentDuration": UNKNOWN}],
)
def test_what_is_not_known_is_an_unknown_cost(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert priced(make(UNITS, inputs=inputs)).coverage == 0
