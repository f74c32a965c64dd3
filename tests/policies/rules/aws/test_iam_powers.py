"""Area of concern: wildcards in actions, and resources that are everything under another name."""

import json
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token


def _results(rule: str, policy: Any) -> list[str]:
    return [
        found.result.value for found in by_id(rule)(graph_of((part(token("iam/Policy"), "a", {"policy": policy}),)))
    ]


def _fails(rule: str, **statement: Any) -> bool:
    document = {"Statement": [{"Effect": "Allow", **statement}]}
    answers = [_results(rule, document), _results(rule, json.dumps(document))]
    assert answers[0] == answers[1]
    return answers[0] == ["fail"]


@pytest.mark.parametrize(
    ("action", "fails"),
    [
        ("iam:AttachRolePolicy", True),
        ("iam:Attach*", True),
        ("iam:*RolePolicy", True),
        ("iam:Put????Policy", True),
        (["iam:GetRole", "iam:CreateAccessKey"], True),
        ("iam:Get*", False),
        ("iam:*", False),
        ("*:*", False),
    ],
)
def test_a_wildcard_in_an_action_is_read_as_aws_does(action: Any, fails: bool) -> None:
    assert _fails("aws-iam-no-escalation", Action=action, Resource="*") is fails


@pytest.mark.parametrize(
    ("resource", "fails"),
    [
        ("*", True),
        ("arn:aws:iam::111122223333:role/*", True),
        ("arn:aws:iam::*:*", True),
        (["arn:aws:iam::111122223333:role/job", "arn:aws:iam::111122223333:user/*"], True),
        ("arn:aws:iam::111122223333:role/job", False),
        ("arn:aws:iam::111122223333:role/team/*", False),
        ("arn:aws:iam::111122223333:role/job-*", False),
    ],
)
def test_all_roles_of_an_account_are_everything(resource: Any, fails: bool) -> None:
    assert _fails("aws-iam-no-escalation", Action="iam:PutRolePolicy", Resource=resource) is fails


@pytest.mark.parametrize(
    ("action", "resource", "fails"),
    [
        ("s3:GetObject", "arn:aws:s3:::*", True),
        ("s3:GetObject", "arn:aws:s3:::*/*", True),
        ("s3:GetObject", "arn:aws:s3:::data/*", False),
        ("s3:*Object", "*", True),
        ("dynamodb:Query", "arn:aws:dynamodb:*:*:table/*", True),
        ("dynamodb:Query", "arn:aws:dynamodb:*:*:table/orders*", False),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*", True),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app-*", False),
        ("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/*", True),
        ("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/app/*", False),
        ("sqs:SendMessage", "arn:aws:sqs:*:111122223333:*", True),
        ("sqs:SendMessage", "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:orders", False),
    ],
)
def test_all_data_of_a_service_is_everything(action: str, resource: str, fails: bool) -> None:
    assert _fails("aws-iam-data-scoped", Action=action, Resource=resource) is fails


@pytest.mark.parametrize("rule", ["aws-iam-no-escalation", "aws-iam-data-scoped"])
def test_what_a_policy_says_may_have_to_wait(rule: str) -> None:
    assert _results(rule, UNKNOWN) == ["unknown"]
    assert _results(rule, {"Statement": [{"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": UNKNOWN}]}) == [
        "unknown"
    ]
    assert not _fails(rule, Action=["iam:PutRolePolicy", "s3:GetObject"], Resource="*", Effect="Deny")
