from stackwright.policies.baseline import fingerprint
from stackwright.policies.config import PolicyConfig
from stackwright.policies.example import graph_of, part
from stackwright.policies.judgement import judge
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

RULES = (by_id("aws-s3-tls-only"), by_id("aws-s3-versioning"))
GRAPH = graph_of((part(token("s3/Bucket"), "a"), part(token("s3/Bucket"), "b")))


def test_what_the_baseline_knows_is_kept_apart_and_what_is_new_is_found() -> None:
    first = judge(GRAPH, PolicyConfig(), rules=RULES).findings
    marks = {fingerprint(one): one.rule for one in first if one.urn.endswith("::a")}
    found = judge(GRAPH, PolicyConfig.model_validate({"baseline": {**marks, "mended": "x"}}), rules=RULES)
    assert {one.urn.rpartition("::")[2] for one in found.known} == {"a"}
    assert {one.urn.rpartition("::")[2] for one in found.findings} == {"b"}
    assert found.fixed == 1


def test_a_finding_in_the_baseline_uses_up_no_exemption() -> None:
    one = judge(GRAPH, PolicyConfig(), rules=RULES[:1]).findings[0]
    told = {"rule": one.rule, "urn": one.urn, "reason": "known for years", "owner": "me", "expires": "2999-01-01"}
    config = PolicyConfig.model_validate({"baseline": {fingerprint(one): one.rule}, "exemptions": [told]})
    assert "policy-exemption" in {found.rule for found in judge(GRAPH, config, rules=RULES[:1]).findings}


def test_worst_comes_first_and_twice_is_the_same() -> None:
    found = judge(GRAPH, PolicyConfig(), rules=RULES)
    assert [one.severity for one in found.findings] == sorted(
        (one.severity for one in found.findings), key=["critical", "high", "medium", "low"].index
    )
    assert found.findings == judge(GRAPH, PolicyConfig(), rules=reversed(RULES)).findings
