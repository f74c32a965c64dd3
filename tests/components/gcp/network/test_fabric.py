from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs
from stackwright.components.gcp.network import GcpFabric, GcpFabricArgs
from stackwright.testing.plugin import Cloud, Plan

NETWORK, SUBNET = "gcp:compute/network:Network", "gcp:compute/subnetwork:Subnetwork"
FIREWALL, SINK = "gcp:compute/firewall:Firewall", "gcp:logging/projectSink:ProjectSink"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


def _fabric(name: str, cidr: str = "10.20.0.0/16", key_id: Any = "key") -> GcpFabric:
    args = GcpFabricArgs(
        machine=machine(name, "gcp"), zone="us-central1-a", network_cidr=cidr, key_id=key_id, log_retention_days=30
    )
    return GcpFabric("lab", args)


def _plan(cloud: Cloud, name: str, cidr: str = "10.20.0.0/16") -> Plan:
    return cloud.preview(lambda: _fabric(name, cidr, GcpKey("key", GcpKeyArgs()).id), config=CONFIG)


@pytest.mark.parametrize(
    "name", ["a3-highgpu-8g", "a3-megagpu-8g", "a3-ultragpu-8g", "a4-highgpu-8g", "a4x-highgpu-4g"]
)
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, name: str) -> None:
    assert contract_errors(cloud.deploy(lambda: _fabric(name), config=CONFIG)) == []


@pytest.mark.parametrize(("name", "count"), [("a3-highgpu-8g", 4), ("a3-megagpu-8g", 8)])
def test_gpudirect_has_a_network_for_each_interface(cloud: Cloud, name: str, count: int) -> None:
    plan = _plan(cloud, name)
    networks = plan.of_type(NETWORK)
    assert [each.get("mtu") for each in networks] == [8244] * count
    assert {each.get("deleteDefaultRoutesOnCreate") for each in networks} == {True}
    assert [plan.wired(each, "network")[0].name for each in plan.of_type(SUBNET)] == [each.name for each in networks]


def test_only_machines_of_a_network_reach_each_other(cloud: Cloud) -> None:
    plan = _plan(cloud, "a3-highgpu-8g")
    own = {each.name: each.get("ipCidrRange") for each in plan.of_type(SUBNET)}
    assert {each.name: each.get("sourceRanges[0]") for each in plan.of_type(FIREWALL)} == own
    assert {each.get("direction") for each in plan.of_type(FIREWALL)} == {"INGRESS"}


@pytest.mark.parametrize(("name", "gpus"), [("a3-ultragpu-8g", 8), ("a4-highgpu-8g", 8), ("a4x-highgpu-4g", 4)])
def test_k8s_config_connector_6858_rdma_has_the_profile_of_the_zone_and_a_subnet_for_each_gpu(
    cloud: Cloud, name: str, gpus: int
) -> None:
    plan = _plan(cloud, name)
    gvnic, rdma = plan.of_type(NETWORK)
    assert gvnic.get("networkProfile") is not rdma.get("networkProfile")
    assert rdma.get("networkProfile") == "projects/lab-project/global/networkProfiles/us-central1-a-vpc-roce"
    assert (gvnic.get("mtu"), rdma.get("mtu")) == (8896, 8896)
    assert len([each for each in plan.of_type(SUBNET) if plan.wired(each, "network") == [rdma]]) == gpus


def test_a_roce_network_takes_no_firewall_and_no_flow_logs(cloud: Cloud) -> None:
    plan = _plan(cloud, "a3-ultragpu-8g")
    (rdma,) = [each for each in plan.of_type(NETWORK) if each.name == "lab-rdma"]
    assert [each for each in plan.of_type(FIREWALL) if rdma in plan.wired(each, "network")] == []
    inside = [each for each in plan.of_type(SUBNET) if rdma in plan.wired(each, "network")]
    assert {key for each in inside for key in each.inputs} == {"network", "region", "ipCidrRange"}


def test_flows_of_all_other_networks_are_kept(cloud: Cloud) -> None:
    plan = _plan(cloud, "a3-highgpu-8g")
    kept = plan.only(SINK).get("filter")
    assert all(f'"{each.outputs["name"]}"' in kept for each in plan.of_type(SUBNET))


@pytest.mark.parametrize("cidr", ["10.20.0.0/16", "192.168.0.0/18"])
def test_no_range_overlaps_another_or_the_cluster(cloud: Cloud, cidr: str) -> None:
    plan = _plan(cloud, "a3-ultragpu-8g", cidr)
    found = [IPv4Network(cidr), *(IPv4Network(each.get("ipCidrRange")) for each in plan.of_type(SUBNET))]
    assert len(found) == 10
    assert not any(one.overlaps(other) for one, other in combinations(found, 2))


def test_interfaces_are_told_in_their_order(cloud: Cloud) -> None:
    def program() -> None:
        fabric = _fabric("a4-highgpu-8g")
        pulumi.export("networks", fabric.networks)
        pulumi.export("subnets", fabric.subnets)

    found = cloud.deploy(program, config=CONFIG).outputs
    assert len(found["networks"]) == len(found["subnets"]) == 9
    assert [each.startswith("lab-rdma-") for each in found["subnets"]] == [False] + [True] * 8
    assert len(set(found["networks"])) == 2


@pytest.mark.parametrize(
    ("name", "cloud_name"), [("g2-standard-96", "gcp"), ("n1-standard-4", "gcp"), ("p5.48xlarge", "aws")]
)
def test_a_machine_without_networks_of_its_own_is_refused(name: str, cloud_name: str) -> None:
    with pytest.raises(ValidationError, match=f"{name} has no networks beside that of its cluster"):
        GcpFabricArgs(machine=machine(name, cloud_name), zone="z", network_cidr="10.20.0.0/16", key_id="key")
