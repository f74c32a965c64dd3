"""Area of concern: what the engine asks a pack and what it is answered, without an engine."""

from collections.abc import Iterable
from typing import Any

import pytest
from pulumi.runtime.proto import analyzer_pb2 as proto

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.plan.wire import struct
from stackwright.policies.analyzer import RuleAnalyzer, config_schema, message_of
from stackwright.policies.baseline import fingerprint
from stackwright.policies.check import judge_graph
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Level, Severity, fail, unknown
from stackwright.policies.registry import PACKS, RULES, by_id
from stackwright.policies.rule import Rule
from stackwright.policies.tokens import token

Answer = tuple[str, str, int, str]


def _provider(resource: Resource) -> Any:
    """The engine names a provider for every resource but components."""
    usual = "urn:pulumi:prod::example::pulumi:providers:aws::default" if resource.custom else ""
    return proto.AnalyzerProviderResource(urn=resource.provider or usual)


def _asked(resource: Resource) -> Any:
    return proto.AnalyzeRequest(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties=struct(resource.inputs),
        options=proto.AnalyzerResourceOptions(protect=resource.protect, parent=resource.parent),
        provider=_provider(resource),
    )


def _in_stack(resource: Resource) -> Any:
    """A resource after the preview: its outputs, some of which only the cloud knows."""
    wires = {
        name: proto.AnalyzerPropertyDependencies(urns=urns) for name, urns in resource.property_dependencies.items()
    }
    return proto.AnalyzerResource(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties=struct({**dict.fromkeys(resource.inputs, UNKNOWN), "arn": UNKNOWN}),
        options=proto.AnalyzerResourceOptions(protect=resource.protect),
        provider=_provider(resource),
        parent=resource.parent,
        propertyDependencies=wires,
    )


def _answers(analyzer: RuleAnalyzer, graph: Graph) -> list[Any]:
    found: list[Any] = []
    for resource in graph:
        found.extend(analyzer.Analyze(_asked(resource), None).diagnostics)
    shuffled = [_in_stack(resource) for resource in reversed(graph.resources)]
    found.extend(analyzer.AnalyzeStack(proto.AnalyzeStackRequest(resources=shuffled), None).diagnostics)
    return found


def _short(diagnostics: Iterable[Any]) -> set[Answer]:
    return {(one.policyName, one.urn, one.enforcementLevel, one.message) for one in diagnostics}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_the_engine_hears_what_check_finds(rule: Rule, kind: str) -> None:
    graph = graph_of(rule.bad if kind == "bad" else rule.good)
    setting = rule.setting(level=Level.MANDATORY, params=rule.example_params)
    analyzer = RuleAnalyzer("mine", (rule,))
    analyzer.settings[rule.id] = setting
    expected = {
        (found.rule, found.urn, proto.MANDATORY, f"{rule.title}\n{message_of(found, rule.url)}")
        for found in judge_graph((rule,), graph, {rule.id: setting})
    }
    assert _short(_answers(analyzer, graph)) == expected
    assert bool(expected) is (kind == "bad")


VOLUME = token("ebs/Volume")


def test_an_unknown_has_its_own_level_beside_a_failure_of_the_same_rule() -> None:
    rule = by_id("aws-ec2-ebs-encrypted")
    analyzer = RuleAnalyzer("mine", (rule,))
    analyzer.settings[rule.id] = rule.setting("dev")
    graph = graph_of((part(VOLUME, "a", {"encrypted": False}), part(VOLUME, "b", {"encrypted": UNKNOWN})))
    levels = {one.urn.rpartition("::")[2]: one.enforcementLevel for one in _answers(analyzer, graph)}
    assert levels == {"a": proto.MANDATORY, "b": proto.ADVISORY}


def test_without_a_configuration_a_pack_judges_as_prod() -> None:
    rule = by_id("aws-s3-versioning")
    analyzer = RuleAnalyzer("mine", (rule,))
    (found,) = _answers(analyzer, graph_of((part(token("s3/Bucket"), "data"),)))
    assert found.enforcementLevel == proto.MANDATORY


def _configured(rule: Rule, level: Any, **properties: Any) -> RuleAnalyzer:
    analyzer = RuleAnalyzer("mine", (rule,))
    told = proto.PolicyConfig(enforcementLevel=level, properties=struct(properties))
    analyzer.Configure(proto.ConfigureAnalyzerRequest(policyConfig={rule.id: told}), None)
    return analyzer


