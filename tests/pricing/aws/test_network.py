"""`stackwright.pricing.aws.network`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
EIP = "aws:ec2/eip:Eip"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"


@pytest.mark.parametrize("kind", [{}, {"vpcEndpointType": "Gateway"}])
def test_a_gateway_endpoint_is_free(make: Make, priced: Priced, kind: dict[str, Any]) -> None:
    assert [item.status for item in priced(make(ENDPOINT, inputs=kind)).items] == [Status.FREE]


def test_an_interface_endpoint_pays_in_every_zone(make: Make, priced: Priced) -> None:
    inputs = {"vpcEndpointType": "Interface", "subnetIds": [UNKNOWN, UNKNOWN]}
    hours, data = priced(make(ENDPOINT, inputs=inputs)).items
    assert hours.quantity == Range.of(2 * 730)
    assert data.status is Status.PRICED


def test_zones_are_counted_from_the_wires_when_the_list_is_not_known(make: Make, priced: Priced) -> None:
    subnets = [make("aws:ec2/subnet:Subnet", zone) for zone in "abc"]
    inputs = {"vpcEndpointType": "Interface", "subnetIds": UNKNOWN}
    endpoint = make(ENDPOINT, inputs=inputs, wires={"subnetIds": subnets})
    assert priced(endpoint).items[0].quantity == Range.of(3 * 730)


def test_zones_nobody_knows_are_said_to_be_unknown(make: Make, priced: Priced) -> None:
    endpoint = make(ENDPOINT, inputs={"vpcEndpointType": "Interface", "subnetIds": UNKNOWN})
    assert priced(endpoint).unpriced == ((endpoint.urn, "`subnetIds` is not known before deployment"),)


@pytest.mark.parametrize("kind", ["GatewayLoadBalancer", "Resource", UNKNOWN])
def test_other_endpoints_have_no_price(make: Make, priced: Priced, kind: Any) -> None:
    assert priced(make(ENDPOINT, inputs={"vpcEndpointType": kind})).coverage == 0


def test_an_address_pays_unless_it_is_the_users_own(make: Make, priced: Priced) -> None:
    assert f"{priced(make(EIP, inputs={'domain': 'vpc'})).expected:.2f}" == "3.65"
    assert f"{priced(make(EIP, inputs={'publicIpv4Pool': UNKNOWN})).expected:.2f}" == "3.65"
    assert priced(make(EIP, inputs={"publicIpv4Pool": "ipv4pool-ec2-1"})).items[0].status is Status.FREE


def test_flow_logs_are_billed_at_their_log_group(make: Make, priced: Priced) -> None:
    assert priced(make(FLOW_LOG)).items[0].status is Status.FREE
    assert priced(make(FLOW_LOG, inputs={"logDestinationType": "s3"})).coverage == 0
    assert priced(make(FLOW_LOG, inputs={"logDestinationType": UNKNOWN})).coverage == 0


@pytest.mark.parametrize("kind", [{}, {"loadBalancerType": "network"}])
def test_a_load_balancer_has_hours_and_names_its_unpriced_units(
    make: Make, priced: Priced, kind: dict[str, Any]
) -> None:
    found = priced(make(BALANCER, inputs=kind))
    assert f"{found.expected:.3f}" == "16.425"  # 0.0225 x 730
    assert [reason for _, reason in found.unpriced] == ["no dated price for load balancer capacity units"]


@pytest.mark.parametrize("kind", ["gateway", UNKNOWN])
def test_a_balancer_of_another_kind_has_no_price(make: Make, priced: Priced, kind: Any) -> None:
    assert priced(make(BALANCER, inputs={"loadBalancerType": kind})).coverage == 0


def test_a_classic_balancer_has_hours(make: Make, priced: Priced) -> None:
    assert f"{priced(make('aws:elb/loadBalancer:LoadBalancer')).expected:.2f}" == "18.25"
