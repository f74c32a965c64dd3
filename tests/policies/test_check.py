import dataclasses
import time
from collections.abc import Iterator

import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource, Source
from stackwright.policies.check import check, dispatch, in_order, judge_graph, judge_resource
from stackwright.policies.config import PolicyConfig
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Finding, Level, Result, Severity, fail
from stackwright.policies.registry import RULES, by_id
from stackwright.policies.rule import Rule, rule
from stackwright.policies.tokens import EVERY, azure, token

BUCKET = token("s3/Bucket")


def _rule(**more: object) -> Rule:
    @rule(id="mine", types={"t:a:Disk"}, severity="high", fix="fix it", **more)
    def check(resource: Resource) -> Iterator[Finding]:
        """Disks are fine."""
        yield fail("size", "is not fine")

    return check


def test_findings_carry_all_that_a_report_needs() -> None:
    (disk,) = graph_of((part("t:a:Disk", "disk"),))
    graph = Graph([dataclasses.replace(disk, source=Source("main.py", 3))])
    (found,) = check(graph, rules=[_rule()])
    assert found == Finding(
        result=Result.FAIL,
        path="size",
        message="is not fine",
        urn=disk.urn,
        rule="mine",
        severity=Severity.HIGH,
        level=Level.MANDATORY,
        fix="fix it",
        source=Source("main.py", 3),
    )


def test_the_older_spelling_of_a_resource_is_judged_too() -> None:
    graph = graph_of((part("aws:s3/bucketV2:BucketV2", "data"),))
    assert "aws-s3-encryption-at-rest" in {found.rule for found in check(graph)}


@pytest.mark.parametrize("spelling", ["azure-native:storage/v20230101:StorageAccount", azure("storage/StorageAccount")])
def test_an_api_version_of_an_azure_resource_changes_no_finding(spelling: str) -> None:
    (account,) = graph_of((part(spelling, "data", {"minimumTlsVersion": "TLS1_0"}),))
    settings = PolicyConfig().settings(RULES)
    together = {found.rule for found in check(Graph([account]))}
    alone = {found.rule for found in judge_resource(tuple(RULES), account, settings)}
    assert {"azure-storage-min-tls", "azure-storage-private-endpoint"} <= together
    assert "azure-storage-min-tls" in alone


def test_an_unnamed_environment_is_prod_and_a_softer_one_warns() -> None:
    graph = graph_of((part(BUCKET, "data"),))
    by_environment = {
        environment: next(f.level for f in check(graph, environment=environment) if f.rule == "aws-s3-versioning")
        for environment in (None, "prod", "dev")
    }
    assert by_environment == {None: "mandatory", "prod": "mandatory", "dev": "advisory"}


def test_the_environment_wins_over_the_one_of_the_configuration() -> None:
    graph = graph_of((part(BUCKET, "data"),))
    config = PolicyConfig.model_validate({"environment": "prod"})
    found = check(graph, environment="dev", config=config, rules=[by_id("aws-s3-versioning")])
    assert [one.level for one in found] == [Level.ADVISORY]


def test_the_worst_comes_first_and_the_order_never_varies() -> None:
    graph = graph_of((part(BUCKET, "b"), part(BUCKET, "a"), part(token("ebs/Volume"), "c")))
    once = check(graph)
    again = check(Graph(reversed(graph.resources)))
    assert once == again
    ranks = [list(Severity).index(one.severity) for one in once]
    assert ranks == sorted(ranks)


def test_the_same_answer_is_given_once() -> None:
    answer = fail("a", "is wrong")
    assert in_order([answer, answer]) == [answer]


def test_a_finding_about_the_whole_stack_is_the_stack_s() -> None:
    stack = Resource("urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", "pulumi:pulumi:Stack", "p-dev", custom=False)
    (volume,) = graph_of((part(token("ebs/Volume"), "c", {"encrypted": True}),))
    found = check(Graph([stack, volume]), rules=[by_id("ai-budget-alarm-required")])
    assert [one.urn for one in found] == [stack.urn]


def test_a_rule_that_breaks_has_not_looked_and_says_so() -> None:
    @rule(id="broken", types=EVERY, severity="low", fix="mend the rule")
    def broken(resource: Resource) -> Iterator[Finding]:
        """Nothing."""
        yield fail("", resource.inputs["absent"])

    (found,) = check(graph_of((part("t:a:Disk", "disk"),)), rules=[broken])
    assert (found.result, found.level) == (Result.UNKNOWN, Level.MANDATORY)
    assert found.message == "could not be judged: the rule failed with KeyError"


@pytest.mark.parametrize(("environment", "levels"), [("prod", [Level.MANDATORY]), ("dev", [Level.ADVISORY])])
def test_an_unknown_stops_prod_and_warns_elsewhere(environment: str, levels: list[Level]) -> None:
    graph = graph_of((part(token("ebs/Volume"), "disk", {"encrypted": UNKNOWN}),))
    found = check(graph, environment=environment, rules=[by_id("aws-ec2-ebs-encrypted")])
    assert [(one.result, one.level) for one in found] == [(Result.UNKNOWN, level) for level in levels]


def test_a_switched_off_rule_is_not_run() -> None:
    graph = graph_of((part("t:a:Disk", "disk"),))
    assert check(graph, rules=[_rule(level=Level.DISABLED)]) == []


def test_a_resource_meets_only_the_rules_of_its_type() -> None:
    every = {found.id for found in dispatch(RULES)("t:a:Unheard")}
    buckets = {found.id for found in dispatch(RULES)(BUCKET)}
    assert every == {
        "ai-allowed-accounts",
        "ai-allowed-regions",
        "ai-no-plaintext-secret",
        "ai-resource-within-budget",
    }
    assert buckets > every
    assert not any(name.startswith("aws-eks") for name in buckets)


def _many(count: int) -> Graph:
    parts = [part(BUCKET, f"b{index}", {"tags": {"owner": "x"}}) for index in range(count)]
    return graph_of(tuple(parts))


def test_the_time_grows_with_the_stack_and_not_with_its_square() -> None:
    settings = PolicyConfig().settings(RULES)

    def seconds(graph: Graph) -> float:
        start = time.process_time()
        judge_graph(RULES, graph, settings)
        return time.process_time() - start

    seconds(_many(20))
    small, large = min(seconds(_many(200)) for _ in range(3)), seconds(_many(2000))
    assert large / small <= 25
