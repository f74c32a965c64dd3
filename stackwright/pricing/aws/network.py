"""What a network on AWS costs: gateways, addresses, private endpoints, load balancers, links to other networks."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING, UNKNOWN
from stackwright.pricing.aws.buckets import EGRESS
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

NAT_HOUR: Final = Key("NAT Gateway", "gateway", "hour")
NAT_GB: Final = Key("NAT Gateway", "data processed", "GB")
ADDRESS_HOUR: Final = Key("Public IPv4", "address", "hour")
ENDPOINT_HOUR: Final = Key("VPC endpoint", "interface endpoint per AZ", "hour")
ENDPOINT_GB: Final = Key("VPC endpoint", "interface data processed", "GB")
BALANCER_HOUR: Final[Mapping[str, Key]] = {
    "application": Key("ELB", "ALB", "hour"),
    "network": Key("ELB", "NLB", "hour"),
}
BALANCER_UNIT: Final[Mapping[str, Key]] = {
    "application": Key("ELB", "ALB capacity unit", "LCU-hour"),
    "network": Key("ELB", "NLB capacity unit", "LCU-hour"),
}
CLASSIC_HOUR: Final = Key("ELB", "CLB", "hour")
CLASSIC_GB: Final = Key("ELB", "CLB data processed", "GB")
TRANSIT_HOUR: Final = Key("Transit Gateway", "attachment", "hour")
TRANSIT_GB: Final = Key("Transit Gateway", "data processed", "GB")
VPN_HOUR: Final = Key("VPN", "connection", "hour")
FIREWALL_HOUR: Final = Key("Network Firewall", "endpoint", "hour")

KEYS: Final = (
    NAT_HOUR,
    NAT_GB,
    ADDRESS_HOUR,
    ENDPOINT_HOUR,
    ENDPOINT_GB,
    *BALANCER_HOUR.values(),
    *BALANCER_UNIT.values(),
    CLASSIC_HOUR,
    CLASSIC_GB,
    TRANSIT_HOUR,
    TRANSIT_GB,
    VPN_HOUR,
    FIREWALL_HOUR,
)


def nat_gateway(bill: Bill) -> Iterable[LineItem]:
    """Hours and data of a NAT gateway; its data is taken as coming in, which the internet does not charge."""
    yield bill.priced(NAT_HOUR, Range.of(HOURS))
    yield bill.used(NAT_GB, "nat_gb")


def address(bill: Bill) -> Iterable[LineItem]:
    """Hours of a public IPv4 address, attached or not; an address of the user's own costs nothing."""
    if bill.get("publicIpv4Pool") not in ("amazon", UNKNOWN) and bill.text("publicIpv4Pool"):
        yield bill.free("addresses that were brought to AWS are not charged")
        return
    yield bill.priced(ADDRESS_HOUR, Range.of(HOURS))


def vpc_endpoint(bill: Bill) -> Iterable[LineItem]:
    """Hours in each zone and data of an interface endpoint; gateway endpoints are free."""
    kind = bill.text("vpcEndpointType", "Gateway")
    if kind is None:
        yield bill.unknown("endpoint", "vpcEndpointType")
    elif kind == "Gateway":
        yield bill.free("gateway endpoints have no charge (VPC User Guide, gateway endpoints)")
    elif kind != "Interface":
        yield bill.unpriced("endpoint", f"no dated price for {kind} endpoints")
    else:
        yield from _interface_endpoint(bill)


def _interface_endpoint(bill: Bill) -> Iterable[LineItem]:
    subnets = bill.get("subnetIds")
    wires = bill.resource.property_dependencies.get("subnetIds", ())
    zones = len(subnets) if isinstance(subnets, list) else len(wires)  # pyright: ignore[reportUnknownArgumentType]
    if not zones:
        yield bill.unknown("zones", "subnetIds")
        return
    yield bill.priced(ENDPOINT_HOUR, Range.of(zones * HOURS), note=f"in {zones} zones")
    yield from bill.used_in_tiers(ENDPOINT_GB, "vpc_endpoint_gb")


