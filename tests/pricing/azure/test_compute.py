"""`stackwright.pricing.azure.compute`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

CLUSTER = "azure-native:containerservice:ManagedCluster"
POOL = "azure-native:containerservice:AgentPool"
GROUP = "azure-native:compute:CapacityReservationGroup"
RESERVATION = "azure-native:compute:CapacityReservation"
H100 = "Standard_ND96isr_H100_v5"
OWN_WAY_OUT = {"networkProfile": {"outboundType": "userAssignedNATGateway"}}


def _pool(make: Make, machine: Any = "Standard_D4ds_v5", **inputs: Any) -> Resource:
    wires = inputs.pop("wires", {})
    fixed = {"vmSize": machine, "osDiskType": "Managed", "osDiskSizeGB": 128}
    return make(POOL, "pool", fixed | inputs, wires=wires)


def _hours(found: Estimate) -> list[Range | None]:
    return [item.quantity for item in found.items if item.dimension.endswith("hours")]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"count": 2}, Range.of(2)),
        ({"count": 2, "enableAutoScaling": True, "minCount": 1, "maxCount": 5}, Range(1, 2, 5)),
        ({"enableAutoScaling": True, "minCount": 0, "maxCount": 5}, Range(0, 1, 5)),
        ({"count": 2, "enableAutoScaling": False, "minCount": 1, "maxCount": 5}, Range.of(2)),
    ],
)
def test_nodes_range_only_when_they_are_scaled(
    make: Make, priced: Priced, inputs: dict[str, Any], expected: Range
) -> None:
    assert _hours(priced(_pool(make, **inputs), region="eastus")) == [expected * 730]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"count": UNKNOWN}, "`count` is not known before deployment"),
        ({"count": 1, "vmSize": UNKNOWN}, "`vmSize` is not known before deployment"),
    ],
)
def test_an_unknown_count_or_size_is_an_unknown_cost(
    make: Make, priced: Priced, inputs: dict[str, Any], reason: str
) -> None:
    found = priced(_pool(make, **inputs), region="eastus")
    assert [(item.status, item.note) for item in found.items] == [(Status.UNKNOWN_INPUT, reason)]


def test_spot_without_a_dated_price_pays_on_demand(make: Make, priced: Priced) -> None:
    # Standard_D4ds_v5 0.226 an hour
    item = priced(_pool(make, count=2, scaleSetPriority="Spot"), region="eastus").items[0]
    assert (item.unit_price, item.quantity) == (0.226, Range.of(2 * 730))
    assert item.note == "no dated spot price: the on-demand rate is used"


@pytest.mark.parametrize(
    ("inputs", "named"),
    [({"osDiskType": "Ephemeral"}, 0), ({"osDiskSizeGB": 0}, 1), ({"osDiskSizeGB": UNKNOWN}, 1)],
)
def test_a_system_disk_is_free_when_ephemeral_and_named_when_not_stated(
    make: Make, priced: Priced, inputs: dict[str, Any], named: int
) -> None:
    found = priced(_pool(make, count=1, **inputs), region="eastus")
    assert (f"{found.expected:.2f}", len(found.unpriced)) == ("164.98", named)


def test_a_cluster_pays_its_tier_and_the_pools_inside_it(make: Make, priced: Priced) -> None:
    inside = {"name": "system", "vmSize": "Standard_D4ds_v5", "count": 3, "osDiskType": "Ephemeral"}
    inputs = {"sku": {"name": "Base", "tier": "Standard"}, "agentPoolProfiles": [inside]} | OWN_WAY_OUT
    found = priced(make(CLUSTER, inputs=inputs), region="eastus")
    assert _hours(found) == [Range.of(3 * 730)]
    assert found.items[0].cost == Range.of(73)
    assert found.coverage == 1


@pytest.mark.parametrize(
    ("sku", "status"),
    [({"tier": "Free"}, Status.FREE), ({"tier": "Future"}, Status.UNPRICED), (UNKNOWN, Status.UNPRICED)],
)
def test_the_free_tier_is_free_and_any_other_is_never_assumed(
    make: Make, priced: Priced, sku: Any, status: Status
) -> None:
    found = priced(make(CLUSTER, inputs={"sku": sku} | OWN_WAY_OUT), region="eastus")
    assert [item.status for item in found.items] == [status]


@pytest.mark.parametrize(
    ("kind", "expected"), [("loadBalancer", "21.90"), ("managedNATGateway", "36.50"), ("userDefinedRouting", "0.00")]
)
def test_what_aks_makes_for_the_way_out_is_counted(make: Make, priced: Priced, kind: str, expected: str) -> None:
    # load balancer 0.025, gateway 0.045, address 0.005 an hour
    found = priced(make(CLUSTER, inputs={"networkProfile": {"outboundType": kind}}), region="eastus")
    assert f"{found.expected:.2f}" == expected


def test_unknown_pools_and_way_out_of_a_cluster_are_unknown(make: Make, priced: Priced) -> None:
    found = priced(make(CLUSTER, inputs={"agentPoolProfiles": UNKNOWN, "networkProfile": UNKNOWN}), region="eastus")
    assert [item.note for item in found.items[1:]] == [
        "`networkProfile.outboundType` is not known before deployment",
        "`agentPoolProfiles` is not known before deployment",
    ]


@pytest.mark.parametrize(("nodes", "hours"), [(2, [2 * 730]), (3, [2 * 730, 730])])
def test_nodes_in_a_reservation_are_billed_there_once(make: Make, priced: Priced, nodes: int, hours: list[int]) -> None:
    group = make(GROUP, "group", {"location": "eastus"})
    sku = {"location": "eastus", "sku": {"name": H100, "capacity": 2}}
    reserved = make(RESERVATION, "r", sku, wires={"capacityReservationGroupName": [group]})
    pool = _pool(make, H100, count=nodes, wires={"capacityReservationGroupID": [group]})
    found = priced(group, reserved, pool, region="eastus")
    assert _hours(found) == [Range.of(each) for each in hours]
    assert "runs in the capacity reservation group `group`, which is billed there" in [
        item.note for item in found.items
    ]


def test_a_pool_is_billed_where_its_cluster_is(make: Make, priced: Priced) -> None:
    # Standard_D4ds_v5 0.272 an hour in westeurope
    owner = make(CLUSTER, "c", {"location": "West Europe"} | OWN_WAY_OUT)
    found = priced(owner, _pool(make, count=1, wires={"resourceName": [owner]}), region="eastus")
    assert [item.unit_price for item in found.items if item.dimension.endswith("hours")] == [0.272]


def test_an_instance_pays_its_hours_and_its_disk(make: Make, priced: Priced) -> None:
    # Standard_D4ds_v5 0.226 an hour, P10 19.71 a month
    inputs = {
        "hardwareProfile": {"vmSize": "Standard_D4ds_v5"},
        "storageProfile": {"osDisk": {"managedDisk": {"storageAccountType": "Premium_LRS"}, "diskSizeGB": 128}},
    }
    found = priced(make("azure-native:compute:VirtualMachine", inputs=inputs), region="eastus")
    assert (f"{found.expected:.2f}", found.coverage) == ("184.69", 1)
