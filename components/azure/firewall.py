"""Network security groups that let through what is listed, and nothing else in either direction."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Resource, ResourceOptions
from pulumi_azure_native import network

from stackwright.components.azure.account import PlacedArgs

HTTPS = ("443",)
LUSTRE = ("988", "1019-1023")
"""Ports of Lustre, both ways: https://learn.microsoft.com/azure/azure-managed-lustre/configure-network-security-group"""
_FIRST, _STEP, _LAST = 100, 10, 4096
"""Priorities of rules: 100 to 4096, the lowest number first."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one rule lets through, and who is on the other side."""

    other: tuple[str, ...]
    """Ranges of the other side, or one service tag alone."""
    ports: tuple[str, ...] = ()
    """Destination ports; all ports and protocols when empty."""
    protocol: str = "Tcp"


def firewall(
    name: str, parent: Resource, place: PlacedArgs, *, ingress: Mapping[str, Traffic], egress: Mapping[str, Traffic]
) -> network.NetworkSecurityGroup:
    """Security group whose rules are named by their keys; the last rule of each direction refuses all the rest.

    That last rule stands before Azure's own ones, which let the whole network in and everything out:
    https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
    """
    return network.NetworkSecurityGroup(
        name,
        resource_group_name=place.resource_group,
        location=place.location,
        security_rules=[*_rules("Inbound", ingress), *_rules("Outbound", egress)],
        tags=place.tags,
        opts=ResourceOptions(parent=parent),
    )


def _rules(direction: str, listed: Mapping[str, Traffic]) -> list[network.SecurityRuleArgsDict]:
    way = "from" if direction == "Inbound" else "to"
    allowed = [
        _rule(f"{way}-{what}", direction, _FIRST + place * _STEP, "Allow", traffic)
        for place, (what, traffic) in enumerate(listed.items())
    ]
    return [*allowed, _rule(f"{way}-others", direction, _LAST, "Deny", Traffic(("*",)))]


def _rule(name: str, direction: str, priority: int, access: str, traffic: Traffic) -> network.SecurityRuleArgsDict:
    rule: network.SecurityRuleArgsDict = {
        "name": name,
        "description": name.replace("-", " ").capitalize(),
        "direction": direction,
        "priority": priority,
        "access": access,
        "protocol": traffic.protocol if traffic.ports else "*",
        "source_port_range": "*",
    }
    if len(traffic.ports) > 1:
        rule["destination_port_ranges"] = list(traffic.ports)
    else:
        rule["destination_port_range"] = next(iter(traffic.ports), "*")
    inbound, several = direction == "Inbound", len(traffic.other) > 1
    rule["destination_address_prefix" if inbound else "source_address_prefix"] = "*"
    if several:
        rule["source_address_prefixes" if inbound else "destination_address_prefixes"] = list(traffic.other)
    else:
        rule["source_address_prefix" if inbound else "destination_address_prefix"] = traffic.other[0]
    return rule
