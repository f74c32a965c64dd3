"""Area of concern: one check of machines and of how they are bought, and one set of labels, for all clouds."""

import re
from dataclasses import replace

import pulumi
import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.components import pools
from stackwright.components.forms import RESERVATIONS
from stackwright.components.intents import Capacity, Purchase
from stackwright.components.limits import Feature, limit
from stackwright.testing.plugin import Cloud

L4 = resolve("L4:1", "aws")
RESOURCES = {"nvidia": "nvidia.com/gpu"}
ID = "cr-0123456789abcdef0"
ARN = "arn:aws:resource-groups:us-east-1:123456789012:group/gpus"
GROUP = "/subscriptions/1/resourceGroups/lab/providers/Microsoft.Compute/capacityReservationGroups/gpus"


def test_a_machine_is_of_the_cloud_and_of_a_known_maker() -> None:
    assert pools.accelerated(L4, "aws", "AWS", RESOURCES) is L4
    for stranger in (replace(L4, cloud="gcp"), replace(L4, family="tpu"), replace(L4, family="")):
        with pytest.raises(ValueError, match=f"{L4.name} is not a machine of AWS with accelerators"):
            pools.accelerated(stranger, "aws", "AWS", RESOURCES)


@pytest.mark.parametrize(
    ("cloud", "capacity", "given"),
    [
        ("aws", Capacity.RESERVATION, ID),
        ("aws", Capacity.RESERVATION, ARN),
        ("aws", Capacity.CAPACITY_BLOCK, ID),
        ("gcp", Capacity.RESERVATION, "h100-lab"),
        ("gcp", Capacity.RESERVATION, "projects/other/reservations/h100-lab"),
        ("gcp", Capacity.RESERVATION, "lab/reservationBlocks/lab-0001"),
        ("azure", Capacity.RESERVATION, GROUP),
    ],
)
def test_a_reservation_is_named_as_the_cloud_does(cloud: str, capacity: Capacity, given: str) -> None:
    purchase = Purchase(capacity, given)
    assert pools.bought(purchase, cloud) is purchase


@pytest.mark.parametrize("given", ["", "{}", "my reservation"])
@pytest.mark.parametrize("cloud", sorted(RESERVATIONS))
def test_eksctl_7906_reserved_capacity_needs_its_id(cloud: str, given: str) -> None:
    words = re.escape(f"reservation_id is needed for reservation: {RESERVATIONS[cloud].words}")
    with pytest.raises(ValueError, match=words):
        pools.bought(Purchase(Capacity.RESERVATION, given), cloud)


def test_a_capacity_block_is_no_group() -> None:
    with pytest.raises(ValueError, match="reservation_id is needed for capacity_block: its id, such as cr-0123456789"):
        pools.bought(Purchase(Capacity.CAPACITY_BLOCK, ARN), "aws")


@pytest.mark.parametrize("given", ["cr-1", GROUP + "/capacityReservations/a", "/subscriptions/1/resourceGroups/lab"])
def test_a_reservation_of_another_cloud_or_kind_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="reservation_id is needed for reservation: its resource id"):
        pools.bought(Purchase(Capacity.RESERVATION, given), "azure")


@pytest.mark.parametrize("cloud", sorted(RESERVATIONS))
@pytest.mark.parametrize("capacity", [Capacity.ON_DEMAND, Capacity.SPOT])
def test_an_id_without_reserved_capacity_is_a_mistake(cloud: str, capacity: Capacity) -> None:
    assert pools.bought(Purchase(capacity), cloud) == Purchase(capacity)
    with pytest.raises(ValueError, match=f"reservation_id is for reserved machines, not for {capacity}"):
        pools.bought(Purchase(capacity, ID), cloud)


@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_what_a_cloud_does_not_sell_is_refused_as_its_limits_say(cloud: str) -> None:
    found = limit(cloud, Feature.CAPACITY_BLOCK)
    assert found is not None
    with pytest.raises(ValueError, match=re.escape(f"{found.reason} - {found.instead}")):
        pools.bought(Purchase(Capacity.CAPACITY_BLOCK, ID), cloud)


@pytest.mark.parametrize("capacity", sorted(pools.RESERVED))
def test_reserved_machines_are_placed_already(capacity: Capacity) -> None:
    with pytest.raises(ValueError, match=f"placement_group does not go with {capacity} - leave it out"):
        pools.placed(True, Purchase(capacity, "cr-1"))
    assert pools.placed(False, Purchase(capacity, "cr-1")) is pools.placed(True, Purchase(Capacity.SPOT)) is None


def test_nodes_carry_what_they_have_and_how_it_was_bought() -> None:
    assert pools.labels(L4, Purchase(Capacity.SPOT), "nvidia.com/gpu") == {
        "nvidia.com/gpu.present": "true",
        "stackwright/accelerator": "L4",
        "stackwright/capacity": "spot",
    }


@pytest.mark.parametrize("accelerator", ["L4-1/8", "A10-1/6"])
def test_a_part_of_a_gpu_has_a_label_that_kubernetes_takes(accelerator: str) -> None:
    label = pools.labels(replace(L4, accelerator=accelerator), Purchase(), "x")["stackwright/accelerator"]
    # https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?", label)


def test_several_machines_without_a_fabric_are_warned_of_once(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    def program() -> None:
        place = pulumi.ComponentResource("test:index:Pool", "pool")
        for nodes in (0, 1, 2):
            pools.told_of_tcp(place, L4, nodes)
        pools.told_of_tcp(place, resolve("H100:8", "aws"), 4)

    cloud.preview(program)
    advice = "choose a machine type with a fabric for jobs over several nodes"
    assert caplog.messages == [f"{L4.name} has no fabric, so NCCL between nodes goes over TCP: {advice}"]
