"""Area of concern: probes that send the node elsewhere, and AppArmor as it was written before it had a field."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import kubernetes


def _results(rule: str, kind: str, inputs: dict[str, Any]) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((part(kubernetes(kind), "one", inputs),)))]


def _probed(host: Any, **pod: Any) -> dict[str, Any]:
    probe = {"httpGet": {"path": "/health", "port": 80, "host": host}}
    return {"spec": {"containers": [{"name": "c", "image": "c:1", "livenessProbe": probe}], **pod}}


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        (_probed(None), []),
        (_probed(""), []),
        (_probed("169.254.169.254"), ["fail"]),
        (_probed(UNKNOWN), ["unknown"]),
        ({"spec": {"containers": [{"lifecycle": {"preStop": {"tcpSocket": {"host": "db", "port": 1}}}}]}}, ["fail"]),
        ({"spec": {"containers": [{"readinessProbe": UNKNOWN}]}}, ["unknown"]),
    ],
)
def test_a_probe_asks_the_pod_and_nobody_else(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("k8s-pod-no-host-namespaces", "core/Pod", inputs) == results


NOTE = "container.apparmor.security.beta.kubernetes.io/c"


@pytest.mark.parametrize(
    ("notes", "results"),
    [
        ({NOTE: "unconfined"}, ["fail"]),
        ({NOTE: UNKNOWN}, ["unknown"]),
        ({NOTE: "runtime/default"}, []),
        ({NOTE: "localhost/serve"}, []),
        ({"checksum/config": UNKNOWN}, []),
        (None, []),
        (UNKNOWN, ["unknown"]),
    ],
)
def test_apparmor_is_switched_off_by_an_annotation_too(notes: Any, results: list[str]) -> None:
    spec = {"containers": [{"name": "c", "image": "c:1"}]}
    metadata = {"annotations": notes}
    assert _results("k8s-pod-shields-up", "core/Pod", {"metadata": metadata, "spec": spec}) == results
    template = {"template": {"metadata": metadata, "spec": spec}}
    assert _results("k8s-pod-shields-up", "apps/Deployment", {"spec": template}) == results
    assert _results("k8s-pod-shields-up", "apps/Deployment", {"metadata": metadata, "spec": {}}) == []