def test_levels_and_knobs_come_from_the_engine() -> None:
    rule = by_id("aws-eks-nodegroup-bounded")
    pool = graph_of((part(token("eks/NodeGroup"), "pool", {"scalingConfig": {"maxSize": 5}}),))
    assert _answers(_configured(rule, proto.ADVISORY, max_nodes=5), pool) == []
    (found,) = _answers(_configured(rule, proto.ADVISORY, max_nodes=4), pool)
    assert found.enforcementLevel == proto.ADVISORY


def test_what_the_engine_says_of_other_packs_is_passed_over() -> None:
    rule = by_id("aws-ec2-ebs-encrypted")
    analyzer = RuleAnalyzer("mine", (rule,))
    told = {name: proto.PolicyConfig(enforcementLevel=proto.ADVISORY) for name in ("all", "somebody-else-s")}
    analyzer.Configure(proto.ConfigureAnalyzerRequest(policyConfig=told), None)
    assert set(analyzer.settings) == {rule.id}


def test_a_rule_can_be_switched_off_and_its_unknowns_with_it() -> None:
    rule = by_id("aws-ec2-ebs-encrypted")
    volumes = graph_of((part(VOLUME, "a", {"encrypted": False}), part(VOLUME, "b", {"encrypted": UNKNOWN})))
    assert _answers(_configured(rule, proto.DISABLED, unknown="mandatory"), volumes) == []
    (found,) = _answers(_configured(rule, proto.MANDATORY, unknown="disabled"), volumes)
    assert found.urn.endswith("::a")


def test_a_rule_without_a_remedy_changes_nothing_and_stops_what_it_was_to_put_right() -> None:
    rule = by_id("aws-ec2-no-public-ip")
    analyzer = _configured(rule, proto.REMEDIATE)
    subnet = graph_of((part(token("ec2/Subnet"), "a", {"mapPublicIpOnLaunch": True}),))
    assert list(analyzer.Remediate(_asked(subnet.resources[0]), None).remediations) == []
    (found,) = _answers(analyzer, subnet)
    assert found.enforcementLevel == proto.MANDATORY


@pytest.mark.parametrize("level", [proto.MANDATORY, proto.ADVISORY, proto.DISABLED])
def test_a_rule_with_a_remedy_changes_nothing_at_another_level(level: Any) -> None:
    analyzer = _configured(by_id("aws-ec2-ebs-encrypted"), level)
    volume = graph_of((part(VOLUME, "a", {"encrypted": False}),))
    assert list(analyzer.Remediate(_asked(volume.resources[0]), None).remediations) == []


def test_a_remediation_says_what_it_sets_and_sends_all_inputs_back() -> None:
    rule = by_id("aws-ec2-ebs-encrypted")
    volume = graph_of((part(VOLUME, "a", {"encrypted": False, "size": 8, "kmsKeyId": UNKNOWN}),))
    (done,) = _configured(rule, proto.REMEDIATE).Remediate(_asked(volume.resources[0]), None).remediations
    assert (done.policyName, done.policyPackName, done.diagnostic) == (rule.id, "stackwright-mine", "")
    assert done.description == f"{rule.title}: encrypted set to true"
    assert done.properties == struct({"encrypted": True, "size": 8, "kmsKeyId": UNKNOWN})


def test_what_a_remediation_leaves_is_mandatory_failures_and_unknowns_alike() -> None:
    analyzer = _configured(by_id("aws-logs-cmk-retention"), proto.REMEDIATE, min_days=1)
    group = graph_of((part(token("cloudwatch/LogGroup"), "a", {"retentionInDays": UNKNOWN}),))
    assert list(analyzer.Remediate(_asked(group.resources[0]), None).remediations) == []
    assert [one.enforcementLevel for one in _answers(analyzer, group)] == [proto.MANDATORY] * 2


def test_an_exempted_resource_is_not_remediated() -> None:
    exempt = {"urn": "*::a", "reason": "reviewed in June", "owner": "web", "expires": "2999-01-31"}
    analyzer = _configured(by_id("aws-ec2-ebs-encrypted"), proto.REMEDIATE, exempt=[exempt])
    graph = graph_of((part(VOLUME, "a", {"encrypted": False}), part(VOLUME, "b", {"encrypted": False})))
    assert [len(analyzer.Remediate(_asked(one), None).remediations) for one in graph] == [0, 1]


def test_a_rule_that_can_put_right_says_so_and_an_unknown_cannot_be_put_right() -> None:
    info = RuleAnalyzer("security", PACKS["security"]).GetAnalyzerInfo(None, None)
    tagged = {one.name for one in info.policies if "remediates" in one.tags}
    assert tagged == {rule.id for rule in PACKS["security"] if rule.remedy}
    assert all(one.enforcementLevel != proto.REMEDIATE for one in info.policies)
    assert "remediate" not in config_schema(by_id("aws-ec2-ebs-encrypted"))["unknown"]["enum"]


