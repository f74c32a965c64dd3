import base64
from email import message_from_string
from typing import Any

import pulumi
import pytest
from ruamel.yaml import YAML

from stackwright.accelerators.catalog import machine
from stackwright.components.aws.gpu_nodes.launch import network_interfaces, user_data
from stackwright.testing.plugin import Cloud


def _interfaces(cloud: Cloud, name: str) -> list[dict[str, Any]]:
    def program() -> None:
        from pulumi_aws import ec2

        groups = [pulumi.Output.from_input("sg-fabric"), pulumi.Output.from_input("sg-cluster")]
        ec2.LaunchTemplate("t", network_interfaces=network_interfaces(machine(name, "aws"), groups))

    return cloud.preview(program).only("aws:ec2/launchTemplate:LaunchTemplate").inputs.get("networkInterfaces", [])


# reference: awslabs PCS templates, karpenter vpclimits, EC2 User Guide on EFA
@pytest.mark.parametrize(
    ("name", "efa", "first", "others"),
    [
        ("p4d.24xlarge", 4, "efa", (1, "efa-only")),
        ("p5.4xlarge", 1, "efa", None),
        ("p5.48xlarge", 32, "efa", (1, "efa-only")),
        ("p5en.48xlarge", 16, "efa", (1, "efa-only")),
        ("p6-b200.48xlarge", 8, "efa", (1, "efa-only")),
        ("g6e.48xlarge", 4, "efa", (1, "efa-only")),
        ("trn1.32xlarge", 8, "efa", (1, "efa-only")),
    ],
)
def test_every_efa_of_a_machine_is_used(
    cloud: Cloud, name: str, efa: int, first: str, others: tuple[int, str] | None
) -> None:
    found = _interfaces(cloud, name)
    assert [each["networkCardIndex"] for each in found] == list(range(efa))
    assert (found[0]["deviceIndex"], found[0]["interfaceType"]) == (0, first)
    assert {(each["deviceIndex"], each["interfaceType"]) for each in found[1:]} == ({others} if others else set())


def test_p6_b300_has_no_efa_on_card_0(cloud: Cloud) -> None:
    found = _interfaces(cloud, "p6-b300.48xlarge")
    assert len(found) == 17
    assert found[0]["interfaceType"] == "interface"
    assert {(each["deviceIndex"], each["interfaceType"]) for each in found[1:]} == {(0, "efa-only")}


def test_a_machine_without_efa_gets_its_interface_from_eks(cloud: Cloud) -> None:
    assert _interfaces(cloud, "g6.xlarge") == []


def test_no_interface_has_a_public_address_or_a_subnet(cloud: Cloud) -> None:
    for each in _interfaces(cloud, "p5.48xlarge"):
        assert each["associatePublicIpAddress"] == "false"
        assert each["deleteOnTermination"] == "true"
        assert each["securityGroups"] == ["sg-fabric", "sg-cluster"]
        assert "subnetId" not in each


def test_local_disks_become_one_array() -> None:
    sent = user_data(machine("p5.48xlarge", "aws"))
    assert sent is not None
    message = message_from_string(base64.b64decode(sent).decode())
    (part,) = [each for each in message.walk() if not each.is_multipart()]
    assert part.get_content_type() == "application/node.eks.aws"
    config = YAML(typ="safe").load(part.get_payload())
    assert config["kind"] == "NodeConfig"
    assert config["spec"] == {"instance": {"localStorage": {"strategy": "RAID0"}}}


def test_a_machine_without_local_disks_needs_no_user_data() -> None:
    assert user_data(machine("inf2.xlarge", "aws")) is None
