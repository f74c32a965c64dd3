from collections.abc import Callable

import pulumi

from stackwright.components.aws.firewall import ANYWHERE, Traffic, firewall
from stackwright.plan.graph import MISSING
from stackwright.testing.plugin import Cloud, Plan

GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


class Box(pulumi.ComponentResource):
    """Something with a security group."""

    def __init__(self) -> None:
        super().__init__("test:index:Box", "box")
        self.group = firewall(
            "box",
            self,
            network_id="vpc-1",
            description="a box",
            ingress={"each-other": Traffic(), "clients": Traffic("10.0.0.0/16", (988, 988))},
            egress={"internet": Traffic(ANYWHERE, (443, 443))},
        )
        self.register_outputs({})


def _plan(cloud: Cloud, use: Callable[[Box], None] = lambda box: None) -> Plan:
    return cloud.preview(lambda: use(Box()))


def test_a_rule_without_a_range_is_for_members_of_the_group_and_everything(cloud: Cloud) -> None:
    plan = _plan(cloud)
    rule = plan.only(INGRESS, "box-from-each-other")
    assert plan.wired(rule, "referencedSecurityGroupId") == [plan.only(GROUP)]
    assert rule.inputs["ipProtocol"] == "-1"
    assert rule.get("cidrIpv4") is MISSING


def test_ports_are_of_tcp(cloud: Cloud) -> None:
    rule = _plan(cloud).only(INGRESS, "box-from-clients")
    assert (rule.inputs["ipProtocol"], rule.inputs["fromPort"], rule.inputs["toPort"]) == ("tcp", 988, 988)
    assert rule.inputs["cidrIpv4"] == "10.0.0.0/16"
    assert rule.get("referencedSecurityGroupId") is MISSING


def test_what_is_placed_in_it_waits_for_its_rules(cloud: Cloud) -> None:
    def use(box: Box) -> None:
        import pulumi_aws

        pulumi_aws.ec2.NetworkInterface("nic", subnet_id="subnet-1", security_groups=[box.group.id])

    plan = _plan(cloud, use)
    waited = plan.wired(plan.only("aws:ec2/networkInterface:NetworkInterface"), "securityGroups")
    assert {r.type for r in waited} == {GROUP, INGRESS, EGRESS}


def test_its_name_is_known_at_preview(cloud: Cloud) -> None:
    plan = _plan(cloud, lambda box: pulumi.export("name", box.group.name))
    assert plan.outputs["name"].startswith("box-")
