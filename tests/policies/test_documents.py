import json
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.documents import Statement, opens_to_everybody, parsed, refuses_plain_http

TLS = {"Bool": {"aws:SecureTransport": "false"}}


def _only(**statement: Any) -> Statement:
    document = parsed(json.dumps({"Statement": statement}))
    assert isinstance(document, tuple)
    assert len(document) == 1
    return document[0]


def test_scalars_and_lists_read_the_same() -> None:
    one = _only(Effect="Allow", Action="s3:GetObject", Resource="*", Principal={"AWS": "arn"})
    many = _only(Effect="Allow", Action=["s3:GetObject"], Resource=["*"], Principal={"AWS": ["arn"]})
    assert one == many
    assert one.actions == ("s3:getobject",)


def test_an_unknown_anywhere_makes_the_document_unknown() -> None:
    assert parsed(UNKNOWN) is UNKNOWN
    assert parsed({"Statement": [{"Effect": "Allow", "Resource": [UNKNOWN]}]}) is UNKNOWN


@pytest.mark.parametrize("value", ["", "not json", "[]", '{"Statement": "x"}', "{}", 7, None, [1]])
def test_what_is_no_document_is_none(value: Any) -> None:
    assert parsed(value) is None


def test_not_action_is_read_as_everything_else() -> None:
    assert _only(Effect="Allow", NotAction="iam:*", Resource="*").actions == ("not:iam:*",)


def test_not_principal_is_everybody_else() -> None:
    assert _only(Effect="Allow", NotPrincipal={"AWS": "arn"}, Action="*").for_everybody


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["arn", "*"]}])
def test_a_star_is_everybody_however_it_is_written(principal: Any) -> None:
    assert _only(Effect="Allow", Principal=principal, Action="*").for_everybody


def test_a_named_principal_is_not_everybody() -> None:
    assert not _only(Effect="Allow", Principal={"Service": "ec2.amazonaws.com"}, Action="*").for_everybody


@pytest.mark.parametrize(
    ("change", "refuses"),
    [
        ({}, True),
        ({"Action": "*"}, True),
        ({"Effect": "Allow"}, False),
        ({"Action": "s3:GetObject"}, False),
        ({"Principal": {"AWS": "arn"}}, False),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({"Condition": {"Bool": {"AWS:securetransport": False}}}, True),
    ],
)
def test_plain_http_is_refused_only_when_everybody_is_denied_everything(change: dict[str, Any], refuses: bool) -> None:
    usual = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": TLS}
    assert refuses_plain_http((_only(**{**usual, **change}),)) is refuses


def test_a_condition_on_the_organisation_closes_a_statement_and_another_one_does_not() -> None:
    closing = frozenset({"aws:principalorgid"})
    usual: dict[str, Any] = {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}
    mine = _only(**usual, Condition={"StringEquals": {"aws:PrincipalOrgID": "o"}})
    prefix = _only(**usual, Condition={"StringEquals": {"s3:prefix": "a"}})
    assert not opens_to_everybody(mine, closing)
    assert opens_to_everybody(prefix, closing)
