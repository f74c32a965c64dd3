"""Small stacks to draw."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import Graph, Resource

Stack = Callable[..., Graph]


def resource(token: str, name: str, *, parent: str = "", **wired: list[str]) -> Resource:
    """A resource whose properties are made from resources of these names."""
    urn = f"urn:pulumi:dev::app::{token}::{name}"
    depends: dict[str, Any] = {key: tuple(names) for key, names in wired.items()}
    return Resource(urn, token, name, parent=parent, property_dependencies=depends, custom=not token.startswith("my:"))


@pytest.fixture
def stack() -> Stack:
    """Makes a graph of (type, name, properties with the names they are made from), components by parent names."""

    def made(*rows: tuple[str, str, dict[str, Any]]) -> Graph:
        urns = {name: f"urn:pulumi:dev::app::{token}::{name}" for token, name, _ in rows}
        found: list[Resource] = []
        for token, name, wired in rows:
            parent = urns.get(wired.get("parent", ""), "")
            targets = {key: [urns[one] for one in names] for key, names in wired.items() if key != "parent"}
            found.append(resource(token, name, parent=parent, **targets))
        return Graph(found, project="app", stack="dev")

    return made


@pytest.fixture
def trainer(stack: Stack) -> Graph:
    """A cluster with nodes in a network, its data, a key and a role, without any component."""
    return stack(
        ("aws:ec2/vpc:Vpc", "net", {}),
        ("aws:ec2/internetGateway:InternetGateway", "way", {"vpcId": ["net"]}),
        ("aws:kms/key:Key", "key", {}),
        ("aws:s3/bucket:Bucket", "data", {}),
        ("aws:s3/bucketLogging:BucketLogging", "data-logging", {"bucket": ["data"]}),
        ("aws:ecr/repository:Repository", "images", {"encryptionConfigurations": ["key"]}),
        ("aws:iam/role:Role", "role", {}),
        ("aws:iam/rolePolicy:RolePolicy", "reads", {"role": ["role"], "policy": ["data", "images"]}),
        ("aws:eks/cluster:Cluster", "main", {"vpcConfig": ["net"], "roleArn": ["role"]}),
        ("aws:eks/nodeGroup:NodeGroup", "gpu", {"clusterName": ["main"]}),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", {"dimensions": ["gpu"]}),
        ("aws:cloudwatch/logGroup:LogGroup", "logs", {"kmsKeyId": ["key"]}),
    )
