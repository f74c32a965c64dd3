"""Area of concern: namespaces, who reaches what, who may do what, and what is installed."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import kubernetes

DEPLOYMENT = kubernetes("apps/Deployment")
POLICY = kubernetes("networking.k8s.io/NetworkPolicy")
NAMESPACE = kubernetes("core/Namespace")
SERVICE = kubernetes("core/Service")
GROUP = "rbac.authorization.k8s.io"


def _results(rule: str, token: str, inputs: dict[str, Any], **params: Any) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((part(token, "own", inputs),)), **params)]


def _in(space: Any) -> dict[str, Any]:
    return {"metadata": {"namespace": space}}


def _policy(space: Any, **spec: Any) -> Part:
    return part(POLICY, f"policy-{space}", {**_in(space), "spec": {"podSelector": {}, **spec}})


@pytest.mark.parametrize(
    ("policies", "results"),
    [
        ([_policy("lab")], []),
        ([_policy("lab", ingress=[], policyTypes=["Ingress", "Egress"])], []),
        ([_policy("lab", podSelector={"matchLabels": {}, "matchExpressions": []})], []),
        ([_policy("lab", policyTypes=["Egress"])], ["fail"]),
        ([_policy("lab", ingress=[{}])], ["fail"]),
        ([_policy("lab", podSelector={"matchLabels": {"app": "x"}})], ["fail"]),
        ([_policy("other")], ["fail"]),
        ([], ["fail"]),
        ([_policy(UNKNOWN)], ["unknown"]),
        ([_policy("lab", podSelector=UNKNOWN)], ["unknown"]),
        ([_policy("lab", policyTypes=[UNKNOWN])], ["unknown"]),
        ([_policy("lab", ingress=UNKNOWN)], ["unknown"]),
        ([_policy("other", podSelector=UNKNOWN)], ["fail"]),
        ([_policy(UNKNOWN, podSelector={"matchLabels": {"app": UNKNOWN}})], ["fail"]),
    ],
)
def test_a_namespace_is_closed_by_a_policy_about_all_its_pods(policies: list[Part], results: list[str]) -> None:
    parts = (part(DEPLOYMENT, "a", _in("lab")), part(DEPLOYMENT, "b", _in("lab")), *policies)
    found = by_id("k8s-namespace-network-policy")(graph_of(parts))
    assert [one.result.value for one in found] == results


def test_the_finding_is_the_namespace_s_where_the_stack_makes_it() -> None:
    parts = (
        part(NAMESPACE, "lab"),
        part(DEPLOYMENT, "a", _in(UNKNOWN), metadata="lab"),
        part(DEPLOYMENT, "b", _in("shared")),
        part(DEPLOYMENT, "c", _in("kube-system")),
    )
    found = by_id("k8s-namespace-network-policy")(graph_of(parts))
    assert [one.urn.rpartition(":")[2] for one in found] == ["lab", "b"]
    assert by_id("k8s-namespace-network-policy")(graph_of(parts), allowed_namespaces=["*"]) == []


def test_a_workload_in_a_namespace_that_nobody_knows_yet_waits() -> None:
    found = by_id("k8s-namespace-network-policy")(graph_of((part(DEPLOYMENT, "a", _in(UNKNOWN)), _policy("lab"))))
    assert [(one.result.value, one.path) for one in found] == [("unknown", "metadata.namespace")]


@pytest.mark.parametrize(
    ("rules", "params", "results"),
    [
        ([{}], {}, ["fail"]),
        ([{"from": []}], {}, ["fail"]),
        ([{"from": [{"namespaceSelector": {}}]}], {}, []),
        ([{"from": [{"ipBlock": {"cidr": "::/0"}}]}], {}, ["fail"]),
        ([{"from": [{"ipBlock": {"cidr": UNKNOWN}}]}], {}, ["unknown"]),
        ([{"from": UNKNOWN}], {}, ["unknown"]),
        ([{"ports": [{"port": 443}]}], {}, ["fail"]),
        ([{"ports": [{"port": 443.0}]}], {"allowed_ports": [443]}, []),
        ([{"ports": [{"port": 443, "endPort": 8443}]}], {"allowed_ports": [443]}, ["fail"]),
        ([{"ports": [{"protocol": "TCP"}]}], {"allowed_ports": [443]}, ["fail"]),
        ([{"ports": [{"port": UNKNOWN}]}], {"allowed_ports": [443]}, ["unknown"]),
        (UNKNOWN, {}, ["unknown"]),
        ([], {}, []),
    ],
)
def test_a_policy_lets_in_whom_it_names(rules: Any, params: dict[str, Any], results: list[str]) -> None:
    inputs = {"spec": {"podSelector": {}, "ingress": rules}}
    assert _results("k8s-network-policy-not-open", POLICY, inputs, **params) == results
    outgoing = {"spec": {"podSelector": {}, "ingress": rules, "policyTypes": ["Egress"]}}
    assert _results("k8s-network-policy-not-open", POLICY, outgoing, **params) == []


AWS = "service.beta.kubernetes.io/aws-load-balancer-"


@pytest.mark.parametrize(
    ("annotations", "spec", "results"),
    [
        ({}, {}, ["fail"]),
        ({f"{AWS}scheme": "internal"}, {}, []),
        ({f"{AWS}internal": "true"}, {}, []),
        ({f"{AWS}internal": "false"}, {}, ["fail"]),
        ({"networking.gke.io/load-balancer-type": "Internal"}, {}, []),
        ({"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}, {}, []),
        ({}, {"loadBalancerClass": "service.k8s.aws/nlb"}, []),
        ({f"{AWS}type": "external"}, {}, []),
        ({f"{AWS}type": "nlb"}, {}, ["fail"]),
        ({f"{AWS}scheme": "internet-facing"}, {"loadBalancerClass": "eks.amazonaws.com/nlb"}, ["fail"]),
        ({}, {"loadBalancerSourceRanges": ["203.0.113.0/24"]}, []),
        ({}, {"loadBalancerSourceRanges": ["203.0.113.0/24", "0.0.0.0/0"]}, ["fail"]),
        ({}, {"loadBalancerSourceRanges": []}, ["fail"]),
        ({"service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8, 0.0.0.0/0"}, {}, ["fail"]),
        ({"service.beta.kubernetes.io/azure-allowed-ip-ranges": "203.0.113.0/24"}, {}, []),
        ({}, {"type": "ClusterIP"}, []),
        ({}, {"type": UNKNOWN}, ["unknown"]),
        (UNKNOWN, {}, ["unknown"]),
        ({}, {"loadBalancerSourceRanges": UNKNOWN}, ["unknown"]),
        ({}, {"loadBalancerClass": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_load_balancer_is_internal_or_names_who_may_connect(annotations: Any, spec: Any, results: list[str]) -> None:
    inputs = {
        "metadata": {"annotations": annotations},
        "spec": {"type": "LoadBalancer", "ports": [{"port": 80}], **spec},
    }
    assert _results("k8s-service-no-open-load-balancer", SERVICE, inputs) == results


def test_a_load_balancer_may_be_open_on_ports_that_are_allowed() -> None:
    inputs = {"spec": {"type": "LoadBalancer", "ports": [{"port": 443}]}}
    assert _results("k8s-service-no-open-load-balancer", SERVICE, inputs, allowed_ports=[443]) == []
    assert _results("k8s-service-no-open-load-balancer", SERVICE, inputs, allowed_ports=[80]) == ["fail"]


HTTP, HTTPS = '[{"HTTP": 80}]', '[{"HTTP": 80}, {"HTTPS": 443}]'


@pytest.mark.parametrize(
    ("token", "annotations", "spec", "results"),
    [
        ("kubernetes:networking.k8s.io/v1:Ingress", {}, {}, ["fail"]),
        ("kubernetes:extensions/v1beta1:Ingress", {}, {}, ["fail"]),
        ("kubernetes:networking.k8s.io/v1:Ingress", {}, {"tls": [{"secretName": "web"}]}, []),
        ("kubernetes:networking.k8s.io/v1:Ingress", {}, {"tls": []}, ["fail"]),
        ("kubernetes:networking.k8s.io/v1:Ingress", {"alb.ingress.kubernetes.io/certificate-arn": "arn"}, {}, []),
        ("kubernetes:networking.k8s.io/v1:Ingress", {"networking.gke.io/managed-certificates": "web"}, {}, []),
        ("kubernetes:networking.k8s.io/v1:Ingress", {"alb.ingress.kubernetes.io/listen-ports": HTTPS}, {}, []),
        ("kubernetes:networking.k8s.io/v1:Ingress", {"alb.ingress.kubernetes.io/listen-ports": HTTP}, {}, ["fail"]),
        (
            "kubernetes:networking.k8s.io/v1:Ingress",
            {"alb.ingress.kubernetes.io/listen-ports": UNKNOWN},
            {},
            ["unknown"],
        ),
        ("kubernetes:networking.k8s.io/v1:Ingress", UNKNOWN, {}, ["unknown"]),
    ],
)
def test_an_ingress_has_a_certificate_of_the_cluster_or_of_the_cloud(
    token: str, annotations: Any, spec: Any, results: list[str]
) -> None:
    assert _results("k8s-ingress-tls", token, {"metadata": {"annotations": annotations}, "spec": spec}) == results


@pytest.mark.parametrize(
    ("metadata", "results"),
    [
        ({"labels": {"pod-security.kubernetes.io/enforce": "baseline"}}, []),
        ({"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}, ["fail"]),
        ({"labels": {"pod-security.kubernetes.io/warn": "restricted"}}, ["fail"]),
        ({"name": "gpu-operator"}, []),
        ({"name": UNKNOWN}, ["unknown"]),
        ({"name": UNKNOWN, "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}, []),
        ({"labels": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_namespace_enforces_a_level_unless_it_is_the_system_s(metadata: Any, results: list[str]) -> None:
    assert _results("k8s-namespace-pod-security", NAMESPACE, {"metadata": metadata}) == results


@pytest.mark.parametrize(
    ("rules", "results"),
    [
        ([{"resources": ["roles"], "verbs": ["escalate"]}], ["fail"]),
        ([{"resources": ["clusterroles"], "verbs": ["bind"], "resourceNames": ["view"]}], []),
        ([{"resources": ["users"], "verbs": ["impersonate"]}], ["fail"]),
        ([{"resources": ["mutatingwebhookconfigurations"], "verbs": ["get", "list"]}], []),
        ([{"resources": ["mutatingwebhookconfigurations"], "verbs": ["patch"]}], ["fail"]),
        ([{"resources": ["nodes/proxy"], "verbs": ["get"]}], ["fail"]),
        ([{"resources": ["*/token"], "verbs": ["create"]}], ["fail"]),
        ([{"resources": [UNKNOWN], "verbs": ["list"]}], []),
        ([{"resources": ["pods"], "verbs": [UNKNOWN]}], ["unknown"]),
        (UNKNOWN, ["unknown"]),
    ],
)
def test_a_role_does_not_let_its_holder_become_somebody_else(rules: Any, results: list[str]) -> None:
    assert _results("k8s-rbac-no-escalation", kubernetes(f"{GROUP}/ClusterRole"), {"rules": rules}) == results


@pytest.mark.parametrize(
    ("subject", "results"),
    [
        ({"kind": "User", "name": "system:anonymous"}, ["fail"]),
        ({"kind": "Group", "name": "research"}, []),
        ({"kind": "Group", "name": UNKNOWN}, ["unknown"]),
        ({"kind": "ServiceAccount", "name": UNKNOWN}, []),
        ({"kind": UNKNOWN, "name": "system:unauthenticated"}, ["fail"]),
    ],
)
def test_a_role_is_given_to_somebody(subject: dict[str, Any], results: list[str]) -> None:
    inputs = {"roleRef": {"kind": "Role", "name": "reader"}, "subjects": [subject]}
    assert _results("k8s-rbac-no-anonymous", f"kubernetes:{GROUP}/v1beta1:RoleBinding", inputs) == results


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"chart": "kueue", "version": "0.17.2"}, []),
        ({"chart": "oci://registry.k8s.io/kueue/charts/kueue", "version": "v0.17.2-rc.1+build.4"}, []),
        ({"chart": "oci://registry.k8s.io/kueue/charts/kueue"}, ["fail"]),
        ({"chart": f"oci://registry.k8s.io/kueue@sha256:{'a' * 64}"}, []),
        ({"chart": "./charts/kueue"}, []),
        ({"chart": "https://example.com/kueue-0.17.2.tgz"}, []),
        ({"chart": "kueue", "version": "^0.17"}, ["fail"]),
        ({"chart": "kueue", "version": "0.17"}, ["fail"]),
        ({"chart": "kueue", "version": UNKNOWN}, ["unknown"]),
        ({"chart": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_chart_is_of_one_version(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("k8s-helm-release-pinned", "kubernetes:helm.sh/v3:Release", inputs) == results


JOB = kubernetes("batch/Job")


@pytest.mark.parametrize(
    ("token", "spec", "results"),
    [
        (JOB, {"activeDeadlineSeconds": 3600}, []),
        (JOB, {"template": {"spec": {"activeDeadlineSeconds": 3600}}}, []),
        (JOB, {"activeDeadlineSeconds": 1e9}, ["fail"]),
        (JOB, {"activeDeadlineSeconds": UNKNOWN}, ["unknown"]),
        (JOB, {}, ["fail"]),
        (kubernetes("batch/CronJob"), {"jobTemplate": {"spec": {"activeDeadlineSeconds": 60}}}, []),
        ("kubernetes:kubeflow.org/v2beta1:MPIJob", {"runPolicy": {"activeDeadlineSeconds": 60}}, []),
        ("kubernetes:kubeflow.org/v1:PyTorchJob", {}, ["fail"]),
    ],
)
def test_a_job_ends(token: str, spec: dict[str, Any], results: list[str]) -> None:
    assert _results("k8s-job-max-runtime", token, {"spec": spec}) == results


@pytest.mark.parametrize(
    ("probes", "results"),
    [([{}], []), ([None, {"httpGet": {}}], []), ([None, None], ["fail"]), ([UNKNOWN, None], ["unknown"])],
)
def test_a_server_says_when_it_is_ready(probes: list[Any], results: list[str]) -> None:
    inside = [{"name": "c", "image": "c:1", "readinessProbe": probe} for probe in probes]
    inputs = {"spec": {"template": {"spec": {"containers": inside}}}}
    assert _results("k8s-server-readiness", DEPLOYMENT, inputs) == results
