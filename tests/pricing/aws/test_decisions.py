"""`stackwright.pricing.aws.decisions`."""

import importlib.util
import re
from pathlib import Path

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.aws.decisions import DECISIONS, KEYS, PRICED
from stackwright.pricing.aws.reasons import FREE, UNPRICED
from stackwright.pricing.estimate import estimate
from stackwright.pricing.model import Status
from stackwright.pricing.prices import load

BY_MACHINE = {"EC2", "EC2 Spot", "EC2 Capacity Blocks"}


def _sdk() -> Path:
    found = importlib.util.find_spec("pulumi_aws")
    if found is None or found.origin is None:
        pytest.skip("pulumi_aws is not installed")
    return Path(found.origin).parent


def test_every_type_is_decided_once() -> None:
    assert set(PRICED) & (set(FREE) | set(UNPRICED)) == set()
    assert set(DECISIONS) == set(PRICED) | set(FREE) | set(UNPRICED)


def test_every_type_exists_in_the_installed_sdk() -> None:
    wanted: dict[str, set[str]] = {}
    for token in DECISIONS:
        module = token.split(":")[1].split("/")[0]
        wanted.setdefault({"lambda": "lambda_"}.get(module, module), set()).add(token)
    for module, tokens in wanted.items():
        sources = (file.read_text(encoding="utf-8") for file in (_sdk() / module).glob("*.py"))
        known = {token for text in sources for token in re.findall(r"'(aws:[\w/]+:\w+)'", text)}
        assert tokens <= known, tokens - known


@pytest.mark.parametrize("token", sorted(DECISIONS))
def test_a_resource_without_any_input_never_raises_and_is_never_silent(token: str) -> None:
    resource = Resource(f"urn:pulumi:dev::demo::{token}::it", token, "it", {})
    found = estimate(Graph([resource]), region="us-east-1")
    assert found.items
    assert all(item.unit_price != 0 or item.status is Status.FREE for item in found.items)


def test_no_price_is_asked_for_twice_and_every_row_is_asked_for() -> None:
    assert len(KEYS) == len(set(KEYS))
    asked = set(KEYS)
    for row in load("aws"):
        hosted = row.key.service == "SageMaker Hosting" and row.key.dimension.startswith("ml.")
        assert row.key.service in BY_MACHINE or hosted or row.key in asked, row
