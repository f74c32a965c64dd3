import json
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

ROLE, POLICY = token("iam/Role"), token("iam/RolePolicy")


def _allowing(**statement: Any) -> str:
    return json.dumps({"Statement": [{"Effect": "Allow", **statement}]})


def _results(rule: str, kind: str, **inputs: Any) -> list[tuple[str, str]]:
    return [(one.result.value, one.path) for one in by_id(rule)(graph_of((part(kind, "a", inputs),)))]


@pytest.mark.parametrize(
    ("statement", "fails"),
    [
        ({"Action": "*", "Resource": "*"}, True),
        ({"Action": ["s3:GetObject", "ec2:*"], "Resource": "*"}, True),
        ({"NotAction": "iam:*", "Resource": "*"}, True),
        ({"Action": "s3:*", "NotResource": "arn:aws:s3:::secret"}, True),
        ({"Action": "s3:*", "Resource": "arn:aws:s3:::data/*"}, False),
        ({"Action": "ecr:GetAuthorizationToken", "Resource": "*"}, False),
        ({"Action": "*", "Resource": "*", "Effect": "Deny"}, False),
    ],
)
def test_a_wildcard_on_everything_fails(statement: dict[str, Any], fails: bool) -> None:
    found = _results("aws-iam-no-admin-wildcard", POLICY, policy=_allowing(**statement))
    assert found == ([("fail", "policy")] if fails else [])


def test_inline_policies_of_a_role_are_read_too() -> None:
    inline = [{"name": "a", "policy": _allowing(Action="*", Resource="*")}, {"name": "b", "policy": UNKNOWN}]
    found = _results("aws-iam-no-admin-wildcard", ROLE, inlinePolicies=inline)
    assert found == [("fail", "inlinePolicies[0].policy"), ("unknown", "inlinePolicies[1].policy")]


def test_a_role_without_inline_policies_passes() -> None:
    assert _results("aws-iam-no-admin-wildcard", ROLE) == []


def test_passing_any_role_needs_a_named_service() -> None:
    anywhere = {"Action": "iam:PassRole", "Resource": "*"}
    named = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
    assert _results("aws-iam-passrole-scoped", POLICY, policy=_allowing(**anywhere)) == [("fail", "policy")]
    assert _results("aws-iam-passrole-scoped", POLICY, policy=_allowing(**anywhere, Condition=named)) == []


@pytest.mark.parametrize(
    ("statement", "fails"),
    [
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": "*"}}, True),
        ({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, False),
        ({"Principal": {"Service": "sagemaker.amazonaws.com"}}, True),
        ({"Principal": {"Service": "lambda.amazonaws.com"}}, False),
        (
            {
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:ec2:*:111122223333:*"}},
            },
            False,
        ),
    ],
)
def test_a_role_is_taken_on_by_whom_it_names_and_for_this_account(statement: dict[str, Any], fails: bool) -> None:
    trust = _allowing(Action="sts:AssumeRole", **statement)
    found = _results("aws-iam-trust-scoped", ROLE, assumeRolePolicy=trust)
    assert found == ([("fail", "assumeRolePolicy")] if fails else [])


def test_full_access_of_the_provider_is_found_on_the_role_too() -> None:
    arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws-us-gov:iam::aws:policy/AdministratorAccess"]
    assert _results("aws-iam-no-broad-managed", ROLE, managedPolicyArns=arns) == [("fail", "managedPolicyArns[1]")]


def test_an_exclusive_list_of_attachments_is_read_too() -> None:
    arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess"]
    found = _results("aws-iam-no-broad-managed", token("iam/RolePolicyAttachmentsExclusive"), policyArns=arns)
    assert found == [("fail", "policyArns[1]")]


@pytest.mark.parametrize(
    ("condition", "fails"),
    [({}, True), ({"Condition": {"StringLike": {"token.example.com:sub": "repo:lab/*"}}}, False)],
)
def test_an_identity_provider_is_trusted_for_some_of_its_people_only(condition: Any, fails: bool) -> None:
    provider = {"Federated": "arn:aws:iam::1:oidc-provider/token.example.com"}
    trust = _allowing(Principal=provider, Action="sts:AssumeRoleWithWebIdentity", **condition)
    assert bool(_results("aws-iam-trust-scoped", ROLE, assumeRolePolicy=trust)) == fails
