"""`stackwright.pricing.azure.groups`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

SET = "azure-native:compute:VirtualMachineScaleSet"
SCALING = "azure-native:monitor:AutoscaleSetting"


def _set(make: Make, sku: Any = "Standard_D4s_v5", capacity: Any = 2, **profile: Any) -> Resource:
    system = {"managedDisk": {"storageAccountType": "Premium_LRS"}, "diskSizeGB": 128}
    own = {"storageProfile": {"osDisk": system, "dataDisks": [{**system, "diskSizeGB": 512}]}} | profile
    return make(SET, "s", {"sku": {"name": sku, "capacity": capacity}, "virtualMachineProfile": own})


def test_a_scale_set_is_its_machines_and_their_disks(make: Make, priced: Priced) -> None:
    # Standard_D4s_v5 0.192 an hour, P10 19.71 and P20 73.22 a month
    found = priced(_set(make), region="eastus")
    assert f"{found.expected:.2f}" == f"{2 * (0.192 * 730 + 19.71 + 73.22):.2f}"
    assert found.coverage == 1


def test_a_scaled_set_ranges_between_its_bounds(make: Make, priced: Priced) -> None:
    machines = _set(make)
    profiles = [{"capacity": {"minimum": "1", "maximum": "6", "default": "2"}}]
    scaling = make(SCALING, "a", {"profiles": profiles}, wires={"targetResourceUri": [machines]})
    found = priced(machines, scaling, region="eastus")
    assert [item.quantity for item in found.items if item.machine] == [Range(730, 1460, 4380)]


def test_a_set_on_spot_borrows_the_usual_rate_and_says_so(make: Make, priced: Priced) -> None:
    item = priced(_set(make, priority="Spot"), region="eastus").items[0]
    assert "no dated spot price" in item.note


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"sku": UNKNOWN}, "`sku.name` is not known before deployment"),
        ({"capacity": UNKNOWN}, "`sku.capacity` is not known before deployment"),
        (
            {"storageProfile": {"osDisk": {"createOption": "FromImage"}}},
            "the disk is the image's own: its type or size is not stated",
        ),
    ],
)
def test_what_is_not_stated_is_named(make: Make, priced: Priced, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(_set(make, **inputs), region="eastus").unpriced] == [reason]


def test_an_ephemeral_disk_is_in_the_rate_of_the_machine(make: Make, priced: Priced) -> None:
    own = {"osDisk": {"diffDiskSettings": {"option": "Local"}}}
    assert priced(_set(make, storageProfile=own), region="eastus").coverage == 1
