"""Every remedy against its rule's own examples, in a graph and as the engine asks for it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi.runtime.proto import analyzer_pb2 as proto

from stackwright.plan.graph import UNKNOWN, Graph, Resource, joined, leaves, steps_of, value_at
from stackwright.plan.wire import SECRET, SIGNATURE, UNKNOWN_SENTINELS, decoded, struct
from stackwright.policies.analyzer import RuleAnalyzer
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Level
from stackwright.policies.registry import RULES, by_id
from stackwright.policies.remediation import remediated, remedies_of
from stackwright.policies.remedy import Put
from stackwright.policies.rule import Rule
from stackwright.policies.tokens import azure, gcp, token

REMEDIED = tuple(one for one in RULES if one.remedy)
EACH = pytest.mark.parametrize("rule", REMEDIED, ids=lambda rule: rule.id)
CATALOGUE = """
    ai-required-tags aws-ec2-ebs-encrypted aws-ec2-imdsv2 aws-ecr-immutable aws-ecr-scan-on-push aws-efs-encrypted
    aws-eks-audit-logs aws-kms-rotation aws-logs-cmk-retention aws-s3-block-public-access
    aws-sagemaker-domain-idle-shutdown aws-sagemaker-domain-vpc-only aws-sagemaker-model-network-isolation
    aws-sagemaker-notebook-imdsv2 aws-sagemaker-notebook-no-internet aws-sagemaker-notebook-no-root
    aws-sagemaker-training-intercontainer-encryption azure-acr-hardened azure-aks-no-local-accounts
    azure-aks-no-node-public-ip azure-aks-workload-identity azure-keyvault-recoverable azure-ml-cluster-scale-to-zero
    azure-ml-compute-no-local-auth azure-ml-instance-idle-shutdown azure-openai-no-keys azure-storage-https-only
    azure-storage-min-tls azure-storage-no-public-blob gcp-compute-shielded-vm gcp-gcs-public-access-prevention
    gcp-gcs-uniform-access gcp-gke-repair-upgrade gcp-gke-shielded-nodes gcp-gke-workload-identity gcp-kms-rotation
    gcp-network-custom-mode gcp-network-private-google-access gcp-workbench-idle-shutdown gcp-workbench-private
