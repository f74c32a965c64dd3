"""An estimate comes back from what was written of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.review import review, subject_of
from stackwright.pricing.change import Doubt, change
from stackwright.pricing.model import Estimate
from stackwright.pricing.written import WrittenError, estimate_in, is_written

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def estimate() -> Estimate:
    return review(subject_of(ROOT / "blueprints/examples/training-aws.yaml")).estimate


def _document(estimate: Estimate) -> Any:
    return json.loads(json.dumps({"schema": 2, "blueprint": "x", "estimate": estimate.to_json()}))


def test_an_estimate_is_read_as_it_was_written(estimate: Estimate) -> None:
    found = estimate_in(_document(estimate))
    assert found.to_json() == estimate.to_json()
    assert found.unpriced == estimate.unpriced
    assert change(found, estimate).moved == []
    assert change(found, estimate).doubt in (Doubt.NONE, Doubt.SOME)


def test_what_cost_wrote_is_read_too(estimate: Estimate) -> None:
    document = json.loads(json.dumps(estimate.to_json()))
    assert is_written(document)
    assert estimate_in(document).total == estimate_in(_document(estimate)).total


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"estimate": {"expected": 1}}, "has an estimate without its items"),
        ({}, "has no estimate"),
        ([], "has no estimate"),
        ({"estimate": {"items": [{"status": "priced"}]}}, "cannot be read (`urn` is missing)"),
        ({"estimate": {"items": [7]}}, "cannot be read (`status` is missing)"),
    ],
)
def test_another_document_is_refused(broken: Any, said: str) -> None:
    with pytest.raises(WrittenError) as error:
        estimate_in(broken)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [("status", "cheap"), ("unit_price", -1), ("unit_price", None), ("unit_price", True), ("urn", 4), ("term", "soon")],
)
def test_an_item_that_cannot_be_is_refused(estimate: Estimate, field: str, value: Any) -> None:
    document = _document(estimate)
    document["estimate"]["items"][0] |= {"status": "priced", field: value}
    with pytest.raises(WrittenError, match="another release"):
        estimate_in(document)
