"""Area of concern: rules find the pods of every kind, in every version, and except workloads by name."""

import gzip
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import RULES, by_id
from stackwright.policies.rules.kubernetes.workloads import ANY, COMPLETE, PODS, WORKLOADS, containers, pods
from stackwright.policies.tokens import kubernetes, unversioned

SHARED = Path(os.environ.get("STACKWRIGHT_SHARED", Path(__file__).parents[5] / "shared"))
BAD_POD = {"containers": [{"name": "c", "image": "c:1", "securityContext": {"privileged": True}}]}
TEMPLATE = {"spec": {"template": {"spec": BAD_POD}}}


def _results(rule: str, token: str, inputs: dict[str, Any], **params: Any) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((part(token, "own", inputs),)), **params)]


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("kubernetes:core/v1:Pod", {"spec": BAD_POD}),
        ("kubernetes:core/v1:PodTemplate", {"template": {"spec": BAD_POD}}),
        ("kubernetes:core/v1:PodList", {"items": [{"spec": BAD_POD}]}),
        ("kubernetes:core/v1:ReplicationController", TEMPLATE),
        ("kubernetes:apps/v1:Deployment", TEMPLATE),
        ("kubernetes:apps/v1beta2:StatefulSet", TEMPLATE),
        ("kubernetes:apps/v1:DeploymentPatch", TEMPLATE),
        ("kubernetes:extensions/v1beta1:DaemonSet", TEMPLATE),
        ("kubernetes:extensions/v1beta1:ReplicaSetPatch", TEMPLATE),
        ("kubernetes:batch/v1:Job", TEMPLATE),
        ("kubernetes:batch/v1beta1:CronJob", {"spec": {"jobTemplate": TEMPLATE}}),
        ("kubernetes:jobset.x-k8s.io/v1alpha2:JobSet", {"spec": {"replicatedJobs": [{"template": TEMPLATE}]}}),
        (
            "kubernetes:leaderworkerset.x-k8s.io/v1:LeaderWorkerSet",
            {"spec": {"leaderWorkerTemplate": {"workerTemplate": {"spec": BAD_POD}}}},
        ),
        (
            "kubernetes:kubeflow.org/v1:PyTorchJob",
            {"spec": {"pytorchReplicaSpecs": {"Worker": {"template": {"spec": BAD_POD}}}}},
        ),
        (
            "kubernetes:kubeflow.org/v2beta1:MPIJob",
            {"spec": {"mpiReplicaSpecs": {"Launcher": {"template": {"spec": BAD_POD}}}}},
        ),
        (
            "kubernetes:trainer.kubeflow.org/v1alpha1:ClusterTrainingRuntime",
            {"spec": {"template": {"spec": {"replicatedJobs": [{"template": TEMPLATE}]}}}},
        ),
        ("kubernetes:ray.io/v1:RayCluster", {"spec": {"headGroupSpec": {"template": {"spec": BAD_POD}}}}),
        (
            "kubernetes:ray.io/v1:RayJob",
            {"spec": {"rayClusterSpec": {"workerGroupSpecs": [{"template": {"spec": BAD_POD}}]}}},
        ),
        (
            "kubernetes:ray.io/v1alpha1:RayService",
            {"spec": {"rayClusterConfig": {"workerGroupSpecs": [{"template": {"spec": BAD_POD}}]}}},
        ),
        ("kubernetes:batch.volcano.sh/v1alpha1:Job", {"spec": {"tasks": [{"template": {"spec": BAD_POD}}]}}),
    ],
)
def test_a_container_is_found_in_every_kind_that_runs_pods(token: str, inputs: dict[str, Any]) -> None:
    assert _results("k8s-pod-no-privileged", token, inputs) == ["fail"]


@pytest.mark.parametrize("group", ["containers", "initContainers", "ephemeralContainers"])
def test_init_and_debug_containers_are_judged_too(group: str) -> None:
    pod = {"containers": [{"name": "c", "image": "c:1"}], group: BAD_POD["containers"]}
    assert _results("k8s-pod-no-privileged", kubernetes("core/Pod"), {"spec": pod}) == ["fail"]


@pytest.mark.parametrize("token", ["kubernetes:serving.knative.dev/v1:Service", "kubernetes:example.com/v1:Deployment"])
def test_a_kind_of_another_group_is_not_taken_for_the_one_of_kubernetes(token: str) -> None:
    assert unversioned(token) == token
    assert not [rule.id for rule in RULES if token in rule.types]


def test_a_patch_is_judged_by_what_it_says_and_not_by_what_it_leaves_out() -> None:
    token = kubernetes("apps/DeploymentPatch")
    assert token in ANY - COMPLETE - WORKLOADS
    assert _results("k8s-pod-run-as-non-root", token, {"spec": {"replicas": 2}}) == []
    assert _results("k8s-pod-no-privileged", token, TEMPLATE) == ["fail"]


