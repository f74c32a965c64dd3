"""Area of concern: runtimes of every age, who may call a function, where failures go, and tasks with addresses."""

from datetime import date
from typing import Any

import pytest
from pulumi_aws.lambda_ import Runtime

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.rules.aws.lambda_runtimes import FIXED_UNTIL, supported
from stackwright.policies.tokens import token

FUNCTION, PERMISSION = token("lambda/Function"), token("lambda/Permission")


def _results(rule: str, kind: str, inputs: dict[str, Any], wires: dict[str, str] | None = None) -> list[str]:
    parts = (part(token("s3/Bucket"), "other"), part(kind, "one", inputs, **(wires or {})))
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


def test_every_runtime_that_the_provider_names_has_a_last_day() -> None:
    assert {one.value for one in Runtime} - set(FIXED_UNTIL) == set()


@pytest.mark.parametrize(
    ("runtime", "day", "holds"),
    [
        ("python3.10", date(2026, 10, 31), True),
        ("python3.10", date(2026, 11, 1), False),
        ("provided.al2", date(2026, 11, 1), False),
        ("nodejs8.10", date(2026, 11, 1), False),
        ("python3.13", date(2026, 11, 1), True),
        ("python4.0", date(2026, 11, 1), True),
    ],
)
def test_a_runtime_is_supported_until_its_last_day(runtime: str, day: date, holds: bool) -> None:
    assert supported(runtime, day) is holds


@pytest.mark.parametrize(
    ("inputs", "wires", "results"),
    [
        ({"sourceArn": "arn:aws:s3:::data"}, {}, []),
        ({"sourceArn": UNKNOWN}, {"sourceArn": "other"}, []),
        ({"sourceArn": UNKNOWN}, {}, ["unknown"]),
        ({"sourceArn": ""}, {}, ["fail"]),
        ({"principal": "111122223333"}, {}, []),
        ({"principal": "111122223333", "sourceArn": UNKNOWN}, {}, []),
        ({"principal": "*"}, {}, ["fail"]),
        ({"principal": "*", "principalOrgId": "o-1"}, {}, []),
        ({"principal": UNKNOWN}, {}, ["unknown"]),
        ({"principal": "ec2.amazonaws.com.cn"}, {}, ["fail"]),
    ],
)
def test_a_service_calls_a_function_for_a_named_source(
    inputs: dict[str, Any], wires: dict[str, str], results: list[str]
) -> None:
    asked = {"action": "lambda:InvokeFunction", "function": "job", "principal": "s3.amazonaws.com", **inputs}
    assert _results("aws-lambda-permission-scoped", PERMISSION, asked, wires) == results


@pytest.mark.parametrize(
    ("config", "results"),
    [
        ({"destinationConfig": {"onFailure": {"destination": "arn:aws:sqs:eu-west-1:111122223333:lost"}}}, []),
        ({"destinationConfig": {"onFailure": {"destination": UNKNOWN}}}, []),
        ({"destinationConfig": {"onSuccess": {"destination": "arn:aws:sqs:eu-west-1:111122223333:done"}}}, ["fail"]),
        ({"maximumRetryAttempts": 0}, ["fail"]),
        ({"destinationConfig": UNKNOWN}, ["unknown"]),
    ],
)
def test_only_a_destination_for_failures_keeps_them(config: dict[str, Any], results: list[str]) -> None:
    wires = {"destinationConfig": "lost"} if config.get("destinationConfig") is not UNKNOWN else {}
    parts = (
        part(token("sqs/Queue"), "lost"),
        part(FUNCTION, "job", {"role": "arn"}),
        part(PERMISSION, "topic", {"function": UNKNOWN, "principal": "sns.amazonaws.com"}, function="job"),
        part(
            token("lambda/FunctionEventInvokeConfig"),
            "failures",
            {"functionName": UNKNOWN, **config},
            functionName="job",
            **wires,
        ),
    )
    found = by_id("aws-lambda-dead-letters")(graph_of(parts))
    assert [one.result.value for one in found] == results


@pytest.mark.parametrize(("number", "results"), [(-1, ["fail"]), (0, []), (5, []), (UNKNOWN, ["unknown"])])
def test_a_function_that_reserves_nothing_is_unbounded(number: Any, results: list[str]) -> None:
    assert _results("aws-lambda-bounded", FUNCTION, {"reservedConcurrentExecutions": number}) == results


@pytest.mark.parametrize(
    ("variables", "results"),
    [({"TABLE": "orders"}, ["fail"]), ({"TABLE": UNKNOWN}, ["fail"]), ({}, []), (UNKNOWN, ["unknown"])],
)
def test_only_an_environment_with_something_in_it_needs_a_key(variables: Any, results: list[str]) -> None:
    assert _results("aws-lambda-environment-cmk", FUNCTION, {"environment": {"variables": variables}}) == results


@pytest.mark.parametrize("kind", ["ecs/Service", "ecs/TaskSet"])
def test_no_kind_of_task_gets_a_public_address(kind: str) -> None:
    for public, results in ((True, ["fail"]), (False, []), (UNKNOWN, ["unknown"])):
        inputs = {"networkConfiguration": {"subnets": ["subnet-1"], "assignPublicIp": public}}
        assert _results("aws-ecs-no-public-ip", token(kind), inputs) == results
