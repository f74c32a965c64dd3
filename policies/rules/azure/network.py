"""Rules about networks: who may come in, and how machines get out."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.ports import ALLOWED_PORTS, among_ports
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import is_set
from stackwright.policies.tokens import azure

GROUP = azure("network/NetworkSecurityGroup")
RULE = azure("network/SecurityRule")
SUBNET = azure("network/Subnet")
NETWORK = azure("network/VirtualNetwork")
WORLD = frozenset({"*", "0.0.0.0/0", "::/0", "0.0.0.0", "internet", "any"})
# subnets of Azure's own gateways, which take no security group
SERVICED = frozenset({"AzureFirewallSubnet", "AzureFirewallManagementSubnet", "GatewaySubnet", "RouteServerSubnet"})
_INSIDE = {
    "access": "Allow",
    "direction": "Inbound",
    "protocol": "Tcp",
    "priority": 100,
    "sourceAddressPrefix": "10.0.0.0/8",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "22",
}
_SUBNET = {
    "resourceGroupName": "lab",
    "virtualNetworkName": "network",
    "addressPrefix": "10.0.0.0/20",
    "defaultOutboundAccess": False,
    "networkSecurityGroup": {"id": UNKNOWN},
}
GOOD = (
    part(GROUP, "group", {"resourceGroupName": "lab", "securityRules": [{**_INSIDE, "name": "ssh"}]}),
    part(RULE, "inside", {**_INSIDE, "resourceGroupName": "lab", "networkSecurityGroupName": "group"}),
    part(SUBNET, "subnet", _SUBNET, networkSecurityGroup="group"),
)


@rule(
    id="azure-nsg-no-open-ingress",
    types={GROUP, RULE},
    severity="critical",
    fix="name the ranges, service tags or security groups that may connect",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_9 CKV_AZURE_10 CKV_AZURE_77 CKV_AZURE_160",
        cis_azure="8.1 8.2",
        azure_policy="22730e10-96f6-4aac-ad84-9383d35b5917 9daedab3-fb2d-461e-b861-71790eead4f6",
    ),
    params=(ALLOWED_PORTS,),
    good=GOOD,
    bad=but("inside", sourceAddressPrefix="Internet"),
)
def no_open_ingress(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Security groups let nobody in from the whole internet."""
    if resource.type == RULE:
        yield from _judged(resource, "", config["allowed_ports"])
    for path, value in resource.all("securityRules[*]") if resource.type == GROUP else ():
        if value is UNKNOWN:
            yield unknown(path)
        elif value is not MISSING:
            yield from _judged(resource, f"{path}.", config["allowed_ports"])


def _judged(resource: Resource, at: str, allowed: list[float]) -> Iterator[Finding]:
    access, way = (str(resource.get(f"{at}{name}")).lower() for name in ("access", "direction"))
    if access == "deny" or way == "outbound":
        return
    names = ("destinationPortRange", "destinationPortRanges[*]")
    ports = [value for name in names for _, value in resource.all(f"{at}{name}") if value is not MISSING]
    answer = among_ports(ports, allowed)
    unsure = answer is UNKNOWN or any(resource.get(f"{at}{name}") is UNKNOWN for name in ("access", "direction"))
    for name in ("sourceAddressPrefix", "sourceAddressPrefixes[*]"):
        for path, value in resource.all(f"{at}{name}"):
            opened = isinstance(value, str) and value.lower() in WORLD
            if answer is not True and (value is UNKNOWN or (opened and unsure)):
                yield unknown(path)
            elif answer is not True and opened:
                yield fail(path, "is open to the internet")


@rule(
    id="azure-subnet-nsg-no-default-outbound",
    types={SUBNET, NETWORK},
    severity="medium",
    fix="give the subnet a `network_security_group`, and set `default_outbound_access` to false",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV2_AZURE_31",
        azure_policy="e71308d3-144b-4262-b144-efdc3cc90517 7bca8353-aa3b-429b-904a-9229c4385837",
    ),
    good=GOOD,
    bad=but("subnet", defaultOutboundAccess=True),
)
def guarded(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Subnets have a security group, and machines get out only where somebody built a way."""
    inside = resource.all("subnets[*]") if resource.type == NETWORK else [("", resource.inputs)]
    for path, value in inside:
        at = f"{path}." if path else ""
        if value is UNKNOWN:
            yield unknown(path)
        elif value is not MISSING and _name(resource, at) not in SERVICED:
            yield from _guarded(resource, graph, at)


def _name(resource: Resource, at: str) -> Any:
    name = resource.get(f"{at}name") if at else resource.get("subnetName")
    return name if isinstance(name, str) else ""


def _guarded(resource: Resource, graph: Graph, at: str) -> Iterator[Finding]:
    group, outbound = resource.get(f"{at}networkSecurityGroup.id"), resource.get(f"{at}defaultOutboundAccess")
    if group is UNKNOWN:
        if not graph.wired(resource, "subnets" if at else "networkSecurityGroup"):
            yield unknown(f"{at}networkSecurityGroup.id")
    elif not is_set(group):
        yield fail(f"{at}networkSecurityGroup", "is not given")
    if outbound is UNKNOWN:
        yield unknown(f"{at}defaultOutboundAccess")
    elif outbound is not False:
        yield fail(f"{at}defaultOutboundAccess", "is not false")


RULES = (no_open_ingress, guarded)
