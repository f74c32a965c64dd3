"""Security groups with one resource per rule, complete before anything is placed in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi import Input, Output, Resource, ResourceOptions
from pulumi_aws import ec2, vpc

from stackwright.components.inputs import In
from stackwright.components.waits import after

ANYWHERE = "0.0.0.0/0"
LUSTRE = ((988, 988), (1018, 1023))
"""TCP ports of Lustre, both ways: https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html"""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one rule lets through, from or to whom."""

    cidr: In[str] | None = None
    """Range of the other side; members of the group itself when None."""
    ports: tuple[int, int] | None = None
    """First and last TCP port; every protocol and port when None."""


@dataclass(frozen=True, slots=True)
class Firewall:
    """A security group with all its rules."""

    id: Output[str]
    """Id; who waits for it also waits for the rules."""
    name: Output[str]
    """Name, known at preview and different in every stack."""


def firewall(
    name: str,
    parent: Resource,
    *,
    network_id: In[str],
    description: str,
    ingress: Mapping[str, Traffic],
    egress: Mapping[str, Traffic],
    tags: Input[Mapping[str, Input[str]]] | None = None,
) -> Firewall:
    """Security group that lets through what is listed; a rule's key says what it is for, in its name and to readers."""
    child = ResourceOptions(parent=parent)
    group = ec2.SecurityGroup(name, description=description, vpc_id=network_id, tags=tags or {"Name": name}, opts=child)
    rules = [
        vpc.SecurityGroupIngressRule(f"{name}-from-{what}", **_rule(group, what, traffic), opts=child).id
        for what, traffic in ingress.items()
    ] + [
        vpc.SecurityGroupEgressRule(f"{name}-to-{what}", **_rule(group, what, traffic), opts=child).id
        for what, traffic in egress.items()
    ]
    return Firewall(after(group.id, *rules), group.name)


def _rule(group: ec2.SecurityGroup, what: str, traffic: Traffic) -> Mapping[str, Any]:
    first, last = traffic.ports or (None, None)
    return {
        "security_group_id": group.id,
        "description": what.replace("-", " ").capitalize(),
        "ip_protocol": "tcp" if traffic.ports else "-1",
        "from_port": first,
        "to_port": last,
        "cidr_ipv4": traffic.cidr,
        "referenced_security_group_id": None if traffic.cidr is not None else group.id,
    }