def test_what_is_not_known_yet_is_named_where_it_starts() -> None:
    resource = Resource("u", kubernetes("core/Pod"), "pod", {"spec": {"containers": UNKNOWN}})
    assert list(pods(resource)) == ["spec"]
    assert list(containers(resource)) == [("spec", "spec.containers")]
    assert list(containers(replace(resource, inputs={"spec": {"containers": [None]}}))) == []


def _contract() -> dict[str, Any]:
    with gzip.open(SHARED / "contracts" / "contracts-kubernetes.json.gz") as file:
        return json.load(file)


def _leads(types: dict[str, Any], properties: dict[str, str], steps: list[str]) -> bool:
    found = properties.get(steps[0].removesuffix("[*]"))
    inner = re.findall(r"#([\w:/.-]+)", found or "")
    return bool(found) and (len(steps) == 1 or any(_leads(types, types[one]["properties"], steps[1:]) for one in inner))


@pytest.mark.usefixtures("shared")
def test_the_built_in_types_of_all_rules_exist_and_keep_their_pods_where_we_look() -> None:
    contract = _contract()
    own = {one.partition("/")[0] for one in contract["resources"] if one.startswith("kubernetes:")}
    judged = {one for rule in RULES for one in rule.types if one.partition("/")[0] in own}
    assert len(judged) > 30
    assert judged <= set(contract["resources"])
    for token in ANY & judged:
        (path,) = PODS[token]
        steps = f"{path}.containers[*].securityContext.privileged".split(".")
        assert _leads(contract["types"], contract["resources"][token]["inputs"], steps), token


PLUGIN = {
    "hostNetwork": True,
    "volumes": [{"name": "sockets", "hostPath": {"path": "/var/lib/kubelet/device-plugins"}}],
    **BAD_POD,
}
NODE_RULES = ("k8s-pod-no-privileged", "k8s-pod-no-host-namespaces", "k8s-pod-no-host-path", "k8s-pod-run-as-non-root")


@pytest.mark.parametrize("rule", NODE_RULES)
@pytest.mark.parametrize(
    ("metadata", "results"),
    [
        ({"name": "nvidia-device-plugin-daemonset", "namespace": "kube-system"}, set()),
        ({"name": "aws-efa-k8s-device-plugin-daemonset", "namespace": "kube-system"}, set()),
        ({"name": "nvidia-driver-daemonset-5.15", "namespace": "gpu-operator"}, set()),
        ({"name": "nvidia-device-plugin-daemonset", "namespace": "research"}, {"fail"}),
        ({"name": "train", "namespace": "kube-system"}, {"fail"}),
        ({"name": "train", "namespace": UNKNOWN}, {"fail"}),
        ({"name": "nvidia-device-plugin-daemonset", "namespace": UNKNOWN}, {"unknown"}),
        ({"name": UNKNOWN, "namespace": "kube-system"}, {"unknown"}),
        ({"name": UNKNOWN, "namespace": "research"}, {"fail"}),
        (UNKNOWN, {"unknown"}),
        ({}, {"fail"}),
    ],
)
def test_a_device_plugin_is_excepted_by_name_and_namespace(rule: str, metadata: Any, results: set[str]) -> None:
    found = _results(rule, kubernetes("apps/DaemonSet"), {"metadata": metadata, "spec": {"template": {"spec": PLUGIN}}})
    assert set(found) == results


def test_the_namespace_may_be_one_of_this_stack_or_of_its_provider() -> None:
    plugin = {
        "metadata": {"name": "nvidia-device-plugin", "namespace": UNKNOWN},
        "spec": {"template": {"spec": PLUGIN}},
    }
    daemons = kubernetes("apps/DaemonSet")
    space = part(kubernetes("core/Namespace"), "gpus", {"metadata": {"name": "gpu-operator"}})
    made = graph_of((space, part(daemons, "plugin", plugin, metadata="gpus")))
    assert by_id("k8s-pod-no-privileged")(made) == []

    provider = Resource("p", "pulumi:providers:kubernetes", "cluster", {"namespace": "gpu-operator"})
    (plain,) = graph_of((part(daemons, "plugin", {**plugin, "metadata": {"name": "nvidia-device-plugin"}}),))
    assert by_id("k8s-pod-no-privileged")(Graph([provider, replace(plain, provider="p")])) == []
    assert by_id("k8s-pod-no-privileged")(Graph([plain]))


def test_the_knob_names_other_workloads() -> None:
    inputs = {"metadata": {"name": "cilium", "namespace": "kube-system"}, "spec": {"template": {"spec": PLUGIN}}}
    token = kubernetes("apps/DaemonSet")
    assert _results("k8s-pod-no-privileged", token, inputs) == ["fail"]
    assert _results("k8s-pod-no-privileged", token, inputs, allowed=["kube-system/cilium"]) == []
    assert _results("k8s-pod-no-privileged", token, inputs, allowed=["cili*"]) == []