def load_balancer(bill: Bill) -> Iterable[LineItem]:
    """Hours and capacity units of a load balancer, and what it answers to the internet."""
    kind = bill.text("loadBalancerType", "application")
    key = BALANCER_HOUR.get(kind or "")
    if kind is None:
        yield bill.unknown("hours", "loadBalancerType")
    elif key is None:
        yield bill.unpriced("hours", f"no dated price for {kind} load balancers")
    else:
        yield bill.priced(key, Range.of(HOURS))
        unit = f"{BALANCER_UNIT[kind].dimension}, one for each GB"  # connections and rules fit in it
        yield bill.used(BALANCER_UNIT[kind], "balancer_gb", dimension=unit)
        yield from _answers(bill)


def _answers(bill: Bill) -> Iterable[LineItem]:
    if bill.get("internal") is not True:
        yield from bill.used_in_tiers(EGRESS, "balancer_gb")


def classic_balancer(bill: Bill) -> Iterable[LineItem]:
    """Hours and data of a classic load balancer, and what it answers to the internet."""
    yield bill.priced(CLASSIC_HOUR, Range.of(HOURS))
    yield bill.used(CLASSIC_GB, "balancer_gb")
    yield from _answers(bill)


def transit_attachment(bill: Bill) -> Iterable[LineItem]:
    """Hours and data of a network that is attached to a transit gateway."""
    yield bill.priced(TRANSIT_HOUR, Range.of(HOURS))
    yield bill.used(TRANSIT_GB, "transit_gb")


def vpn_connection(bill: Bill) -> Iterable[LineItem]:
    """Hours of a VPN connection; one to a transit gateway is an attachment too."""
    if bill.get("enableAcceleration") is True:
        yield bill.unpriced("acceleration", "no dated price for accelerated connections")
    yield bill.priced(VPN_HOUR, Range.of(HOURS))
    if bill.get("transitGatewayId") is not MISSING:
        yield from transit_attachment(bill)


def firewall(bill: Bill) -> Iterable[LineItem]:
    """Hours of a network firewall in each of its subnets; its data has no dated price."""
    endpoints = len(bill.resource.all("subnetMappings[*]")) or len(bill.resource.all("availabilityZoneMappings[*]"))
    if not endpoints:
        yield bill.unknown("endpoint hours", "subnetMappings")
    else:
        yield bill.priced(FIREWALL_HOUR, Range.of(endpoints * HOURS))
    yield bill.unpriced("data processed", "no dated price for data of a network firewall")


def flow_log(bill: Bill) -> Iterable[LineItem]:
    """Free towards CloudWatch, where the log group is billed; delivery elsewhere has no dated price."""
    kind = bill.text("logDestinationType", "cloud-watch-logs")
    if kind is None:
        yield bill.unknown("delivery", "logDestinationType")
    elif kind == "cloud-watch-logs":
        yield bill.free("billed as ingestion of the log group it writes to")
    else:
        yield bill.unpriced("delivery", f"no dated price for vended log delivery to {kind}")


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:ec2/natGateway:NatGateway": nat_gateway,
    "aws:ec2/eip:Eip": address,
    "aws:ec2/vpcEndpoint:VpcEndpoint": vpc_endpoint,
    "aws:ec2/flowLog:FlowLog": flow_log,
    "aws:lb/loadBalancer:LoadBalancer": load_balancer,
    "aws:alb/loadBalancer:LoadBalancer": load_balancer,
    "aws:elb/loadBalancer:LoadBalancer": classic_balancer,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": transit_attachment,
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": transit_attachment,
    "aws:ec2/vpnConnection:VpnConnection": vpn_connection,
    "aws:networkfirewall/firewall:Firewall": firewall,
}
