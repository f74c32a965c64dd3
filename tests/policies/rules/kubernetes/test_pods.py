"""Area of concern: settings of pods and containers, and which of the two wins."""

from dataclasses import replace
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import kubernetes

POD = kubernetes("core/Pod")


def _results(rule: str, pod: Any, **params: Any) -> list[str]:
    graph = graph_of((part(POD, "pod", {"spec": pod}),))
    return [found.result.value for found in by_id(rule)(graph, **params)]


def _pod(security: Any = None, **pod: Any) -> dict[str, Any]:
    return {"containers": [{"name": "c", "image": "c:1", "securityContext": security}], **pod}


@pytest.mark.parametrize(
    ("container", "pod", "results"),
    [
        ({"runAsNonRoot": True}, {}, []),
        ({}, {"runAsNonRoot": True}, []),
        ({"runAsNonRoot": False}, {"runAsNonRoot": True}, ["fail"]),
        ({"runAsUser": 1000}, {}, []),
        ({"runAsUser": 0}, {"runAsNonRoot": True}, ["fail"]),
        ({}, {"runAsUser": 0, "runAsNonRoot": True}, ["fail"]),
        ({"runAsUser": 1000}, {"runAsUser": 0}, []),
        ({}, {}, ["fail"]),
        ({"runAsNonRoot": UNKNOWN}, {}, ["unknown"]),
        ({"runAsUser": UNKNOWN, "runAsNonRoot": True}, {}, []),
        (UNKNOWN, {"runAsNonRoot": True}, ["unknown"]),
    ],
)
def test_the_user_of_a_container_wins_over_the_one_of_its_pod(container: Any, pod: Any, results: list[str]) -> None:
    assert _results("k8s-pod-run-as-non-root", _pod(container, securityContext=pod)) == results


@pytest.mark.parametrize(
    ("container", "pod", "results"),
    [
        ({}, {"seccompProfile": {"type": "RuntimeDefault"}}, []),
        ({"seccompProfile": {"type": "Localhost"}}, {}, []),
        ({"seccompProfile": {"type": "Unconfined"}}, {"seccompProfile": {"type": "RuntimeDefault"}}, ["fail"]),
        ({}, {}, ["fail"]),
        ({}, {"seccompProfile": UNKNOWN}, ["unknown"]),
    ],
)
def test_system_calls_are_filtered_for_the_container_or_the_pod(container: Any, pod: Any, results: list[str]) -> None:
    assert _results("k8s-pod-seccomp", _pod(container, securityContext=pod)) == results


LINUX_RULES = (
    "k8s-pod-no-privilege-escalation",
    "k8s-pod-capabilities-dropped",
    "k8s-pod-seccomp",
    "k8s-pod-read-only-root",
)


@pytest.mark.parametrize("rule", LINUX_RULES)
def test_windows_pods_are_not_asked_for_what_only_linux_has(rule: str) -> None:
    assert _results(rule, _pod()) == ["fail"]
    assert _results(rule, _pod(os={"name": "windows"})) == []


@pytest.mark.parametrize(
    ("added", "params", "results"),
    [
        (["NET_BIND_SERVICE"], {}, []),
        (["IPC_LOCK"], {}, ["fail"]),
        (["IPC_LOCK"], {"allowed_capabilities": ["IPC_LOCK"]}, []),
        (["CAP_CHOWN"], {}, []),
        (["ALL"], {}, ["fail"]),
        ([UNKNOWN], {}, ["unknown"]),
    ],
)
def test_capabilities_are_added_from_a_list_only(added: Any, params: dict[str, Any], results: list[str]) -> None:
    assert _results("k8s-pod-no-added-capabilities", _pod({"capabilities": {"add": added}}), **params) == results


@pytest.mark.parametrize(
    ("folder", "params", "results"),
    [
        ({"path": "/var/run/docker.sock"}, {}, ["fail"]),
        ({"path": "/mnt/k8s-disks/0"}, {"allowed_paths": ["/mnt/k8s-disks/*"]}, []),
        ({"path": "/mnt/k8s-disks/../../etc"}, {"allowed_paths": ["/mnt/k8s-disks/*"]}, ["fail"]),
        ({"path": UNKNOWN}, {}, ["fail"]),
        ({"path": UNKNOWN}, {"allowed_paths": ["/mnt/*"]}, ["unknown"]),
        (UNKNOWN, {}, ["unknown"]),
    ],
)
def test_folders_of_the_node_are_mounted_from_a_list_only(folder: Any, params: Any, results: list[str]) -> None:
    volumes = [{"name": "data", "emptyDir": {}}, {"name": "host", "hostPath": folder}]
    assert _results("k8s-pod-no-host-path", _pod(volumes=volumes), **params) == results


