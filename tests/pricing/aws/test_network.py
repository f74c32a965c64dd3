"""`stackwright.pricing.aws.network`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.usage import Usage

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


@pytest.mark.parametrize(("kind", "unit"), [({}, 0.008), ({"loadBalancerType": "network"}, 0.006)])
def test_a_load_balancer_has_hours_units_and_answers(
    make: Make, priced: Priced, kind: dict[str, Any], unit: float
) -> None:
    found = priced(make(BALANCER, inputs=kind))
    assert f"{found.expected:.3f}" == f"{0.0225 * 730 + 10 * unit + 10 * 0.09:.3f}"
    assert found.coverage == 1


def test_an_internal_balancer_answers_nobody_on_the_internet(make: Make, priced: Priced) -> None:
    found = priced(make(BALANCER, inputs={"internal": True}))
    assert [item.unit for item in found.items] == ["hour", "LCU-hour"]


@pytest.mark.parametrize("kind", ["gateway", UNKNOWN])
def test_a_balancer_of_another_kind_has_no_price(make: Make, priced: Priced, kind: Any) -> None:
    assert priced(make(BALANCER, inputs={"loadBalancerType": kind})).coverage == 0


def test_a_classic_balancer_has_hours_and_data(make: Make, priced: Priced) -> None:
    found = priced(make("aws:elb/loadBalancer:LoadBalancer", inputs={"internal": True}))
    assert f"{found.expected:.2f}" == f"{0.025 * 730 + 10 * 0.008:.2f}"


def test_data_of_an_endpoint_is_cheaper_above_a_petabyte(make: Make, priced: Priced) -> None:
    endpoint = make(ENDPOINT, inputs={"vpcEndpointType": "Interface", "subnetIds": ["a"]})
    usage = Usage().with_values({"vpc_endpoint_gb": 2 * 1024 * 1024})
    rates = [item.unit_price for item in priced(endpoint, usage=usage).items if item.unit == "GB"]
    assert rates == [0.01, 0.006]


def test_networks_pay_for_what_joins_them(make: Make, priced: Priced) -> None:
    attached = priced(make("aws:ec2transitgateway/vpcAttachment:VpcAttachment"))
    assert f"{attached.expected:.2f}" == f"{0.05 * 730 + 0.02 * 100:.2f}"
    plain, joined = (
        priced(make("aws:ec2/vpnConnection:VpnConnection", inputs=each))
        for each in ({"vpnGatewayId": "vgw-1"}, {"transitGatewayId": "tgw-1"})
    )
    assert f"{plain.expected:.2f}" == f"{0.05 * 730:.2f}"
    assert f"{joined.expected:.2f}" == f"{0.05 * 730 * 2 + 0.02 * 100:.2f}"


def test_faster_ways_of_a_vpn_are_named(make: Make, priced: Priced) -> None:
    found = priced(make("aws:ec2/vpnConnection:VpnConnection", inputs={"enableAcceleration": True}))
    assert [reason for _, reason in found.unpriced] == ["no dated price for accelerated connections"]


@pytest.mark.parametrize("inputs", [{"subnetMappings": [{}, {}]}, {"availabilityZoneMappings": [{}, {}]}])
def test_a_firewall_pays_in_each_of_its_zones(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    found = priced(make("aws:networkfirewall/firewall:Firewall", inputs=inputs))
    assert f"{found.expected:.2f}" == f"{0.395 * 730 * 2:.2f}"
    assert [reason for _, reason in found.unpriced] == ["no dated price for data of a network firewall"]


def test_a_firewall_of_unknown_zones_is_an_unknown_cost(make: Make, priced: Priced) -> None:
    assert priced(make("aws:networkfirewall/firewall:Firewall")).coverage == 0
