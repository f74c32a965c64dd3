"""Resources and graphs written by hand, and their estimates."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.estimate import estimate
from stackwright.pricing.model import Estimate

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]


def _make(token: str, name: str = "it", inputs: Mapping[str, Any] | None = None, **more: Any) -> Resource:
    wires = {key: tuple(each.urn for each in made) for key, made in more.pop("wires", {}).items()}
    urn = f"urn:pulumi:dev::demo::{token}::{name}"
    return Resource(urn, token, name, inputs or {}, property_dependencies=wires, **more)


def _priced(*resources: Resource, region: str = "us-east-1", **more: Any) -> Estimate:
    return estimate(Graph(resources), region=region, **more)


@pytest.fixture
def make() -> Make:
    """Makes a resource: token, name, inputs, and `wires` (property to the resources it is made from)."""
    return _make


@pytest.fixture
def priced() -> Priced:
    """Estimates the given resources, in us-east-1 unless `region` says otherwise."""
    return _priced