def test_a_port_of_the_node_is_one_finding_and_the_whole_network_is_another() -> None:
    ports = [{"containerPort": 80, "hostPort": 80}]
    pod = {"containers": [{"name": "c", "image": "c:1", "ports": ports}]}
    assert _results("k8s-pod-no-host-namespaces", pod) == ["fail"]
    assert _results("k8s-pod-no-host-namespaces", {**pod, "hostNetwork": True}) == ["fail"]
    assert _results("k8s-pod-no-host-namespaces", _pod(hostPID=True, hostIPC=True)) == ["fail", "fail"]


@pytest.mark.parametrize(
    "security",
    [
        {"appArmorProfile": {"type": "Unconfined"}},
        {"seLinuxOptions": {"type": "spc_t"}},
        {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]},
        {"windowsOptions": {"hostProcess": True}},
        {"seccompProfile": {"type": "Unconfined"}},
    ],
)
def test_a_pod_keeps_the_shields_of_the_runtime(security: dict[str, Any]) -> None:
    assert _results("k8s-pod-shields-up", _pod(securityContext=security)) == ["fail"]
    allowed = {"seLinuxOptions": {"type": "container_t"}, "sysctls": [{"name": "net.ipv4.tcp_rmem", "value": "1"}]}
    assert _results("k8s-pod-shields-up", _pod(securityContext=allowed)) == []


