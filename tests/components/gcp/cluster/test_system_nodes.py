from typing import Any

import pytest

from stackwright.components.gcp.cluster.system_nodes import GcpSystemNodes, GcpSystemNodesArgs
from stackwright.testing.plugin import Cloud

POOL = "gcp:container/nodePool:NodePool"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
PLACE: dict[str, Any] = {"cluster_name": "train", "service_account": "n@lab.iam.gserviceaccount.com", "key_id": "key"}
MAX: dict[str, Any] = {
    "zones": ["us-central1-a"],
    "machine_type": "n2-standard-8",
    "nodes": 3,
    "disk_gib": 100,
    "tags": {"owner": "research"},
}


def _nodes(**knobs: Any) -> GcpSystemNodes:
    return GcpSystemNodes("system", GcpSystemNodesArgs(**PLACE, **knobs))


@pytest.mark.parametrize("knobs", [{}, MAX], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(cloud.deploy(lambda: _nodes(**knobs), config=CONFIG)) == []


def test_nodes_are_private_repaired_and_replaced_one_at_a_time(cloud: Cloud) -> None:
    inputs = cloud.preview(_nodes, config=CONFIG).only(POOL).inputs
    assert inputs["networkConfig"] == {"enablePrivateNodes": True}
    assert inputs["management"] == {"autoRepair": True, "autoUpgrade": True}
    assert inputs["upgradeSettings"] == {"strategy": "SURGE", "maxSurge": 1, "maxUnavailable": 0}


def test_there_is_one_node_in_each_zone_of_the_cluster(cloud: Cloud) -> None:
    inputs = cloud.preview(_nodes, config=CONFIG).only(POOL).inputs
    assert (inputs["nodeCount"], inputs["location"]) == (1, "us-central1")
    assert "nodeLocations" not in inputs
    assert inputs["nodeConfig"]["labels"] == {"stackwright/pool": "system"}