def test_a_pack_describes_every_rule_with_a_schema_of_its_knobs() -> None:
    info = RuleAnalyzer("security", PACKS["security"]).GetAnalyzerInfo(None, None)
    assert info.name == "stackwright-security"
    assert info.supportsConfig
    assert [one.name for one in info.policies] == [rule.id for rule in PACKS["security"]]
    bounded = next(one for one in info.policies if one.name == "aws-eks-nodegroup-bounded")
    assert bounded.severity == proto.POLICY_SEVERITY_HIGH
    assert bounded.configSchema.properties["max_nodes"]["default"] == 64


def test_a_schema_has_no_default_where_a_knob_has_none() -> None:
    assert "default" not in config_schema(by_id("ai-max-monthly-cost"))["monthly_usd"]


def test_an_encrypted_value_is_not_a_plaintext_secret() -> None:
    rule = by_id("ai-no-plaintext-secret")
    analyzer = RuleAnalyzer("cost", (rule,))
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "AKIAIOSFODNN7EXAMPLE"}
    plain = graph_of((part(token("ssm/Parameter"), "a", {"value": "AKIAIOSFODNN7EXAMPLE"}),))
    sealed = graph_of((part(token("ssm/Parameter"), "a", {"value": secret}),))
    assert len(_answers(analyzer, plain)) == 1
    assert _answers(RuleAnalyzer("cost", (rule,)), sealed) == []


def test_what_a_program_only_reads_is_shown_at_the_end_alone_and_not_judged() -> None:
    rule = by_id("aws-s3-versioning")
    bucket = graph_of((part(token("s3/Bucket"), "data"),)).resources[0]
    request = proto.AnalyzeStackRequest(resources=[_in_stack(bucket)])
    analyzer = RuleAnalyzer("mine", (rule,))
    assert list(analyzer.AnalyzeStack(request, None).diagnostics) == []
    analyzer.Analyze(_asked(bucket), None)
    assert len(analyzer.AnalyzeStack(request, None).diagnostics) == 1


def test_cancelling_ends_the_program() -> None:
    ended: list[bool] = []
    RuleAnalyzer("mine", (), lambda: ended.append(True)).Cancel(None, None)
    assert ended == [True]


def test_a_message_says_where_what_how_to_fix_it_and_where_to_read_on() -> None:
    from dataclasses import replace

    told = {"rule": "aws-s3-tls-only", "fix": "do this", "severity": Severity.HIGH}
    failed = replace(fail("a.b", "is wrong"), **told)
    waiting = replace(unknown(""), **told)
    assert message_of(failed, "a page") == "a.b: is wrong\nfix: do this\nsee: stackwright rules aws-s3-tls-only"
    assert message_of(waiting, "").startswith("unknown: is not known before deployment\n")


BUCKET = token("s3/Bucket")
EXEMPT = {"urn": "*::a", "reason": "reviewed in June", "owner": "web", "expires": "2999-01-31"}


def test_what_is_exempted_is_not_said_and_what_is_not_covered_is() -> None:
    analyzer = _configured(by_id("aws-s3-tls-only"), proto.MANDATORY, exempt=[EXEMPT])
    (found,) = _answers(analyzer, graph_of((part(BUCKET, "a"), part(BUCKET, "b"))))
    assert found.urn.endswith("::b")


def test_an_exemption_about_nothing_stops_the_engine_too() -> None:
    analyzer = _configured(by_id("aws-s3-tls-only"), proto.ADVISORY, exempt=[EXEMPT])
    found = {one.policyName: one for one in _answers(analyzer, graph_of((part(BUCKET, "b"),)))}
    assert found["policy-exemption"].enforcementLevel == proto.MANDATORY
    assert "matches no finding" in found["policy-exemption"].message


def test_what_the_baseline_knows_is_not_said() -> None:
    rule = by_id("aws-s3-tls-only")
    graph = graph_of((part(BUCKET, "a"), part(BUCKET, "b")))
    known = next(fingerprint(one) for one in judge_graph((rule,), graph, {rule.id: rule.setting()}))
    assert len(_answers(_configured(rule, proto.MANDATORY, baseline=[known]), graph)) == 1


def test_a_rule_of_somebody_s_own_is_described_where_they_say() -> None:
    from dataclasses import replace

    failed = replace(fail("a.b", "is wrong"), rule="acme-bucket", fix="do this")
    assert message_of(failed, "wiki/buckets") == "a.b: is wrong\nfix: do this\nsee: wiki/buckets"
    assert message_of(failed, "") == "a.b: is wrong\nfix: do this"