@pytest.mark.parametrize(
    ("pod", "results"),
    [
        ({"automountServiceAccountToken": False}, []),
        ({"serviceAccountName": "serve"}, []),
        ({"serviceAccount": "serve"}, []),
        ({"serviceAccountName": "default"}, ["fail"]),
        ({}, ["fail"]),
        ({"serviceAccountName": UNKNOWN}, ["unknown"]),
        ({"automountServiceAccountToken": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_pod_acts_as_itself_or_has_no_token(pod: dict[str, Any], results: list[str]) -> None:
    assert _results("k8s-pod-no-default-token", pod) == results


def test_a_service_account_of_this_stack_is_never_the_default_one() -> None:
    account = part(kubernetes("core/ServiceAccount"), "own")
    pod = part(POD, "pod", {"spec": {"serviceAccountName": UNKNOWN}}, spec="own")
    assert by_id("k8s-pod-no-default-token")(graph_of((account, pod))) == []


def _asking(asked: Any, **pod: Any) -> dict[str, Any]:
    return {"containers": [{"name": "c", "image": "c:1", "resources": asked}], **pod}


@pytest.mark.parametrize(
    ("resources", "pod", "results"),
    [
        ({"limits": {"cpu": "1", "memory": "1Gi"}}, {}, []),
        ({"requests": {"cpu": 1}, "limits": {"memory": "1Gi"}}, {}, []),
        ({"requests": {"cpu": 1, "memory": "1Gi"}}, {}, ["fail"]),
        ({}, {"resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}, []),
        ({}, {}, ["fail", "fail"]),
        (UNKNOWN, {}, ["unknown", "unknown"]),
        ({"limits": {"memory": UNKNOWN}, "requests": {"cpu": 1}}, {}, ["unknown"]),
    ],
)
def test_a_limit_stands_for_the_request_and_a_pod_for_its_containers(resources: Any, pod: Any, results: Any) -> None:
    assert _results("k8s-container-resource-limits", _asking(resources, **pod)) == results


@pytest.mark.parametrize(
    ("limits", "requests", "results"),
    [
        ({"nvidia.com/gpu": 8}, None, []),
        ({"nvidia.com/gpu": 8}, {"nvidia.com/gpu": "8"}, []),
        ({"nvidia.com/gpu": 8}, {"nvidia.com/gpu": 4}, ["fail"]),
        ({}, {"google.com/tpu": 4}, ["fail"]),
        ({"amd.com/gpu": 0.5}, None, ["fail"]),
        ({"nvidia.com/mig-1g.5gb": "500m"}, None, ["fail"]),
        ({"vpc.amazonaws.com/efa": 32}, {"vpc.amazonaws.com/efa": UNKNOWN}, ["unknown"]),
        ({"aws.amazon.com/neuron": UNKNOWN}, None, []),
        ({"hugepages-2Mi": "5120Mi"}, {"hugepages-2Mi": "1Gi"}, ["fail"]),
        ({"cpu": "8", "memory": "64Gi"}, {"cpu": "500m", "memory": "1.5Gi"}, []),
        ({"nvidia.com/gpu": 8}, UNKNOWN, ["unknown"]),
        (UNKNOWN, {"cpu": 1}, []),
        (UNKNOWN, {"nvidia.com/gpu": 1}, ["unknown"]),
    ],
)
def test_accelerators_are_whole_and_asked_for_as_limited(limits: Any, requests: Any, results: list[str]) -> None:
    asked = {"limits": limits, "requests": requests}
    assert _results("k8s-container-gpu-requests-equal-limits", _asking(asked)) == results


DIGEST = f"@sha256:{'0' * 64}"


@pytest.mark.parametrize(
    ("image", "params", "results"),
    [
        ("vllm/vllm-openai:v0.11.0", {}, []),
        ("vllm/vllm-openai:latest", {}, ["fail"]),
        ("vllm/vllm-openai", {}, ["fail"]),
        ("registry.example.com:5000/vllm", {}, ["fail"]),
        ("registry.example.com:5000/vllm:1", {}, []),
        (f"vllm/vllm-openai{DIGEST}", {}, []),
        (f"vllm/vllm-openai:latest{DIGEST}", {}, []),
        ("vllm/vllm-openai:v1", {"digests": True}, ["fail"]),
        ("ghcr.io/acme/serve:1", {"registries": ["ghcr.io/acme"]}, []),
        ("ghcr.io/acme-evil/serve:1", {"registries": ["ghcr.io/acme"]}, ["fail"]),
        ("busybox:1", {"registries": ["docker.io/library/"]}, []),
        ("vllm/vllm-openai:1", {"registries": ["docker.io/vllm"]}, []),
        (UNKNOWN, {}, ["unknown"]),
    ],
)
def test_an_image_has_a_tag_or_a_digest(image: Any, params: dict[str, Any], results: list[str]) -> None:
    assert _results("k8s-container-image-pinned", {"containers": [{"name": "c", "image": image}]}, **params) == results


def test_an_image_volume_is_pinned_like_an_image() -> None:
    volumes = [{"name": "model", "image": {"reference": "ghcr.io/acme/llama:latest"}}]
    pod = {"containers": [{"name": "c", "image": "c:1"}], "volumes": volumes}
    assert _results("k8s-container-image-pinned", pod) == ["fail"]


def test_an_image_that_the_stack_builds_is_referred_to_by_its_digest() -> None:
    built = part("docker-build:index:Image", "image")
    pod = part(POD, "pod", {"spec": {"containers": [{"name": "c", "image": UNKNOWN}]}}, spec="image")
    assert by_id("k8s-container-image-pinned")(graph_of((built, pod))) == []


def _map(data: Any, *secrets: str) -> list[tuple[str, str]]:
    (found,) = graph_of((part(kubernetes("core/ConfigMap"), "settings", {"data": data}),))
    graph = Graph([replace(found, secrets=frozenset(secrets))])
    return [(one.result.value, one.path) for one in by_id("k8s-no-plaintext-secret")(graph)]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"config.yaml": "workers: 4\napi_key: abcdefgh1234"}, [("fail", 'data["config.yaml"]')]),
        ({"config.yaml": "api_key: ${API_KEY}"}, []),
        ({"API_KEY": "correct-horse"}, [("fail", "data.API_KEY")]),
        ({"API_KEY": "/run/secrets/key"}, []),
        ({"API_KEY": UNKNOWN}, [("unknown", "data.API_KEY")]),
        (UNKNOWN, [("unknown", "data")]),
    ],
)
def test_a_config_map_holds_no_credential(data: Any, found: list[tuple[str, str]]) -> None:
    assert _map(data) == found


def test_what_is_secret_in_the_program_does_not_go_into_a_config_map_or_an_open_variable() -> None:
    assert _map({"note": "x"}, "data.note") == [("fail", "data.note")]
    assert _map({"note": UNKNOWN}, "data") == [("fail", "data"), ("unknown", "data.note")]

    spec = {"containers": [{"name": "c", "image": "c:1", "env": [{"name": "DB", "value": "x"}]}]}
    (pod,) = graph_of((part(POD, "pod", {"spec": spec}),))
    sealed = replace(pod, secrets=frozenset({"spec.containers[0].env[0].value"}))
    assert [one.path for one in by_id("k8s-no-plaintext-secret")(Graph([sealed]))] == [
        "spec.containers[0].env[0].value"
    ]
    assert by_id("k8s-no-plaintext-secret")(Graph([pod])) == []


def test_credentials_in_commands_are_ours_and_those_in_environments_are_found_by_the_rule_for_all_clouds() -> None:
    env = [{"name": "WANDB_API_KEY", "value": "correct-horse"}]
    args = ["--api-key=abcdefgh1234", "--port=80", "--auth-token", "abcdefgh1234", "--api-key", "$(API_KEY)"]
    pod = {"containers": [{"name": "c", "image": "c:1", "args": args, "env": env}]}
    graph = graph_of((part(POD, "pod", {"spec": pod}),))
    found = by_id("k8s-no-plaintext-secret")(graph)
    assert [one.path for one in found] == ["spec.containers[0].args[0]", "spec.containers[0].args[3]"]
    assert [one.path for one in by_id("ai-no-plaintext-secret")(graph)] == ["spec.containers[0].env[0].value"]
