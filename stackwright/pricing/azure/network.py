"""What a network on Azure costs: gateways, addresses, private endpoints, name zones, firewalls, balancers."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

NAT_HOUR: Final = Key("NAT Gateway", "gateway", "hour")
NAT_GB: Final = Key("NAT Gateway", "data processed", "GB")
ADDRESS_HOUR: Final = Key("Public IP", "Standard static IPv4", "hour")
ENDPOINT_HOUR: Final = Key("Private Link", "private endpoint", "hour")
ENDPOINT_GB: Final = Key("Private Link", "data processed, first 1 PB", "GB")
ZONE_MONTH: Final = Key("DNS", "private zone, first 25", "zone-month")
PUBLIC_ZONE_MONTH: Final = Key("DNS", "public zone, first 25", "zone-month")
BALANCER_HOUR: Final = Key("Load Balancer", "Standard, first five rules", "hour")
BALANCER_RULE: Final = Key("Load Balancer", "Standard, each rule above five", "rule-hour")
BALANCER_GB: Final = Key("Load Balancer", "Standard, data processed", "GB")
GATEWAY_HOUR: Final = Key("Application Gateway", "WAF_v2", "hour")
GATEWAY_UNIT: Final = Key("Application Gateway", "WAF_v2 capacity unit", "unit-hour")
BASTION_HOUR: Final = Key("Bastion", "Basic", "hour")
FIREWALL_HOUR: Final[Mapping[str, Key]] = {
    tier: Key("Azure Firewall", tier, "hour") for tier in ("Standard", "Premium")
}

KEYS: Final = (
    NAT_HOUR,
    NAT_GB,
    ADDRESS_HOUR,
    ENDPOINT_HOUR,
    ENDPOINT_GB,
    ZONE_MONTH,
    PUBLIC_ZONE_MONTH,
    BALANCER_HOUR,
    BALANCER_RULE,
    BALANCER_GB,
    GATEWAY_HOUR,
    GATEWAY_UNIT,
    BASTION_HOUR,
    *FIREWALL_HOUR.values(),
)

_COVERED_RULES = 5
"""Rules in the hourly fee of a balancer (Azure Load Balancer pricing)."""
_UNITS = 10
"""Capacity units that each instance of a gateway reserves (Azure documentation, Application Gateway pricing)."""


def nat_gateway(bill: Bill) -> Iterable[LineItem]:
    """Hours and data of a NAT gateway."""
    if bill.text("sku.name", "Standard") != "Standard":
        yield bill.unpriced("gateway", f"no dated price for {bill.text('sku.name')} gateways")
        return
    yield bill.priced(NAT_HOUR, Range.of(HOURS))
    yield bill.used(NAT_GB, "nat_gb")


def address(bill: Bill) -> Iterable[LineItem]:
    """Hours of a public IPv4 address, attached or not."""
    if bill.text("publicIPAddressVersion", "IPv4") == "IPv4" and bill.text("sku.name") == "Standard":
        yield bill.priced(ADDRESS_HOUR, Range.of(HOURS))
    else:
        yield bill.unpriced("address", "no dated price for addresses other than Standard IPv4")


def private_endpoint(bill: Bill) -> Iterable[LineItem]:
    """Hours and data of a private endpoint."""
    yield bill.priced(ENDPOINT_HOUR, Range.of(HOURS))
    yield bill.used(ENDPOINT_GB, "vpc_endpoint_gb")


def zone(bill: Bill) -> Iterable[LineItem]:
    """A private name zone, one of the first 25."""
    yield bill.priced(ZONE_MONTH, Range.of(1), note="queries are not counted")


def public_zone(bill: Bill) -> Iterable[LineItem]:
    """A public name zone, one of the first 25."""
    yield bill.priced(PUBLIC_ZONE_MONTH, Range.of(1), note="queries are not counted")


def balancer(bill: Bill) -> Iterable[LineItem]:
    """Hours of a Standard load balancer, its rules above five, and what goes through it."""
    if bill.text("sku.name", "Basic") != "Standard":
        yield bill.unpriced("hours", f"no dated price for {bill.text('sku.name', 'Basic')} load balancers")
        return
    yield bill.priced(BALANCER_HOUR, Range.of(HOURS))
    rules = sum(len(bill.resource.all(f"{each}[*]")) for each in ("loadBalancingRules", "outboundRules"))
    if rules > _COVERED_RULES:
        yield bill.priced(BALANCER_RULE, Range.of((rules - _COVERED_RULES) * HOURS))
    yield bill.used(BALANCER_GB, "balancer_gb")


def gateway(bill: Bill) -> Iterable[LineItem]:
    """Hours of an application gateway with its firewall, and its capacity units between their bounds."""
    tier = bill.text("sku.tier")
    if tier != "WAF_v2":
        yield bill.unpriced("hours", f"no dated price for tier {tier or 'unknown'}")
        return
    yield bill.priced(GATEWAY_HOUR, Range.of(HOURS))
    fixed = bill.number("sku.capacity")
    low, high = (bill.number(f"autoscaleConfiguration.{each}Capacity", fixed) for each in ("min", "max"))
    if low is None or high is None:
        yield bill.unknown("capacity units", "sku.capacity")
    else:
        note = "an instance is ten units; the low has those that are always there"
        yield bill.priced(GATEWAY_UNIT, Range(low, low, max(low, high)) * (_UNITS * HOURS), note=note)


def bastion(bill: Bill) -> Iterable[LineItem]:
    """Hours of a Basic bastion; what leaves through it has no assumption."""
    kind = bill.text("sku.name", "Standard")
    if kind == "Basic":
        yield bill.priced(BASTION_HOUR, Range.of(HOURS))
    else:
        yield bill.unpriced("hours", f"no dated price for {kind or 'unknown'} bastions")


def firewall(bill: Bill) -> Iterable[LineItem]:
    """Hours of a firewall; its data hangs on traffic."""
    tier = bill.text("sku.tier", "Standard")
    key = FIREWALL_HOUR.get(tier or "")
    if key is None:
        yield bill.unpriced("hours", f"no dated price for tier {tier or 'unknown'}")
        return
    yield bill.priced(key, Range.of(HOURS))
    yield bill.unpriced("data processed", "no dated price for a firewall's data")


DECISIONS: Final[Mapping[str, Decision]] = {
    "azure-native:network:NatGateway": nat_gateway,
    "azure-native:network:PublicIPAddress": address,
    "azure-native:network:PrivateEndpoint": private_endpoint,
    "azure-native:privatedns:PrivateZone": zone,
    "azure-native:dns:Zone": public_zone,
    "azure-native:network:ApplicationGateway": gateway,
    "azure-native:network:BastionHost": bastion,
    "azure-native:network:LoadBalancer": balancer,
    "azure-native:network:AzureFirewall": firewall,
}
