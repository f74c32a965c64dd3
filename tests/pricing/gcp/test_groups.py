"""`stackwright.pricing.gcp.groups`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

TEMPLATE = "gcp:compute/instanceTemplate:InstanceTemplate"
GROUP = "gcp:compute/instanceGroupManager:InstanceGroupManager"
SCALER = "gcp:compute/autoscaler:Autoscaler"


def _template(make: Make, **inputs: Any) -> Resource:
    disks = [{"boot": True, "diskSizeGb": 100, "diskType": "pd-balanced"}]
    return make(TEMPLATE, "t", {"machineType": "g2-standard-4", "disks": disks} | inputs)


def _group(make: Make, template: Resource, **inputs: Any) -> Resource:
    return make(GROUP, "g", {"zone": "us-central1-a"} | inputs, wires={"versions": [template]})


def test_a_group_is_its_machines_and_their_disks(make: Make, priced: Priced) -> None:
    # g2-standard-4 0.706832 an hour, pd-balanced 0.1 a GB
    template = _template(make)
    found = priced(_group(make, template, targetSize=2), template, region="us-central1")
    assert f"{found.expected:.2f}" == f"{2 * (0.706832 * 730 + 10):.2f}"
    assert found.coverage == 1


def test_a_scaled_group_ranges_between_its_bounds(make: Make, priced: Priced) -> None:
    template = _template(make)
    group = _group(make, template)
    bounds = {"autoscalingPolicy": {"minReplicas": 1, "maxReplicas": 5}}
    scaler = make(SCALER, "s", bounds, wires={"target": [group]})
    found = priced(group, template, scaler, region="us-central1")
    assert [item.quantity for item in found.items if item.machine] == [Range(730, 730, 5 * 730)]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (
            {"scheduling": {"provisioningModel": "FLEX_START"}},
            "no dated price for flex-start (Dynamic Workload Scheduler)",
        ),
        ({"machineType": UNKNOWN}, "`machineType` is not known before deployment"),
        ({"disks": [{"type": "SCRATCH"}]}, "local SSDs of a template are not counted"),
        ({"disks": [{"boot": True}]}, "the disk is the image's own: its size is not stated"),
    ],
)
def test_what_a_group_has_no_price_for_is_named(
    make: Make, priced: Priced, inputs: dict[str, Any], reason: str
) -> None:
    template = _template(make, **inputs)
    found = priced(_group(make, template, targetSize=1), template, region="us-central1")
    assert [why for _, why in found.unpriced] == [reason]


def test_a_group_on_spot_and_a_machine_from_the_same_template(make: Make, priced: Priced) -> None:
    template = _template(make, scheduling={"provisioningModel": "SPOT"})
    single = make(
        "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
        "one",
        {"zone": "us-central1-a"},
        wires={"sourceInstanceTemplate": [template]},
    )
    found = priced(single, template, region="us-central1")
    assert found.expected < found.high


def test_without_its_template_a_group_is_named(make: Make, priced: Priced) -> None:
    found = priced(make(GROUP, inputs={"targetSize": 1}), region="us-central1")
    assert [why for _, why in found.unpriced] == ["the template of the group is not in the graph"]
