"""`stackwright.pricing.comparison`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.comparison import Bought, compare
from stackwright.pricing.estimate import estimate
from stackwright.pricing.model import Range, Term

Make = Callable[..., Resource]
POOL = "gcp:container/nodePool:NodePool"


def _pool(make: Make, name: str = "gpu", machine: str = "a3-highgpu-8g", **config: Any) -> Resource:
    node = {"machineType": machine, "diskType": "pd-balanced", "diskSizeGb": 100} | config
    return make(POOL, name, {"location": "us-central1-a", "nodeCount": 1, "nodeConfig": node})


def _bought(term: Term, *resources: Resource) -> Bought:
    graph = Graph(resources)
    own = estimate(graph, region="us-central1")
    (found,) = compare(own, [term], lambda asked: estimate(graph, region="us-central1", term=asked))
    return found


def test_what_changes_is_beside_what_it_is(make: Make) -> None:
    # a3-highgpu-8g 88.49 an hour, 50.609541 on spot (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30);
    # pd-balanced 0.10 a GB-month (zombiescan-azure@bb28c045 table.json, 2026-09-21)
    own, spot = 88.49 * 730 + 10, 50.609541 * 730 + 10
    found = _bought(Term.SPOT, _pool(make))
    before, after = found.changed["gpu"]
    assert before.expected == pytest.approx(own)
    assert (after.low, after.expected, after.high) == pytest.approx((spot, spot, own))
    assert found.difference == pytest.approx(spot / own - 1)
    assert (found.lacking, found.kept) == ({}, {})


def test_what_has_no_price_on_the_term_is_named_and_no_difference_is_told(make: Make) -> None:
    found = _bought(Term.RESERVED, _pool(make, machine="a2-ultragpu-1g"))
    assert found.lacking == {"gpu": ("a2-ultragpu-1g",)}
    assert found.difference is None
    assert found.estimate.at_least
    assert "gpu" in found.changed
    assert found.to_json()["unpriced"] == [{"component": "gpu", "machines": ["a2-ultragpu-1g"]}]


def test_what_is_not_sold_so_stays_as_it_is_and_is_named(make: Make) -> None:
    found = _bought(Term.CAPACITY_BLOCK, _pool(make))
    assert found.kept == {"gpu": ("a3-highgpu-8g",)}
    assert (found.changed, found.difference) == ({}, 0)


def test_on_its_own_term_nothing_changes(make: Make) -> None:
    found = _bought(Term.ON_DEMAND, _pool(make))
    assert (found.changed, found.lacking, found.kept, found.difference) == ({}, {}, {}, 0)


def test_every_term_is_asked_for_once(make: Make) -> None:
    own = estimate(Graph([_pool(make)]), region="us-central1")
    terms = [each.term for each in compare(own, [Term.SPOT, Term.SPOT, Term.RESERVED], lambda _: own)]
    assert terms == [Term.SPOT, Term.RESERVED]


def test_a_component_that_changes_is_named_once_with_all_its_machines(make: Make) -> None:
    parent = make("my:index:Nodes", "nodes", custom=False)
    inside = [_pool(make, name, kind) for name, kind in (("a", "a3-highgpu-8g"), ("b", "e2-standard-4"))]
    graph = Graph([parent, *(_inside(each, parent) for each in inside)])
    own = estimate(graph, region="us-central1")
    (found,) = compare(own, [Term.RESERVED], lambda term: estimate(graph, region="us-central1", term=term))
    # month_1y of a3-highgpu-8g 44810.08066464 and of e2-standard-4 61.63709156 in us-central1
    # (google-cloud-pricing-cost-calculator@0166a59e pricing.yml, 2025-03-06), two disks of 100 GB
    assert found.changed["nodes"][1].expected == pytest.approx(44810.08066464 + 61.63709156 + 20)
    assert found.changed["nodes"][0] == Range.of(found.changed["nodes"][0].low)


def _inside(resource: Resource, parent: Resource) -> Resource:
    return replace(resource, parent=parent.urn)
