from typing import Any

from stackwright.policies.acceptance import Acceptance
from stackwright.policies.baseline import fingerprint
from stackwright.policies.example import graph_of
from stackwright.policies.finding import Finding, Result
from stackwright.policies.registry import by_id

FOUND = Finding(
    Result.FAIL, "", "is open", urn="urn:pulumi:prod::example::aws:s3/bucket:Bucket::a", rule="aws-s3-tls-only"
)
TOLD: dict[str, Any] = {
    "rule": FOUND.rule,
    "urn": "*::a",
    "reason": "reviewed in June",
    "owner": "web",
    "expires": "2999-01-31",
}
SETTINGS = {FOUND.rule: by_id(FOUND.rule).setting()}
GRAPH = graph_of(())


def test_an_exemption_and_a_fingerprint_cover_a_finding() -> None:
    assert not Acceptance().covers(FOUND)
    assert Acceptance([TOLD]).covers(FOUND)
    assert Acceptance([], [fingerprint(FOUND)]).covers(FOUND)


def test_an_exemption_that_covered_nothing_is_complained_about() -> None:
    accepted = Acceptance([TOLD])
    assert [one.message for one in accepted.complaints(GRAPH, SETTINGS)] == [
        "the exemption of aws-s3-tls-only matches no finding"
    ]
    accepted.covers(FOUND)
    assert accepted.complaints(GRAPH, SETTINGS) == []


def test_a_malformed_exemption_covers_nothing_and_is_complained_about() -> None:
    for change in ({"expires": "soon"}, {"reason": ""}, {"expires": None}):
        accepted = Acceptance([{**TOLD, **change}])
        assert not accepted.covers(FOUND)
        assert [one.message for one in accepted.complaints(GRAPH, SETTINGS)] == [
            "the exemption of aws-s3-tls-only is malformed"
        ]
