from typing import Any

import pytest

from stackwright.components.aws.gpu_nodes.capacity import market, reservation
from stackwright.components.intents import Capacity, Purchase
from stackwright.testing.plugin import Cloud

ID = "cr-0123456789abcdef0"
GROUP = "arn:aws:resource-groups:us-east-1:123456789012:group/gpus"


def _inputs(cloud: Cloud, purchase: Purchase) -> Any:
    def program() -> None:
        from pulumi_aws import ec2

        ec2.LaunchTemplate(
            "t",
            capacity_reservation_specification=reservation(purchase),
            instance_market_options=market(purchase),
        )

    return cloud.preview(program).only("aws:ec2/launchTemplate:LaunchTemplate").inputs


@pytest.mark.parametrize(
    ("purchase", "target"),
    [
        (Purchase(Capacity.RESERVATION, ID), {"capacityReservationId": ID}),
        (Purchase(Capacity.RESERVATION, GROUP), {"capacityReservationResourceGroupArn": GROUP}),
        (Purchase(Capacity.CAPACITY_BLOCK, ID), {"capacityReservationId": ID}),
    ],
)
def test_eksctl_7906_the_target_of_a_reservation_is_not_empty(cloud: Cloud, purchase: Purchase, target: Any) -> None:
    assert _inputs(cloud, purchase)["capacityReservationSpecification"]["capacityReservationTarget"] == target


def test_a_reservation_never_falls_back_to_on_demand(cloud: Cloud) -> None:
    found = _inputs(cloud, Purchase(Capacity.RESERVATION, GROUP))["capacityReservationSpecification"]
    assert found["capacityReservationPreference"] == "capacity-reservations-only"


def test_a_capacity_block_is_a_market_of_its_own(cloud: Cloud) -> None:
    inputs = _inputs(cloud, Purchase(Capacity.CAPACITY_BLOCK, ID))
    assert inputs["instanceMarketOptions"] == {"marketType": "capacity-block"}
    assert "capacityReservationPreference" not in inputs["capacityReservationSpecification"]


@pytest.mark.parametrize("capacity", [Capacity.ON_DEMAND, Capacity.SPOT])
def test_unreserved_machines_name_no_reservation(cloud: Cloud, capacity: Capacity) -> None:
    inputs = _inputs(cloud, Purchase(capacity))
    assert "capacityReservationSpecification" not in inputs
    assert "instanceMarketOptions" not in inputs
