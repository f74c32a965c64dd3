"""How accelerated machines are bought: what a launch template and a node group say for each way."""

from pulumi_aws import ec2

from stackwright.components.intents import Capacity, Purchase
from stackwright.components.pools import RESERVED

CAPACITY_TYPE = {
    Capacity.ON_DEMAND: "ON_DEMAND",
    Capacity.SPOT: "SPOT",
    Capacity.RESERVATION: "ON_DEMAND",
    Capacity.CAPACITY_BLOCK: "CAPACITY_BLOCK",
}
"""`capacityType` of a managed node group; a reservation is on-demand capacity that is held."""


def reservation(purchase: Purchase) -> ec2.LaunchTemplateCapacityReservationSpecificationArgs | None:
    """Target of the launch; None where nothing is reserved.

    The preference keeps a group of reservations from falling back to on-demand; EC2 takes it together with a target
    (kubernetes-sigs/cluster-api-provider-aws validates that pair). For a capacity block, EKS documents the target
    alone: https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
    """
    if purchase.capacity not in RESERVED:
        return None
    target = (
        ec2.LaunchTemplateCapacityReservationSpecificationCapacityReservationTargetArgs(
            capacity_reservation_id=purchase.reservation_id
        )
        if purchase.reservation_id.startswith("cr-")
        else ec2.LaunchTemplateCapacityReservationSpecificationCapacityReservationTargetArgs(
            capacity_reservation_resource_group_arn=purchase.reservation_id
        )
    )
    only = "capacity-reservations-only" if purchase.capacity is Capacity.RESERVATION else None
    return ec2.LaunchTemplateCapacityReservationSpecificationArgs(
        capacity_reservation_preference=only, capacity_reservation_target=target
    )


def market(purchase: Purchase) -> ec2.LaunchTemplateInstanceMarketOptionsArgs | None:
    """Market of a capacity block; EKS sets the spot market itself, and refuses it in the launch template."""
    if purchase.capacity is not Capacity.CAPACITY_BLOCK:
        return None
    return ec2.LaunchTemplateInstanceMarketOptionsArgs(market_type="capacity-block")
