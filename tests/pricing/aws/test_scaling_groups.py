"""`stackwright.pricing.aws.scaling_groups`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Term

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
SIZES = {"minSize": 1, "desiredCapacity": 2, "maxSize": 4}
DISK = {"blockDeviceMappings": [{"ebs": {"volumeSize": 100, "volumeType": "gp3"}}]}


def _group(make: Make, template: Resource, **inputs: Any) -> Resource:
    given = {**SIZES, "launchTemplate": {"id": UNKNOWN}} | inputs
    return make(GROUP, "web", given, wires={"launchTemplate": [template], "mixedInstancesPolicy": [template]})


def _mixed(base: Any, percent: Any, *types: str) -> dict[str, Any]:
    return {
        "launchTemplate": {
            "launchTemplateSpecification": {"launchTemplateId": UNKNOWN},
            "overrides": [{"instanceType": each} for each in types],
        },
        "instancesDistribution": {"onDemandBaseCapacity": base, "onDemandPercentageAboveBaseCapacity": percent},
    }


def _hours(found: Estimate) -> list[tuple[str, Term | None, Range | None]]:
    return [(item.machine, item.term, item.quantity) for item in found.items if item.machine]


def test_a_group_costs_its_machines_and_their_disks(make: Make, priced: Priced) -> None:
    # g5.xlarge 1.006 an hour (karpenter-provider-aws@6fc13b5236, 2026-07-20), gp3 0.08 a GB-month
    # (zombiescan@07715513, 2026-09-21), in us-east-1
    template = make(TEMPLATE, "web", {"instanceType": "g5.xlarge", **DISK})
    found = priced(template, _group(make, template))
    machine, disk = Decimal("1.006") * 730, Decimal("0.08") * 100
    assert f"{found.expected:.2f}" == f"{2 * (machine + disk):.2f}" == "1484.76"
    assert f"{found.low:.2f}" == f"{machine + disk:.2f}"
    assert f"{found.high:.2f}" == f"{4 * (machine + disk):.2f}"


def test_overrides_come_before_the_type_of_the_template(make: Make, priced: Priced) -> None:
    template = make(TEMPLATE, "web", {"instanceType": "p5.48xlarge", **DISK})
    found = priced(template, _group(make, template, mixedInstancesPolicy=_mixed(0, 100, "g5.xlarge", "g5.2xlarge")))
    assert {machine for machine, _, _ in _hours(found)} == {"g5.xlarge", "g5.2xlarge"}


def test_what_is_above_the_base_is_bought_by_the_share_of_the_group(make: Make, priced: Priced) -> None:
    template = make(TEMPLATE, "web", {"instanceType": "g5.xlarge", **DISK})
    found = priced(template, _group(make, template, mixedInstancesPolicy=_mixed(1, 50, "g5.xlarge")))
    on_demand = [quantity for _, term, quantity in _hours(found) if term is Term.ON_DEMAND]
    # 1, 2 and 4 machines: one is the base, half of the others is on demand, the rest may have to be
    assert on_demand[0] == Range(730 * 1, 730 * 1.5, 730 * 2.5)


@pytest.mark.parametrize("kind", [TEMPLATE, CONFIGURATION])
def test_spot_can_be_asked_for_by_what_the_machines_are_made_from(make: Make, priced: Priced, kind: str) -> None:
    spot = {"spotPrice": "1"} if kind == CONFIGURATION else {"instanceMarketOptions": {"marketType": "spot"}}
    source = make(kind, "web", {"instanceType": "g5.xlarge", **spot, **DISK})
    name = "launchTemplate" if kind == TEMPLATE else "launchConfiguration"
    group = make(
        GROUP, "web", {**SIZES, name: {"id": UNKNOWN} if kind == TEMPLATE else UNKNOWN}, wires={name: [source]}
    )
    found = priced(source, group)
    assert {item.note for item in found.items if item.machine} == {"no dated spot price: the on-demand rate is used"}


def test_capacity_blocks_are_billed_for_their_window(make: Make, priced: Priced) -> None:
    source = make(
        TEMPLATE, "t", {"instanceType": "p5.48xlarge", "instanceMarketOptions": {"marketType": "capacity-block"}}
    )
    found = priced(source, _group(make, source))
    assert {term for _, term, _ in _hours(found)} == {Term.CAPACITY_BLOCK}


@pytest.mark.parametrize(
    ("inputs", "waits"),
    [
        ({"minSize": UNKNOWN}, "minSize"),
        ({"maxSize": UNKNOWN}, "maxSize"),
        ({"mixedInstancesPolicy": _mixed(0, UNKNOWN, "g5.xlarge")}, "mixedInstancesPolicy.instancesDistribution"),
        ({"mixedInstancesPolicy": _mixed(0, 0, UNKNOWN)}, "launchTemplate"),
    ],
)
def test_what_is_not_known_is_not_guessed(make: Make, priced: Priced, inputs: dict[str, Any], waits: str) -> None:
    template = make(TEMPLATE, "web", {"instanceType": "g5.xlarge", **DISK})
    found = priced(template, _group(make, template, **inputs))
    assert [item.waits_for for item in found.items if item.quantity is None] == [waits]


def test_a_template_of_another_stack_has_no_machine_here(make: Make, priced: Priced) -> None:
    found = priced(make(GROUP, "web", {**SIZES, "launchTemplate": {"id": "lt-0123"}}))
    assert [item.note for item in found.items] == ["`launchTemplate` is not known before deployment"]
