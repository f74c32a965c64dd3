"""Area of concern: what is worth knowing of a resource, never what is secret, and never 0 for what has no price."""

from dataclasses import replace

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.policies.reports.model import Report
from stackwright.policies.reports.resources import facts, price

POOL = Resource("urn:pool", "aws:eks/nodeGroup:NodeGroup", "pool")


def test_counts_and_machines_are_told_first() -> None:
    inputs = {"scalingConfig": {"minSize": 0, "maxSize": 4}, "instanceTypes": ["p5.48xlarge"], "version": "1.33"}
    assert facts(replace(POOL, inputs=inputs)) == "0 to 4× p5.48xlarge, 1.33"
    assert facts(replace(POOL, inputs={"minCount": 2, "maxCount": 2, "vmSize": "Standard_B2s"})) == "2× Standard_B2s"


def test_what_is_secret_unknown_or_not_plain_is_left_out() -> None:
    inputs = {"engine": "hunter2", "runtime": f"ghp_{'Aa0' * 12}", "version": UNKNOWN, "instanceType": "<b>"}
    assert facts(replace(POOL, inputs=inputs, secrets=frozenset({"engine"}))) == ""


def test_a_resource_without_a_price_says_so(report: Report) -> None:
    (urn,) = report.estimate.by_urn
    assert price(report, urn) == "at least 60.00"
    assert price(report, "urn:other") == ""
    lacking = replace(report.estimate, items=report.estimate.items[2:])
    assert price(replace(report, estimate=lacking), urn) == "no price"
