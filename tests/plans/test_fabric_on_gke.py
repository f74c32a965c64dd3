"""Area of concern: several machines of each family on GKE, planned in prod through a blueprint."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.judged import code_of
from stackwright.cli.review import Review, review, subject_of
from stackwright.plan.graph import UNKNOWN
from stackwright.pricing.estimate import decided

POOL, POLICY = "gcp:container/nodePool:NodePool", "gcp:compute/resourcePolicy:ResourcePolicy"
NETWORK, CLUSTER = "gcp:compute/network:Network", "gcp:container/cluster:Cluster"
BLUEPRINT = """
blueprint: training
cloud: gcp
account: research-prod
region: us-central1
environment: prod
compute: {{machine_type: {machine}, nodes: {nodes}, zone: us-central1-a, {bought}}}
network: {{cidr: 10.20.0.0/16, zones: [us-central1-a, us-central1-b, us-central1-c]}}
cluster: {{access: inside{version}}}
budget:
  billing_account: 012345-6789AB-CDEF01
  monthly_usd: 2000000
  notify: [ml-platform@example.com]
policy: # flow logs have no dated price, nor have machines that are reserved or sold as spot alone
  max_gpus: 256
  allow_unpriced: [training-nodes, training-nodes-fabric-*, training-network*, training-monitoring-*]
"""
RESERVED = "capacity: reservation, reservation_id: lab"


@dataclass(frozen=True)
class Asked:
    machine: str
    nodes: int
    bought: str = "capacity: on_demand"
    version: str = ""
    networks: int = 0
    """Networks beside that of the cluster."""
    interfaces: int = 0
    profile: str = ""
    topology: str = ""
    policy: str = ""


ASKED = {
    "n1": Asked("n1-standard-16", 2),
    "g2": Asked("g2-standard-96", 4, "placement_group: true", policy="groupPlacementPolicy"),
    "a2": Asked("a2-highgpu-8g", 2),
    "a3-high": Asked("a3-highgpu-8g", 4, networks=4, interfaces=4),
    "a3-mega": Asked("a3-megagpu-8g", 4, networks=8, interfaces=8),
    "a3-ultra": Asked("a3-ultragpu-8g", 4, RESERVED, profile="auto"),
    "a3-ultra-1.33": Asked("a3-ultragpu-8g", 4, RESERVED, ', version: "1.33"', networks=2, interfaces=9),
    "a4": Asked("a4-highgpu-8g", 4, RESERVED, profile="auto"),
    "a4-1.33": Asked("a4-highgpu-8g", 4, RESERVED, ', version: "1.33"', networks=2, interfaces=9),
    "a4x": Asked("a4x-highgpu-4g", 18, RESERVED, profile="auto", policy="workloadPolicy"),
    "v5e": Asked("ct5lp-hightpu-4t", 4, topology="4x4"),
    "v5p": Asked("ct5p-hightpu-4t", 8, topology="2x4x4"),
    "v6e": Asked("ct6e-standard-4t", 4, profile="auto", topology="4x4"),
    "tpu7x": Asked("tpu7x-standard-4t", 2, "capacity: spot", profile="auto", topology="2x2x2", policy="workloadPolicy"),
}


@pytest.fixture(scope="module", params=ASKED)
def asked(request: pytest.FixtureRequest) -> Asked:
    """Machines of one family."""
    return ASKED[request.param]


@pytest.fixture(scope="module")
def planned(asked: Asked, tmp_path_factory: pytest.TempPathFactory) -> Review:
    """The plan of several of them."""
    machine = "{accelerator: 'T4:4'" if asked.machine.startswith("n1-") else f"{{machine_type: {asked.machine}"
    text = BLUEPRINT.format(machine=asked.machine, nodes=asked.nodes, bought=asked.bought, version=asked.version)
    file = tmp_path_factory.mktemp("nodes") / "blueprint.yaml"
    file.write_text(text.replace(f"{{machine_type: {asked.machine}", machine), encoding="utf-8")
    return review(subject_of(file))


def _wire(value: Any) -> Any:
    if value is UNKNOWN:
        return "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    if isinstance(value, dict):
        return {key: _wire(item) for key, item in value.items()}
    return [_wire(item) for item in value] if isinstance(value, list) else value


def test_the_provider_accepts_every_input(planned: Review, shared: Path) -> None:
    sys.path.insert(0, str(shared / "contracts"))
    try:
        from contract import Contracts
    finally:
        sys.path.pop(0)
    sent = [(r.type, _wire(r.inputs)) for r in planned.subject.graph if r.custom and not r.type.startswith("pulumi:")]
    found = Contracts(str(shared / "contracts")).check_all(sent)
    assert [violation for violation in found if violation.level == "error"] == []


def test_no_rule_of_prod_finds_anything_or_has_to_wait(planned: Review) -> None:
    assert planned.findings == ()
    assert code_of(planned) == 0


def test_every_type_has_a_pricing_decision(planned: Review) -> None:
    types = {r.type for r in planned.subject.graph if r.custom and not r.type.startswith("pulumi:")}
    assert {token for token in types if not decided(token)} == set()


def test_the_nodes_are_joined_as_their_family_is(asked: Asked, planned: Review) -> None:
    graph = planned.subject.graph
    (pool,) = [r for r in graph.of_type(POOL) if r.name == "training-nodes"]
    config = pool.inputs["networkConfig"]
    assert len(graph.of_type(NETWORK)) == 1 + asked.networks
    assert len(config.get("additionalNodeNetworkConfigs", [])) == asked.interfaces
    assert config.get("acceleratorNetworkProfile", "") == asked.profile
    assert graph.of_type(CLUSTER)[0].inputs.get("enableMultiNetworking", False) is (asked.interfaces > 0)
    assert pool.inputs.get("placementPolicy", {}).get("tpuTopology", "") == asked.topology
    assert (pool.get("nodeLocations"), pool.get("nodeCount")) == (["us-central1-a"], asked.nodes)
    assert [asked.policy in each.inputs for each in graph.of_type(POLICY)] == [True] * bool(asked.policy)


def test_every_resource_of_the_fabric_comes_from_the_nodes(planned: Review) -> None:
    of_fabric = [r for r in planned.subject.graph if r.name.startswith("training-nodes-fabric")]
    assert [r.name for r in of_fabric if r.source is None] == []