"""
"""Controls that the catalogue wants put right."""


def _remediated(rule: Rule, graph: Graph, **params: Any) -> tuple[Graph, list[str]]:
    setting = rule.setting(level=Level.REMEDIATE, params={**rule.example_params, **params})
    graph, changes = remediated((rule,), graph, {rule.id: setting})
    return graph, [change.sentence for change in changes]


def test_every_control_that_the_catalogue_wants_put_right_has_a_remedy() -> None:
    assert {one.id for one in REMEDIED} >= set(CATALOGUE.split())


@EACH
def test_the_bad_example_passes_once_it_is_put_right(rule: Rule) -> None:
    graph, changes = _remediated(rule, graph_of(rule.bad))
    assert changes
    assert rule(graph, **rule.example_params) == []


@EACH
def test_what_is_put_right_is_not_changed_again(rule: Rule) -> None:
    once, _ = _remediated(rule, graph_of(rule.bad))
    twice, changes = _remediated(rule, once)
    assert changes == []
    assert twice is once


@EACH
def test_the_good_example_is_not_changed(rule: Rule) -> None:
    graph = graph_of(rule.good)
    assert _remediated(rule, graph) == (graph, [])


@EACH
@pytest.mark.parametrize("level", [Level.MANDATORY, Level.ADVISORY, Level.DISABLED])
def test_nothing_is_changed_at_another_level(rule: Rule, level: Level) -> None:
    graph = graph_of(rule.bad)
    assert remediated((rule,), graph, {rule.id: rule.setting(level=level)}) == (graph, ())


def test_no_rule_remediates_unless_it_is_told_to() -> None:
    assert {level for one in RULES for level in one.levels.values()} == set(Level) - {Level.REMEDIATE}


BARE = {
    ("aws-logs-cmk-retention", token("cloudwatch/LogGroup")): {"kmsKeyId"},
    ("aws-sagemaker-domain-vpc-only", token("sagemaker/Domain")): {"appNetworkAccessType"},
    ("aws-sagemaker-notebook-no-internet", token("sagemaker/NotebookInstance")): {"directInternetAccess"},
    ("azure-acr-hardened", azure("containerregistry/Registry")): {"publicNetworkAccess"},
    ("azure-aks-no-local-accounts", azure("containerservice/ManagedCluster")): {"disableLocalAccounts"},
    ("gcp-gke-workload-identity", gcp("container/Cluster")): {
        "nodeConfig.workloadMetadataConfig.mode",
        "workloadIdentityConfig.workloadPool",
    },
}
"""What stays to be found of a resource that says nothing at all: it needs a key, a network or a project."""


@EACH
def test_of_a_resource_that_says_nothing_only_what_needs_another_one_stays(rule: Rule) -> None:
    for kind in rule.types:
        graph, _ = _remediated(rule, graph_of((part(kind, "bare"),)))
        left = {found.path for found in rule(graph, **rule.example_params)}
        assert left == BARE.get((rule.id, kind), {""} if rule.remedy and rule.remedy.types else set())


def _with(value: Any, steps: tuple[object, ...], new: Any) -> Any:
    if not steps:
        return new
    if isinstance(value, Mapping):
        return {**value, steps[0]: _with(value[steps[0]], steps[1:], new)}
    return [_with(item, steps[1:], new) if index == steps[0] else item for index, item in enumerate(value)]


def _with_leaf(graph: Graph, new: Any) -> Iterator[tuple[Graph, str, str]]:
    for resource in graph:
        for path, _ in leaves(resource.inputs):
            changed = replace(resource, inputs=_with(resource.inputs, steps_of(path), new)) if path else resource
            yield Graph(changed if one is resource else one for one in graph), resource.urn, path


@EACH
def test_what_is_not_known_yet_stays_so(rule: Rule) -> None:
    for graph, urn, path in _with_leaf(graph_of(rule.bad), UNKNOWN):
        after, _ = _remediated(rule, graph)
        assert value_at(after.by_urn[urn].inputs, path) is UNKNOWN or not path


@EACH
def test_odd_values_are_no_trouble(rule: Rule) -> None:
    for odd in (None, 7, "text", [], {}, [7], ["text"], {"a": [UNKNOWN]}, [UNKNOWN]):
        for graph, _, _ in _with_leaf(graph_of(rule.bad), odd):
            once, _ = _remediated(rule, graph)
            assert _remediated(rule, once) == (once, [])


def _asked(resource: Resource, inputs: Any = None) -> Any:
    sent = struct(resource.inputs) if inputs is None else inputs
    return proto.AnalyzeRequest(urn=resource.urn, type=resource.type, name=resource.name, properties=sent)


def _analyzer(rule: Rule) -> RuleAnalyzer:
    analyzer = RuleAnalyzer("mine", (rule,))
    analyzer.settings[rule.id] = rule.setting(level=Level.REMEDIATE, params=rule.example_params)
    return analyzer


@EACH
def test_the_engine_is_told_the_same(rule: Rule) -> None:
    bad, analyzer = graph_of(rule.bad), _analyzer(rule)
    after, changes = _remediated(rule, bad)
    answers = [analyzer.Remediate(_asked(resource), None).remediations for resource in bad]
    for resource, answer in zip(after, answers, strict=True):
        changed = [decoded(one.properties)[0] for one in answer]
        assert changed == ([resource.inputs] if resource.inputs != bad.by_urn[resource.urn].inputs else [])
    said = [one.description for answer in answers for one in answer]
    assert all(text.startswith(f"{rule.title}: ") for text in said)
    assert all(any(change in text for text in said) for change in changes)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4) | st.sampled_from(sorted(UNKNOWN_SENTINELS)),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.text(max_size=3), below, max_size=2),
    max_leaves=5,
)


def _strewn(value: Any, data: st.DataObject) -> Any:
    """The same value with other properties beside its own, and secrets at places of chance."""
    if value is UNKNOWN:
        return data.draw(st.sampled_from(sorted(UNKNOWN_SENTINELS)))
    if isinstance(value, Mapping):
        value = {key: _strewn(item, data) for key, item in value.items()}
        value |= {f"other{key}": item for key, item in data.draw(st.dictionaries(st.text(max_size=3), _VALUES)).items()}
    elif isinstance(value, list):
        value = [_strewn(item, data) for item in value]
    return {SIGNATURE: SECRET, "value": value} if data.draw(st.integers(0, 3)) == 0 else value


def _raw_leaves(value: Any, path: str = "", marked: str = "") -> Iterator[tuple[str, str, Any]]:
    """(Path without marks, path with them, value) of everything that the engine sent, marks included."""
    if isinstance(value, dict) and value:
        secret = value.get(SIGNATURE) == SECRET
        for key, item in value.items():
            below = path if secret else joined(path, key)
            yield from _raw_leaves(item, below, joined(marked, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _raw_leaves(item, f"{path}[{index}]", f"{marked}[{index}]")
    else:
        yield path, marked, repr(value)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_secrets_unknowns_and_all_that_is_not_set_survive(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(REMEDIED))
    resource = data.draw(st.sampled_from([one for one in graph_of(rule.bad) if remedies_of((rule,))(one.type)]))
    sent = struct({key: _strewn(value, data) for key, value in resource.inputs.items()})
    inputs, secrets = decoded(sent)
    answer = _analyzer(rule).Remediate(_asked(resource, sent), None).remediations
    _, changes = remediated((rule,), Graph([replace(resource, inputs=inputs)]), dict(_analyzer(rule).settings))
    assert bool(answer) == bool(changes)
    after = answer[0].properties if answer else sent
    assert decoded(after)[1] == secrets
    put = tuple(change.path for change in changes)
    before, now = set(_raw_leaves(MessageToDict(sent))), set(_raw_leaves(MessageToDict(after)))
    assert all(any(_within(path, top) for top in put) for path, _, _ in now - before)
    assert all(any(_within(path, top) or _within(top, path) for top in put) for path, _, _ in before - now)
    assert {one for one in before if one[2].strip("'") in UNKNOWN_SENTINELS} <= now


def _within(path: str, top: str) -> bool:
    return steps_of(path)[: len(steps_of(top))] == steps_of(top)


@pytest.mark.parametrize(
    ("id", "kind", "inputs"),
    [
        ("aws-kms-rotation", token("kms/Key"), {"customKeyStoreId": "cks-1"}),
        ("aws-kms-rotation", token("kms/Key"), {"customerMasterKeySpec": UNKNOWN}),
        (
            "aws-ecr-immutable",
            token("ecr/Repository"),
            {"imageTagMutability": "MUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [{"filter": "v*"}]},
        ),
        ("aws-sagemaker-training-intercontainer-encryption", token("sagemaker/TrainingJob"), {}),
        ("azure-ml-compute-no-local-auth", azure("machinelearningservices/Compute"), {"properties": UNKNOWN}),
        (
            "azure-ml-cluster-scale-to-zero",
            azure("machinelearningservices/Compute"),
            {"properties": {"computeType": UNKNOWN, "properties": {"scaleSettings": {"minNodeCount": 3}}}},
        ),
        ("gcp-kms-rotation", gcp("kms/CryptoKey"), {"purpose": "ASYMMETRIC_SIGN"}),
        ("gcp-network-private-google-access", gcp("compute/Subnetwork"), {"purpose": UNKNOWN}),
        ("gcp-gke-shielded-nodes", gcp("container/Cluster"), {"removeDefaultNodePool": UNKNOWN}),
        (
            "gcp-gke-repair-upgrade",
            gcp("container/NodePool"),
            {"nodeConfig": {"flexStart": UNKNOWN}, "management": {"autoRepair": False}},
        ),
        (
            "gcp-compute-shielded-vm",
            gcp("compute/Instance"),
            {"guestAccelerators": [{"type": "nvidia-l4", "count": 1}]},
        ),
        ("azure-acr-hardened", azure("containerregistry/Registry"), {"sku": {"name": "Basic"}}),
    ],
)
def test_nothing_is_set_that_the_cloud_would_refuse_or_that_an_unknown_decides(
    id: str, kind: str, inputs: dict[str, Any]
) -> None:
    graph = graph_of((part(kind, "a", inputs),))
    assert _remediated(by_id(id), graph) == (graph, [])


@pytest.mark.parametrize(
    ("id", "kind", "params", "sentence"),
    [
        ("aws-logs-cmk-retention", token("cloudwatch/LogGroup"), {"min_days": 500}, "retentionInDays set to 545"),
        ("aws-logs-cmk-retention", token("cloudwatch/LogGroup"), {"min_days": 9999}, "retentionInDays set to 3653"),
        ("gcp-kms-rotation", gcp("kms/CryptoKey"), {"max_days": 30.5}, 'rotationPeriod set to "2635200s"'),
        (
            "gcp-workbench-idle-shutdown",
            gcp("colab/RuntimeTemplate"),
            {"max_minutes": 60},
            'idleShutdownConfig.idleTimeout set to "3600s"',
        ),
    ],
)
def test_a_limit_of_a_rule_is_what_is_set(id: str, kind: str, params: dict[str, Any], sentence: str) -> None:
    _, changes = _remediated(by_id(id), graph_of((part(kind, "a"),)), **params)
    assert changes == [sentence]


def test_a_log_that_the_cluster_writes_already_is_kept_where_it_is() -> None:
    rule = by_id("aws-eks-audit-logs")
    cluster = part(token("eks/Cluster"), "c", {"enabledClusterLogTypes": ["scheduler", "api"]})
    graph, changes = _remediated(rule, graph_of((cluster,)))
    logs = ["scheduler", "api", "audit", "authenticator", "controllerManager"]
    assert graph.resources[0].inputs["enabledClusterLogTypes"] == logs
    assert changes == [f'enabledClusterLogTypes[{place}] set to "{logs[place]}"' for place in (2, 3, 4)]
    put = Put("enabledClusterLogTypes", ["api", "audit", "authenticator", "controllerManager", "scheduler"])
    graph, _ = _remediated(rule, graph_of((part(token("eks/Cluster"), "c"),)))
    assert graph.resources[0].inputs["enabledClusterLogTypes"] == put.value
