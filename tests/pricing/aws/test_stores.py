"""`stackwright.pricing.aws.stores`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
COLLECTION = "aws:opensearch/serverlessCollection:ServerlessCollection"
DOMAIN = "aws:opensearch/domain:Domain"
WAREHOUSE = "aws:redshift/cluster:Cluster"
WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup"
BROKERS = "aws:msk/cluster:Cluster"


@pytest.mark.parametrize(
    ("shape", "nodes"),
    [({}, 1), ({"numCacheClusters": 3}, 3), ({"numNodeGroups": 2, "replicasPerNodeGroup": 2}, 6)],
)
def test_a_cache_pays_for_all_its_nodes(make: Make, priced: Priced, shape: dict[str, Any], nodes: int) -> None:
    found = priced(make(GROUP, inputs={"nodeType": "cache.m4.large"} | shape))
    assert f"{found.expected:.2f}" == f"{nodes * 0.156 * 730:.2f}"


def test_snapshots_of_a_cache_are_kept(make: Make, priced: Priced) -> None:
    kept = priced(make(GROUP, inputs={"nodeType": "cache.m4.large", "snapshotRetentionLimit": 7}))
    assert f"{kept.expected:.2f}" == f"{0.156 * 730 + 0.085 * 20:.2f}"


def test_a_node_of_a_group_is_billed_with_it(make: Make, priced: Priced) -> None:
    cluster = "aws:elasticache/cluster:Cluster"
    assert priced(make(cluster, inputs={"replicationGroupId": "group"})).items[0].status is Status.FREE
    alone = priced(make(cluster, inputs={"nodeType": "cache.m4.large", "numCacheNodes": 2}))
    assert f"{alone.expected:.2f}" == f"{2 * 0.156 * 730:.2f}"


def test_search_pays_for_nodes_and_disks_of_each_kind(make: Make, priced: Priced) -> None:
    config = {
        "instanceType": "r6g.large.search",
        "instanceCount": 2,
        "warmEnabled": True,
        "warmCount": 2,
        "warmType": "ultrawarm1.medium.search",
    }
    disks = {"volumeSize": 100, "volumeType": "gp2"}
    found = priced(make(DOMAIN, inputs={"clusterConfig": config, "ebsOptions": disks}))
    assert f"{found.expected:.2f}" == f"{2 * 0.238 * 730 + 0.135 * 200:.2f}"
    assert [reason for _, reason in found.unpriced] == [
        "no dated price for OpenSearch r6g.large.search (hour) in us-east-1"
    ]


@pytest.mark.parametrize("disks", [{"volumeSize": 10, "volumeType": "gp3"}, {"volumeSize": UNKNOWN}])
def test_other_disks_of_search_are_named(make: Make, priced: Priced, disks: dict[str, Any]) -> None:
    found = priced(make(DOMAIN, inputs={"ebsOptions": disks, "clusterConfig": {"dedicatedMasterEnabled": True}}))
    assert len(found.unpriced) == 3


@pytest.mark.parametrize(("replicas", "units"), [({}, 2), ({"standbyReplicas": "DISABLED"}, 1)])
def test_a_collection_pays_for_its_least_units(
    make: Make, priced: Priced, replicas: dict[str, Any], units: float
) -> None:
    found = priced(make(COLLECTION, inputs=replicas))
    assert f"{found.low:.2f}" == f"{units * 0.24 * 730 + 0.024 * 10:.2f}"
    assert found.coverage == 1


def test_a_warehouse_pays_for_nodes_and_managed_storage(make: Make, priced: Priced) -> None:
    several = {"nodeType": "ra3.4xlarge", "clusterType": "multi-node", "numberOfNodes": 3}
    assert f"{priced(make(WAREHOUSE, inputs=several)).expected:.2f}" == f"{3 * 3.26 * 730 + 0.024 * 50:.2f}"
    assert f"{priced(make(WAREHOUSE, inputs={'nodeType': 'dc2.large'})).expected:.2f}" == f"{0.25 * 730:.2f}"
    assert priced(make(WAREHOUSE, inputs=several | {"numberOfNodes": UNKNOWN})).at_least


def test_a_warehouse_without_nodes_pays_while_it_answers(make: Make, priced: Priced) -> None:
    found = priced(make(WORKGROUP, inputs={"baseCapacity": 8}), region="us-west-2")
    assert f"{found.expected:.2f}" == f"{8 * 10 * 0.36 + 0.024 * 50:.2f}"
    assert priced(make(WORKGROUP, inputs={"baseCapacity": UNKNOWN}), region="us-west-2").at_least


def test_brokers_pay_with_their_disks(make: Make, priced: Priced) -> None:
    group = {"instanceType": "kafka.t3.small", "storageInfo": {"ebsStorageInfo": {"volumeSize": 500}}}
    found = priced(make(BROKERS, inputs={"numberOfBrokerNodes": 3, "brokerNodeGroupInfo": group}))
    assert f"{found.expected:.2f}" == f"{3 * 0.0456 * 730 + 0.1 * 1500:.2f}"
    assert priced(make(BROKERS)).coverage == 0
