from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.pricing.estimate import decided, estimate
from stackwright.pricing.model import Status


def _status(token: str, inputs: dict[str, Any]) -> Status:
    found = Resource("urn:pulumi:dev::p::t::n", token, "n", inputs)
    (item,) = estimate(Graph([found]), region="us-east-1").items
    return item.status


@pytest.mark.parametrize(
    ("token", "inputs", "status"),
    [
        ("kubernetes:apps/v1:Deployment", {}, Status.FREE),
        ("kubernetes:rbac.authorization.k8s.io/v1:Role", {}, Status.FREE),
        ("kubernetes:core/v1:Service", {"spec": {"type": "ClusterIP"}}, Status.FREE),
        ("kubernetes:core/v1:Service", {"spec": {"type": "LoadBalancer"}}, Status.UNPRICED),
        ("kubernetes:core/v1:Service", {"spec": {"type": UNKNOWN}}, Status.UNKNOWN_INPUT),
        ("kubernetes:core/v1:PersistentVolumeClaim", {}, Status.UNPRICED),
        ("kubernetes:apps/v1:StatefulSet", {}, Status.FREE),
        ("kubernetes:apps/v1:StatefulSet", {"spec": {"volumeClaimTemplates": [{}]}}, Status.UNPRICED),
        ("kubernetes:networking.k8s.io/v1:Ingress", {}, Status.UNPRICED),
        ("kubernetes:helm.sh/v3:Release", {}, Status.UNPRICED),
    ],
)
def test_what_runs_on_nodes_is_free_and_what_a_cloud_makes_for_it_is_not(
    token: str, inputs: dict[str, Any], status: Status
) -> None:
    assert _status(token, inputs) is status


def test_every_kind_of_kubernetes_is_decided() -> None:
    assert decided("kubernetes:jobset.x-k8s.io/v1alpha2:JobSet")
    assert not decided("kubernetesx:core/v1:Pod")
