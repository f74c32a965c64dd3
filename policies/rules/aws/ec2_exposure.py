"""Rules about how instances and subnets meet the internet."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.credentials import holds_secret
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.shapes import all_in, among, number
from stackwright.policies.tokens import token, tokens

INSTANCE = token("ec2/Instance")
TEMPLATE = token("ec2/LaunchTemplate")
OTHERS = tokens("ec2/SpotInstanceRequest", "ec2/LaunchConfiguration")
"""Older ways to describe an instance, with its properties."""
SUBNET = token("ec2/Subnet")
GROUP = token("ec2/SecurityGroup")
OLD_RULE = token("ec2/SecurityGroupRule")
INGRESS = token("vpc/SecurityGroupIngressRule")
EGRESS = token("vpc/SecurityGroupEgressRule")
WORLD = frozenset({"0.0.0.0/0", "::/0"})
PUBLIC_IP = {
    INSTANCE: "associatePublicIpAddress",
    TEMPLATE: "networkInterfaces[*].associatePublicIpAddress",
    SUBNET: "mapPublicIpOnLaunch",
    **dict.fromkeys(OTHERS, "associatePublicIpAddress"),
}
_INGRESS = {"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
GOOD_GROUPS = (
    part(
        GROUP,
        "group",
        {
            "ingress": [{"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["10.0.0.0/8"]}],
            "egress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]}],
        },
    ),
    part(INGRESS, "ingress", {**_INGRESS, "cidrIpv4": "10.0.0.0/16"}),
    part(EGRESS, "egress", {**_INGRESS, "cidrIpv4": "0.0.0.0/0"}),
)


@rule(
    id="aws-ec2-no-public-ip",
    types=frozenset(PUBLIC_IP),
    severity="high",
    fix="leave public addresses out; reach the internet through a NAT gateway",
    frameworks=maps_to(
        Family.EXPOSURE, checkov="CKV_AWS_88 CKV_AWS_130", hub="EC2.9 EC2.15 EC2.25", trivy="AWS-0009 AWS-0164"
    ),
    good=(part(SUBNET, "subnet", {"vpcId": "vpc-1", "mapPublicIpOnLaunch": False}),),
    bad=but("subnet", mapPublicIpOnLaunch=True),
)
def no_public_ip(resource: Resource) -> Iterator[Finding]:
    """Instances get no public address."""
    path = PUBLIC_IP[resource.type]
    yield from all_in(resource, path, False, "false", "", MISSING, text="gives instances public addresses")


def _openings(resource: Resource, direction: str) -> Iterator[tuple[str, str, str, str, str]]:
    """(path of the range, then of protocol, first port, last port, and of the rule) of what a resource opens."""
    if resource.type == GROUP:
        for base, value in resource.all(f"{direction}[*]"):
            for name in ("cidrBlocks", "ipv6CidrBlocks"):
                yield f"{base}.{name}" if value is not UNKNOWN else base, "protocol", "fromPort", "toPort", base
    elif resource.type == OLD_RULE:
        if resource.get("type") in (direction, UNKNOWN):
            for name in ("cidrBlocks", "ipv6CidrBlocks"):
                yield name, "protocol", "fromPort", "toPort", ""
    elif resource.type == (INGRESS if direction == "ingress" else EGRESS):
        for name in ("cidrIpv4", "cidrIpv6"):
            yield name, "ipProtocol", "fromPort", "toPort", ""


def _ranges(resource: Resource, path: str) -> Iterator[tuple[str, Any]]:
    value = resource.get(path)
    if isinstance(value, list):
        yield from resource.all(f"{path}[*]")
    elif value is not MISSING:
        yield path, value


@rule(
    id="aws-ec2-no-open-ingress",
    types={GROUP, OLD_RULE, INGRESS},
    severity="critical",
    fix="name the ranges or security groups that may connect",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AWS_24 CKV_AWS_25 CKV_AWS_260 CKV_AWS_277",
        hub="EC2.13 EC2.14 EC2.18 EC2.19",
        cis="5.3 5.4",
    ),
    params=(
        Param(
            "allowed_ports",
            [],
            {"type": "array", "items": {"type": "number"}},
            "Ports that may be open to the world.",
        ),
    ),
    good=GOOD_GROUPS,
    bad=but("ingress", cidrIpv4="0.0.0.0/0"),
)
def no_open_ingress(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Security groups let nobody in from the whole internet."""
    for path, _, first, last, base in _openings(resource, "ingress"):
        allowed = _only(resource, base, first, last, config["allowed_ports"])
        for found, value in _ranges(resource, path):
            if value is UNKNOWN and allowed is not True:
                yield unknown(found)
            elif among(value, WORLD) and allowed is UNKNOWN:
                yield unknown(found, "is open to the internet, on ports that are not known before deployment")
            elif among(value, WORLD) and not allowed:
                yield fail(found, "is open to the internet")


def _only(resource: Resource, base: str, first: str, last: str, ports: list[float]) -> Any:
    """Whether all ports between `first` and `last` are among `ports`; `UNKNOWN` where that cannot be told."""
    at = f"{base}." if base else ""
    ends = [resource.get(f"{at}{first}"), resource.get(f"{at}{last}")]
    if not ports:
        return False
    if UNKNOWN in ends:
        return UNKNOWN
    low, high = number(ends[0]), number(ends[1])
    if low is None or high is None:
        return False
    return all(port in ports for port in range(int(low), int(high) + 1)) if high - low <= len(ports) else False


@rule(
    id="aws-ec2-egress-restricted",
    types={GROUP, OLD_RULE, EGRESS},
    severity="low",
    fix="allow only the ports that are needed, such as 443",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_382"),
    good=GOOD_GROUPS,
    bad=but("egress", ipProtocol="-1"),
)
def egress_restricted(resource: Resource) -> Iterator[Finding]:
    """Security groups do not open every port to the whole internet."""
    for path, protocol, _, _, base in _openings(resource, "egress"):
        spoken = resource.get(f"{base}.{protocol}" if base else protocol)
        if spoken is not UNKNOWN and str(spoken) not in ("-1", "all"):
            continue
        for found, value in _ranges(resource, path):
            if value is UNKNOWN or (among(value, WORLD) and spoken is UNKNOWN):
                yield unknown(found)
            elif among(value, WORLD):
                yield fail(found, "allows everything to everywhere")


@rule(
    id="aws-ec2-no-secrets-userdata",
    types=OTHERS | {INSTANCE, TEMPLATE},
    severity="critical",
    fix="read credentials at run time from Secrets Manager or the instance's role",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_46", trivy="AWS-0029 AWS-0129"),
    good=(part(TEMPLATE, "template", {"userData": "IyEvYmluL3NoCmVjaG8gaGVsbG8K"}),),
    bad=but("template", userData="IyEvYmluL3NoCmV4cG9ydCBBUElfS0VZPUFLSUFJT1NGT0ROTjdFWEFNUExFCg=="),
)
def no_secrets(resource: Resource) -> Iterator[Finding]:
    """Start-up scripts hold no credentials."""
    for path in ("userData", "userDataBase64"):
        value = resource.get(path)
        if value is UNKNOWN:
            yield unknown(path)
        elif isinstance(value, str) and holds_secret(value):
            yield fail(path, "holds something shaped like a credential")


RULES = (no_public_ip, no_open_ingress, egress_restricted, no_secrets)
