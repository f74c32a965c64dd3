"""`stackwright.pricing.aws.compute`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.prices import Key, Price, load

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
INSTANCE = "aws:ec2/instance:Instance"
SIZES = {"minSize": 1, "desiredSize": 2, "maxSize": 4}


def _group(make: Make, **inputs: Any) -> Resource:
    return make(GROUP, "pool", {"instanceTypes": ["g5.xlarge"], "scalingConfig": SIZES} | inputs)


def _hours(found: Estimate) -> list[Range | None]:
    return [item.quantity for item in found.items if item.dimension.endswith("hours")]


def test_nodes_range_from_the_minimum_to_the_maximum(make: Make, priced: Priced) -> None:
    assert _hours(priced(_group(make))) == [Range(730, 1460, 2920)]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"minSize": 0, "desiredSize": 0, "maxSize": 4}, Range(0, 1, 4)),
        ({"minSize": 2, "desiredSize": UNKNOWN, "maxSize": 4}, Range(2, 2, 4)),
        ({"minSize": 2, "maxSize": 4}, Range(2, 2, 4)),
    ],
)
def test_without_a_desired_count_one_or_the_minimum_is_assumed_and_said(
    make: Make, priced: Priced, sizes: dict[str, Any], expected: Range
) -> None:
    found = priced(_group(make, scalingConfig=sizes))
    assert _hours(found) == [expected * 730]
    assert found.assumptions == (f"{expected.expected:g} of 4 nodes of `pool` are running",)


def test_a_group_that_cannot_grow_costs_nothing(make: Make, priced: Priced) -> None:
    found = priced(_group(make, scalingConfig={"minSize": 0, "desiredSize": 0, "maxSize": 0}))
    assert _hours(found) == []


@pytest.mark.parametrize("key", ["pool", f"urn:pulumi:dev::demo::{GROUP}::pool"])
def test_expected_nodes_are_taken_by_name_or_urn(make: Make, priced: Priced, key: str) -> None:
    found = priced(_group(make), expected_nodes={key: 3})
    assert _hours(found) == [Range(730, 3 * 730, 4 * 730)]


def test_unknown_bounds_are_an_unknown_cost(make: Make, priced: Priced) -> None:
    found = priced(_group(make, scalingConfig={"minSize": 1, "maxSize": UNKNOWN}))
    assert [item.note for item in found.items] == ["`scalingConfig` is not known before deployment"]


@pytest.mark.parametrize("types", [UNKNOWN, [UNKNOWN]])
def test_an_unknown_machine_type_is_an_unknown_cost(make: Make, priced: Priced, types: Any) -> None:
    found = priced(_group(make, instanceTypes=types))
    assert [item.note for item in found.items] == ["`instanceTypes` is not known before deployment"]


def test_without_any_machine_type_eks_takes_its_default(make: Make, priced: Priced) -> None:
    found = priced(make(GROUP, inputs={"scalingConfig": SIZES}))
    assert found.items[0].dimension == "t3.medium hours"
    template = make(TEMPLATE, "t", {})
    group = make(
        GROUP,
        inputs={"scalingConfig": SIZES, "launchTemplate": {"id": UNKNOWN}},
        wires={"launchTemplate": [template]},
    )
    assert "t3.medium hours" in [item.dimension for item in priced(template, group).items]


def test_the_machine_of_a_launch_template_that_is_not_there_is_not_guessed(make: Make, priced: Priced) -> None:
    found = priced(make(GROUP, inputs={"scalingConfig": SIZES, "launchTemplate": {"id": "lt-1"}}))
    assert [item.note for item in found.items] == ["`instanceTypes` is not known before deployment"]


def test_the_launch_template_may_name_the_machine_by_wire_or_by_id(make: Make, priced: Priced) -> None:
    disk = {"blockDeviceMappings": [{"ebs": {"volumeSize": 100, "volumeType": "gp3"}}]}
    template = make(TEMPLATE, "lt", {"instanceType": "p4d.24xlarge", **disk}, id="lt-1")
    by_id = make(GROUP, "a", {"scalingConfig": SIZES, "launchTemplate": {"id": "lt-1", "version": "1"}})
    by_wire = make(
        GROUP, "b", {"scalingConfig": SIZES, "launchTemplate": UNKNOWN}, wires={"launchTemplate": [template]}
    )
    for group in (by_id, by_wire):
        found = priced(template, group)
        assert [item.dimension for item in found.items if item.urn == group.urn] == [
            "p4d.24xlarge hours",
            "node gp3 storage",
        ]
        assert found.coverage == 1


def test_a_root_disk_that_is_the_images_own_is_named(make: Make, priced: Priced) -> None:
    reasons = [reason for _, reason in priced(_group(make)).unpriced]
    assert reasons == ["the root disk is the image's own: neither size nor type is stated"]


def test_spot_without_a_dated_price_pays_on_demand(make: Make, priced: Priced) -> None:
    item = priced(_group(make, capacityType="SPOT")).items[0]
    assert (item.unit_price, item.quantity) == (1.006, Range(730, 1460, 2920))
    assert item.note == "no dated spot price: the on-demand rate is used"


def test_spot_with_a_dated_price_has_the_on_demand_rate_as_its_high(make: Make, priced: Priced) -> None:
    row = Price("us-east-1", Key("EC2 Spot", "g5.xlarge", "hour"), 0.4, "a row of this test", "2026-01-01")
    found = priced(_group(make, capacityType="SPOT"), prices=load("aws").also(row))
    assert found.low == pytest.approx(730 * 0.4)
    assert found.expected == pytest.approx(1460 * 0.4)
    assert found.high == pytest.approx(2920 * 1.006)


def test_one_of_several_types_without_a_price_is_named(make: Make, priced: Priced) -> None:
    found = priced(_group(make, instanceTypes=["g5g.xlarge", "g5.xlarge"]))
    assert found.unpriced[0][1] == "no dated price for EC2 g5g.xlarge (hour) in us-east-1"
    assert found.expected == pytest.approx(1460 * 1.006)


def test_a_capacity_block_without_a_dated_rate_is_unpriced(make: Make, priced: Priced) -> None:
    found = priced(_group(make, capacityType="CAPACITY_BLOCK", instanceTypes=["trn2.48xlarge"]))
    assert "no dated price for EC2 Capacity Blocks trn2.48xlarge" in found.unpriced[0][1]


def test_a_capacity_block_of_a_machine_nobody_knows_is_unpriced(make: Make, priced: Priced) -> None:
    found = priced(_group(make, capacityType="CAPACITY_BLOCK", instanceTypes=["m6i.large"]))
    assert found.unpriced[0][1] == "the accelerators of m6i.large are not known"


def test_the_market_of_the_launch_template_makes_a_capacity_block(make: Make, priced: Priced) -> None:
    inputs = {"instanceType": "p5.48xlarge", "instanceMarketOptions": {"marketType": "capacity-block"}}
    template = make(TEMPLATE, inputs=inputs)
    group = make(GROUP, inputs={"scalingConfig": SIZES}, wires={"launchTemplate": [template]})
    assert priced(template, group).items[1].dimension == "p5.48xlarge capacity block"


def test_an_unknown_capacity_type_is_an_unknown_cost(make: Make, priced: Priced) -> None:
    assert priced(_group(make, capacityType=UNKNOWN)).items[0].status is Status.UNKNOWN_INPUT


def test_a_bought_capacity_block_has_its_price_in_the_offering(make: Make, priced: Priced) -> None:
    assert priced(make("aws:ec2/capacityBlockReservation:CapacityBlockReservation")).coverage == 0


@pytest.mark.parametrize(
    "inputs",
    [
        {"instanceType": UNKNOWN, "instanceCount": 1},
        {"instanceType": "m6i.large", "instanceCount": UNKNOWN},
        {"instanceType": "m6i.large", "instanceCount": 1, "tenancy": "dedicated"},
    ],
)
def test_a_reservation_of_unknown_size_or_tenancy_is_named(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    found = priced(make("aws:ec2/capacityReservation:CapacityReservation", inputs=inputs))
    assert (found.coverage, found.expected) == (0, 0)


@pytest.mark.parametrize("inputs", [{}, {"instanceType": UNKNOWN}, {"instanceType": "g5.xlarge", "tenancy": "host"}])
def test_an_instance_of_unknown_type_or_tenancy_is_named(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert priced(make(INSTANCE, inputs=inputs)).coverage == 0


def test_an_instance_names_the_disk_of_its_image(make: Make, priced: Priced) -> None:
    found = priced(make(INSTANCE, inputs={"instanceType": "t3.large"}))
    assert f"{found.expected:.2f}" == "60.74"
    assert [reason for _, reason in found.unpriced] == ["the root disk is the image's own: its size is not stated"]


def test_a_spot_instance_pays_as_a_spot_node(make: Make, priced: Priced) -> None:
    inputs = {"instanceType": "t3.large", "instanceMarketOptions": {"marketType": "spot"}}
    assert priced(make(INSTANCE, inputs=inputs)).items[0].note.startswith("no dated spot price")
