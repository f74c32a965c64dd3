from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

GROUP = token("ec2/SecurityGroup")
RULE = token("ec2/SecurityGroupRule")
INGRESS = token("vpc/SecurityGroupIngressRule")
EGRESS = token("vpc/SecurityGroupEgressRule")
WEB = {"fromPort": 443, "toPort": 443}


def _ingress(kind: str, inputs: dict[str, Any], **config: Any) -> list[tuple[str, str]]:
    found = by_id("aws-ec2-no-open-ingress")(graph_of((part(kind, "a", inputs),)), **config)
    return [(one.result.value, one.path) for one in found]


@pytest.mark.parametrize("world", ["0.0.0.0/0", "::/0"])
def test_both_internets_are_seen_in_every_way_to_say_them(world: str) -> None:
    plural, single = ("cidrBlocks", "cidrIpv4") if "." in world else ("ipv6CidrBlocks", "cidrIpv6")
    group = {"ingress": [{"cidrBlocks": ["10.0.0.0/8"]}, {plural: ["fd00::/8", world]}]}
    assert _ingress(GROUP, group) == [("fail", f"ingress[1].{plural}[1]")]
    assert _ingress(RULE, {"type": "ingress", plural: [world]}) == [("fail", f"{plural}[0]")]
    assert _ingress(INGRESS, {single: world}) == [("fail", single)]


def test_an_egress_rule_lets_nobody_in() -> None:
    assert _ingress(RULE, {"type": "egress", "cidrBlocks": ["0.0.0.0/0"]}) == []
    assert _ingress(EGRESS, {"cidrIpv4": "0.0.0.0/0"}) == []


@pytest.mark.parametrize(
    ("ports", "opened", "found"),
    [
        (WEB, [443], []),
        (WEB, [80], [("fail", "cidrIpv4")]),
        ({"fromPort": 80, "toPort": 443}, [80, 443], [("fail", "cidrIpv4")]),
        ({"fromPort": 0, "toPort": 65535}, [443], [("fail", "cidrIpv4")]),
        ({"fromPort": UNKNOWN, "toPort": 443}, [443], [("unknown", "cidrIpv4")]),
        ({"fromPort": UNKNOWN, "toPort": 443}, [], [("fail", "cidrIpv4")]),
        ({}, [443], [("fail", "cidrIpv4")]),
    ],
)
def test_ports_may_be_open_to_the_world_when_all_of_them_are_allowed(
    ports: dict[str, Any], opened: list[int], found: list[tuple[str, str]]
) -> None:
    assert _ingress(INGRESS, {"cidrIpv4": "0.0.0.0/0", **ports}, allowed_ports=opened) == found


def test_a_range_that_is_not_known_yet_is_unknown() -> None:
    assert _ingress(INGRESS, {"cidrIpv4": UNKNOWN}) == [("unknown", "cidrIpv4")]
    assert _ingress(GROUP, {"ingress": UNKNOWN}) == [("unknown", "ingress"), ("unknown", "ingress")]


@pytest.mark.parametrize(
    ("inputs", "found"),
    [
        ({"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}, ["fail"]),
        ({"ipProtocol": "tcp", "cidrIpv4": "0.0.0.0/0", **WEB}, []),
        ({"ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8"}, []),
        ({"ipProtocol": UNKNOWN, "cidrIpv4": "0.0.0.0/0"}, ["unknown"]),
        ({"ipProtocol": "-1", "referencedSecurityGroupId": "sg-1"}, []),
    ],
)
def test_everything_to_everywhere_is_too_much(inputs: dict[str, Any], found: list[str]) -> None:
    graph = graph_of((part(EGRESS, "a", inputs),))
    assert [one.result for one in by_id("aws-ec2-egress-restricted")(graph)] == found
