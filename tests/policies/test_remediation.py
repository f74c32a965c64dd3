"""Area of concern: what a remediation changes of a stack, in which order, and what it leaves alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pulumi.runtime.proto import analyzer_pb2 as proto

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.plan.wire import decoded, struct
from stackwright.policies.analyzer import RuleAnalyzer
from stackwright.policies.baseline import fingerprint
from stackwright.policies.config import PolicyConfig
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Finding, Level, Result
from stackwright.policies.judgement import judge
from stackwright.policies.registry import by_id
from stackwright.policies.remediation import remediated
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Rule, rule
from stackwright.policies.tokens import token


def _remediated(rule: Rule, graph: Graph, **params: Any) -> tuple[Graph, list[str]]:
    setting = rule.setting(level=Level.REMEDIATE, params={**rule.example_params, **params})
    graph, changes = remediated((rule,), graph, {rule.id: setting})
    return graph, [change.sentence for change in changes]


def _asked(resource: Resource, inputs: Any = None) -> Any:
    sent = struct(resource.inputs) if inputs is None else inputs
    return proto.AnalyzeRequest(urn=resource.urn, type=resource.type, name=resource.name, properties=sent)


def _analyzer(rule: Rule) -> RuleAnalyzer:
    analyzer = RuleAnalyzer("mine", (rule,))
    analyzer.settings[rule.id] = rule.setting(level=Level.REMEDIATE, params=rule.example_params)
    return analyzer


VOLUME = token("ebs/Volume")
ENCRYPTED = by_id("aws-ec2-ebs-encrypted")


def _volumes(*names: str) -> Graph:
    return graph_of(tuple(part(VOLUME, name, {"encrypted": False}) for name in names))


def _judged(graph: Graph, **more: Any) -> Any:
    config = PolicyConfig.model_validate({"rules": {ENCRYPTED.id: "remediate"}, **more})
    return judge(graph, config, rules=(ENCRYPTED,))


def test_a_judgement_says_what_was_put_right_and_judges_what_came_of_it() -> None:
    found = _judged(_volumes("a", "b"))
    assert [(one.urn.rpartition("::")[2], one.sentence) for one in found.changes] == [
        ("a", "encrypted set to true"),
        ("b", "encrypted set to true"),
    ]
    assert found.findings == ()
    assert [one.inputs["encrypted"] for one in found.graph] == [True, True]


def test_what_somebody_answers_for_is_left_as_it_is() -> None:
    exemption = {
        "rule": ENCRYPTED.id,
        "urn": "*::a",
        "reason": "holds nothing of ours",
        "owner": "ops@example.com",
        "expires": "9999-12-31",
    }
    found = _judged(_volumes("a", "b"), exemptions=[exemption])
    assert [one.urn.rpartition("::")[2] for one in found.changes] == ["b"]
    assert [one.urn.rpartition("::")[2] for one, _ in found.exempted] == ["a"]
    assert found.findings == ()


def test_what_was_there_when_the_rules_came_is_left_as_it_is() -> None:
    volumes = _volumes("a", "b")
    old = Finding(Result.FAIL, "encrypted", "", urn=volumes.resources[0].urn, rule=ENCRYPTED.id)
    found = _judged(volumes, baseline={fingerprint(old): ENCRYPTED.id})
    assert [one.urn.rpartition("::")[2] for one in found.changes] == ["b"]
    assert [one.urn.rpartition("::")[2] for one in found.known] == ["a"]


def test_what_a_program_only_reads_is_left_as_it_is() -> None:
    read = Graph(replace(one, external=True) for one in _volumes("a"))
    assert _remediated(ENCRYPTED, read) == (read, [])


def test_another_api_version_is_put_right_and_stays_what_it_is() -> None:
    kind = "azure-native:storage/v20230101:BlobContainer"
    graph, changes = _remediated(
        by_id("azure-storage-no-public-blob"), graph_of((part(kind, "a", {"publicAccess": "Blob"}),))
    )
    assert changes == ['publicAccess set to "None"']
    assert graph.resources[0].type == kind


TAGS = by_id("ai-required-tags")


def _bucket(defaults: Mapping[str, Any], **inputs: Any) -> Graph:
    provider = Resource("urn:p", "pulumi:providers:aws", "aws", {"defaultTags": {"tags": defaults}})
    return Graph([provider, Resource("urn:b", token("s3/Bucket"), "data", inputs, provider="urn:p")])


def test_a_tag_is_added_only_where_it_has_a_value_and_nobody_gives_one() -> None:
    params = {"keys": ["owner", "team", "cost.center"], "values": {"owner": "ops", "cost.center": "7"}}
    assert _remediated(TAGS, _bucket({}), **params)[1] == ['tags.owner set to "ops"', 'tags["cost.center"] set to "7"']
    own = _bucket({"cost.center": "1"}, tags={"owner": "research"})
    assert _remediated(TAGS, own, **params)[1] == []
    assert _remediated(TAGS, _bucket({}, tags={"owner": UNKNOWN}), **params)[1] == ['tags["cost.center"] set to "7"']


def test_the_engine_shows_the_default_tags_of_a_provider() -> None:
    graph = _bucket({"owner": "research"})
    request = _asked(graph.resources[1])
    assert len(_analyzer(TAGS).Remediate(request, None).remediations) == 1
    provider = graph.resources[0]
    request.provider.urn, request.provider.type, request.provider.name = provider.urn, provider.type, provider.name
    request.provider.properties.CopyFrom(struct(provider.inputs))
    assert list(_analyzer(TAGS).Remediate(request, None).remediations) == []


def _own(id: str, path: str, value: Any) -> Rule:
    def check(resource: Resource) -> Iterator[Finding]:
        if resource.get(path) != value:
            yield Finding(Result.FAIL, path, "is wrong")

    return rule(id=id, title="t", types={VOLUME}, severity="low", fix="f", remedy=Remedy({path: value}))(check)


def test_rules_change_a_resource_one_after_the_other() -> None:
    rules = (_own("one", "a.b", 1), _own("two", "a.c", 2), _own("three", "a.b", 3))
    told = {one.id: one.setting(level=Level.REMEDIATE) for one in rules}
    graph, changes = remediated(rules, _volumes("v"), told)
    assert graph.resources[0].inputs == {"encrypted": False, "a": {"b": 3, "c": 2}}
    assert [(one.rule, one.sentence) for one in changes] == [
        ("one", "a.b set to 1"),
        ("two", "a.c set to 2"),
        ("three", "a.b set to 3"),
    ]
    analyzer = RuleAnalyzer("mine", rules)
    analyzer.settings = told
    answers = analyzer.Remediate(_asked(_volumes("v").resources[0]), None).remediations
    assert [(one.policyName, decoded(one.properties)[0].get("a")) for one in answers] == [
        ("one", {"b": 1}),
        ("two", {"b": 1, "c": 2}),
        ("three", {"b": 3, "c": 2}),
    ]


def test_a_check_that_trips_changes_nothing() -> None:
    def check(resource: Resource) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield

    broken = rule(id="broken", title="t", types={VOLUME}, severity="low", fix="f", remedy=Remedy({"a": 1}))(check)
    volumes = _volumes("v")
    assert _remediated(broken, volumes) == (volumes, [])
    found = judge(volumes, PolicyConfig(), rules=(broken,)).findings
    assert [one.result for one in found] == [Result.UNKNOWN]


def test_what_a_first_finding_hid_is_put_right_too() -> None:
    rule = by_id("aws-sagemaker-domain-idle-shutdown")
    graph, changes = _remediated(rule, graph_of((part(token("sagemaker/Domain"), "studio"),)), max_idle_minutes=90)
    assert len(changes) == 4
    assert rule(graph, max_idle_minutes=90) == []
