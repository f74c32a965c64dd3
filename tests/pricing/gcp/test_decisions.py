"""`stackwright.pricing.gcp.decisions`."""

import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.estimate import estimate
from stackwright.pricing.gcp.decisions import DECISIONS, KEYS, PRICED
from stackwright.pricing.gcp.reasons import FREE, UNPRICED
from stackwright.pricing.model import Status
from stackwright.pricing.prices import load

BY_MACHINE = {f"Compute Engine{term}" for term in ("", " Spot", " Commitment 1y", " Commitment 3y")} | {
    "Cloud TPU",
    "Cloud TPU Spot",
    "Vertex AI prediction",
}


@cache
def _tokens(folder: str) -> frozenset[str]:
    texts = (file.read_text(encoding="utf-8") for file in Path(folder).glob("*.py"))
    return frozenset(token for text in texts for token in re.findall(r"[\"'](gcp:[\w./-]+:\w+)[\"']", text))


def test_every_type_is_decided_once() -> None:
    assert set(PRICED) & (set(FREE) | set(UNPRICED)) == set()
    assert set(DECISIONS) == set(PRICED) | set(FREE) | set(UNPRICED)


def test_every_type_exists_in_the_installed_sdk() -> None:
    found = importlib.util.find_spec("pulumi_gcp")
    if found is None or found.origin is None:
        pytest.skip("pulumi_gcp is not installed")
    for token in DECISIONS:
        package, module, _ = token.split(":")
        if package == "gcp":
            assert token in _tokens(str(Path(found.origin).parent / module.split("/")[0])), token


@pytest.mark.parametrize("token", sorted(DECISIONS))
def test_a_resource_without_any_input_never_raises_and_is_never_silent(token: str) -> None:
    resource = Resource(f"urn:pulumi:dev::demo::{token}::it", token, "it", {})
    found = estimate(Graph([resource]), region="us-central1")
    assert found.items
    assert all(item.unit_price != 0 or item.status is Status.FREE for item in found.items)


def test_no_price_is_asked_for_twice_and_every_row_is_asked_for() -> None:
    assert len(KEYS) == len(set(KEYS))
    asked = set(KEYS)
    for row in load("gcp"):
        assert row.key.service in BY_MACHINE or row.key in asked, row
