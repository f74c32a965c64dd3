"""`stackwright.pricing.estimate`."""

import time
from collections.abc import Callable

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.estimate import decided, estimate
from stackwright.pricing.model import Estimate, Status
from stackwright.pricing.prices import Key, Price, load

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

NAT = "aws:ec2/natGateway:NatGateway"


def test_an_empty_graph_costs_nothing_and_is_covered(priced: Priced) -> None:
    found = priced()
    assert (found.expected, found.coverage, found.at_least) == (0, 1, False)


def test_a_type_nobody_decided_on_is_unpriced(make: Make, priced: Priced) -> None:
    found = priced(make("aws:braket/quantumTask:QuantumTask"))
    assert [(item.status, item.note) for item in found.items] == [
        (Status.UNPRICED, "no pricing decision for this type")
    ]
    assert not decided("aws:braket/quantumTask:QuantumTask")


def test_stacks_providers_and_components_are_not_billed(make: Make, priced: Priced) -> None:
    found = priced(
        make("pulumi:pulumi:Stack"),
        make("pulumi:providers:aws"),
        make("stackwright:index:AwsNetwork", custom=False),
    )
    assert found.items == ()
    assert decided("pulumi:providers:aws")


def test_without_its_row_a_resource_is_named_and_the_total_is_a_lower_bound(make: Make, priced: Priced) -> None:
    gateway = make(NAT)
    row = Key("NAT Gateway", "gateway", "hour")
    whole, less = priced(gateway), priced(gateway, prices=load("aws").without("us-east-1", row))
    assert not whole.at_least
    assert less.at_least
    assert less.expected < whole.expected
    assert less.unpriced == ((gateway.urn, "no dated price for NAT Gateway gateway (hour) in us-east-1"),)


def test_a_negotiated_rate_changes_the_estimate(make: Make, priced: Priced) -> None:
    mine = Price("us-east-1", Key("NAT Gateway", "gateway", "hour"), 0.01, "our contract", "2026-10-01")
    row = priced(make(NAT), prices=load("aws").also(mine)).items[0]
    assert (row.unit_price, row.source) == (0.01, "our contract")


def test_a_region_without_rows_has_no_prices_rather_than_other_regions(make: Make, priced: Priced) -> None:
    found = priced(make(NAT), region="ap-south-2")
    assert found.expected == 0
    assert found.coverage == 0
    assert len(found.unpriced) == 2


def test_assumptions_are_said_once(make: Make, priced: Priced) -> None:
    found = priced(make(NAT, "a"), make(NAT, "b"))
    assert found.assumptions == ("100 GB through each NAT gateway a month (10 to 1,000)",)


def test_the_estimate_is_the_same_every_time(make: Make, priced: Priced) -> None:
    resources = [make(NAT, "a"), make("aws:s3/bucket:Bucket", "b"), make("aws:kms/key:Key", "c")]
    assert priced(*resources).to_json() == priced(*resources).to_json()


def test_ten_times_the_resources_take_about_ten_times_as_long(make: Make) -> None:
    def seconds(count: int) -> float:
        tokens = ("aws:s3/bucket:Bucket", NAT, "aws:budgets/budget:Budget", "aws:iam/role:Role")
        graph = Graph(make(tokens[index % 4], f"it-{index}") for index in range(count))
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            estimate(graph, region="us-east-1")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(2000) / seconds(200) < 40  # a quadratic estimate would take 100 times as long
