"""Area of concern: terms and hours of machines against bills worked out by hand, from dated rows.

Each figure is quoted from its source; the arithmetic is written out; the comparison is to the cent.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from stackwright.plan.graph import Resource
from stackwright.pricing.model import Estimate, Range, Term
from stackwright.pricing.prices import Key, Prices, load
from stackwright.pricing.usage import DEFAULT

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
POOL = "gcp:container/nodePool:NodePool"
SIZES = {"minSize": 1, "desiredSize": 2, "maxSize": 4}


def _cents(*figures: Decimal) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in figures)


def _totals(estimate: Estimate) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in (estimate.low, estimate.expected, estimate.high))


def _pool(make: Make, machine: str = "a3-highgpu-8g", **inputs: Any) -> Resource:
    node = {"machineType": machine, "diskType": "pd-balanced", "diskSizeGb": 100} | inputs.pop("config", {})
    where = {"location": "us-central1", "nodeLocations": ["us-central1-a"]}
    return make(POOL, "gpu", where | {"nodeConfig": node} | inputs)


def _group(make: Make, *others: Resource, **inputs: Any) -> tuple[Resource, ...]:
    disk = {"deviceName": "/dev/xvda", "ebs": {"volumeType": "gp3", "volumeSize": 100}}
    template = make(TEMPLATE, "gpu", {"blockDeviceMappings": [disk]})
    group = {"instanceTypes": ["p5.48xlarge"], "scalingConfig": SIZES} | inputs
    return template, make(GROUP, "gpu", group, wires={"launchTemplate": [template]}), *others


SCALES = {"initialNodeCount": 2, "autoscaling": {"minNodeCount": 1, "maxNodeCount": 4}}
DISK = Decimal("0.10") * 100
"""pd-balanced 0.10 a GB-month (zombiescan-azure@bb28c045 table.json, 2026-09-21)."""


def test_h100_machines_committed_for_a_year(make: Make, priced: Priced) -> None:
    # a3-highgpu-8g in us-central1: month_1y 44810.08066464
    # (google-cloud-pricing-cost-calculator@0166a59e pricing.yml, 2025-03-06)
    node = Decimal("44810.08066464") + DISK
    found = priced(_pool(make, **SCALES), region="us-central1", term=Term.RESERVED)
    assert _totals(found) == _cents(node, node * 2, node * 4) == ("44820.08", "89640.16", "179280.32")
    assert found.as_of == "2025-03-06"


def test_h100_machines_committed_for_three_years(make: Make, priced: Priced) -> None:
    # the same: month_3y 28370.99821392
    node = Decimal("28370.99821392") + DISK
    found = priced(_pool(make, **SCALES), region="us-central1", term=Term.RESERVED_3Y)
    assert _totals(found) == _cents(node, node * 2, node * 4) == ("28381.00", "56762.00", "113523.99")


def test_h100_machines_on_demand_bought_as_spot_and_the_other_way_round(make: Make, priced: Priced) -> None:
    # a3-highgpu-8g 88.49 an hour, 50.609541 on spot (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    spot, usual = Decimal("50.609541") * 730 + DISK, Decimal("88.49") * 730 + DISK
    found = priced(_pool(make, nodeCount=1), region="us-central1", term=Term.SPOT)
    assert _totals(found) == _cents(spot, spot, usual) == ("36954.96", "36954.96", "64607.70")
    cheap = _pool(make, nodeCount=1, config={"spot": True})
    back = priced(cheap, region="us-central1", term=Term.ON_DEMAND)
    assert _totals(back) == _cents(usual, usual, usual)


def test_p5_machines_bought_as_blocks_for_the_whole_month(make: Make, priced: Priced) -> None:
    # block of p5.48xlarge 5.19 an accelerator and hour (aws-gpu-quick-reference@044056d5 regions.json, 2026-09-14)
    # gp3 0.08 a GB-month (zombiescan@07715513 table.json, 2026-09-21)
    row = load("aws").find("us-east-1", Key("EC2 Capacity Blocks", "p5.48xlarge", "accelerator-hour"))
    assert row
    assert (row.usd, row.as_of) == (5.19, "2026-09-14")
    node = Decimal("5.19") * 8 * 730 + Decimal("0.08") * 100
    found = priced(*_group(make), term=Term.CAPACITY_BLOCK)
    assert _totals(found) == _cents(node, node * 2, node * 4)


def test_a_block_that_was_bought_says_its_hours(make: Make, priced: Priced) -> None:
    # 5.19 an accelerator and hour as above; a window of 7 days is 168 hours, for 1 to 4 machines
    window = {"startDate": "2026-12-01T11:30:00Z", "endDate": "2026-12-08T11:30:00Z"}
    block = make("aws:ec2/capacityBlockReservation:CapacityBlockReservation", "b", outputs=window)
    node = Decimal("5.19") * 8 * 168 + Decimal("0.08") * 100
    found = priced(*_group(make, block, capacityType="CAPACITY_BLOCK"))
    assert _totals(found) == _cents(node, node * 2, node * 4)
    assert not any("capacity blocks" in each for each in found.assumptions)


def test_machines_that_scale_are_on_in_working_hours(make: Make, priced: Priced) -> None:
    # 88.49 an hour as above; 1 to 4 nodes, 2 expected: the least one is always on, the second for 217 hours
    hour = Decimal("88.49")
    usage = DEFAULT.with_values({"machine_hours": Range(0, 217, 730)})
    found = priced(_pool(make, **SCALES), region="us-central1", usage=usage)
    low = hour * 730 + DISK
    expected = hour * (730 + 217) + 2 * DISK
    high = hour * 4 * 730 + 4 * DISK
    assert _totals(found) == _cents(low, expected, high) == ("64607.70", "83820.03", "258430.80")
    assert found.assumptions == ("217 hours a month of each machine that can stop (0 to 730)",)


def test_working_hours_save_nothing_of_what_is_committed(make: Make, priced: Priced) -> None:
    usage = DEFAULT.with_values({"machine_hours": Range(0, 217, 730)})
    pool = _pool(make, **SCALES)
    always = priced(pool, region="us-central1", term=Term.RESERVED)
    assert _totals(priced(pool, region="us-central1", term=Term.RESERVED, usage=usage)) == _totals(always)


@pytest.mark.parametrize("term", [Term.SPOT, Term.RESERVED, Term.RESERVED_3Y])
def test_without_a_row_of_the_term_nothing_is_borrowed(make: Make, priced: Priced, term: Term) -> None:
    service = {Term.SPOT: "EC2 Spot", Term.RESERVED: "EC2 Reserved 1y", Term.RESERVED_3Y: "EC2 Reserved 3y"}[term]
    rows = [row for row in load("aws") if not row.key.service.startswith(service)]
    found = priced(*_group(make), term=term, prices=Prices(rows))
    (reason,) = [why for _, why in found.unpriced]
    assert reason == f"no dated price for {service} p5.48xlarge (hour) in us-east-1"
    assert _totals(found) == ("8.00", "16.00", "32.00")  # the disks alone: gp3 0.08 a GB-month, 100 GB


def test_several_types_keep_their_order_on_another_term(make: Make, priced: Priced) -> None:
    pool = {"instanceTypes": ["m7i.large", "m7i.xlarge"], "scalingConfig": SIZES}
    own = priced(*_group(make, **pool))
    asked = priced(*_group(make, **pool), term=Term.ON_DEMAND)
    assert asked.items == own.items
    assert {item.machine for item in own.items if item.machine} == {"m7i.large", "m7i.xlarge"}
