"""Area of concern: the cost by number of nodes is that of the estimate at every number, and meets its bounds."""

from dataclasses import replace

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.reports.model import Report
from stackwright.policies.reports.node_costs import node_costs
from stackwright.pricing.estimate import estimate


def pool(name: str, least: int, most: int, machine: str = "m7i.2xlarge") -> Resource:
    scaling = {"minSize": least, "desiredSize": least, "maxSize": most}
    inputs = {"instanceTypes": [machine], "scalingConfig": scaling, "diskSize": 20}
    return Resource(f"urn:{name}", "aws:eks/nodeGroup:NodeGroup", name, inputs=inputs)


def report_with(report: Report, *resources: Resource) -> Report:
    graph = Graph(resources)
    priced = estimate(graph, region="us-east-1")
    return replace(
        report, region="us-east-1", judgement=replace(report.judgement, graph=graph), estimate=priced, before=None
    )


def test_the_cost_of_every_number_is_that_of_the_estimate(clean: Report) -> None:
    report = report_with(clean, pool("small", 1, 3), pool("big", 2, 8))
    found = node_costs(report)
    assert found is not None
    assert (found.name, found.expected, list(found.costs)) == ("big", 2, [2, 3, 4, 5, 6, 7, 8])
    for count, cost in found.costs.items():
        then = estimate(report.graph, region="us-east-1", expected_nodes={"urn:big": count})
        assert cost.expected == pytest.approx(then.expected)
    assert found.costs[2].low == pytest.approx(report.estimate.low)
    assert found.costs[8].high == pytest.approx(report.estimate.high)


def test_a_wide_range_has_at_most_13_points_and_both_ends(clean: Report) -> None:
    found = node_costs(report_with(clean, pool("wide", 0, 1000)))
    assert found is not None
    counts = list(found.costs)
    assert (counts[0], counts[-1]) == (0, 1000)
    assert len(counts) <= 13
    expected = [cost.expected for cost in found.costs.values()]
    assert expected == sorted(expected)


def test_there_is_none_where_no_pool_is_elastic(clean: Report, report: Report) -> None:
    assert node_costs(report_with(clean, pool("fixed", 2, 2))) is None
    assert node_costs(report) is None
