"""Rules about single powers in policies: to become more than one is, and to reach everybody's data."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from stackwright.plan.graph import Resource
from stackwright.policies.documents import Statement
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.rules.aws.iam import INLINE, POLICY, ROLE, is_broad, statements

ESCALATING: Final = frozenset(
    {
        "iam:addusertogroup",
        "iam:attachgrouppolicy",
        "iam:attachrolepolicy",
        "iam:attachuserpolicy",
        "iam:createaccesskey",
        "iam:createloginprofile",
        "iam:createpolicyversion",
        "iam:putgrouppolicy",
        "iam:putrolepolicy",
        "iam:putuserpolicy",
        "iam:setdefaultpolicyversion",
        "iam:updateassumerolepolicy",
        "iam:updateloginprofile",
    }
)
"""Actions that, on any resource, make an administrator of who may do them."""
DATA: Final = frozenset(
    {
        "dynamodb:batchgetitem",
        "dynamodb:batchwriteitem",
        "dynamodb:deleteitem",
        "dynamodb:getitem",
        "dynamodb:putitem",
        "dynamodb:query",
        "dynamodb:scan",
        "dynamodb:updateitem",
        "kms:decrypt",
        "lambda:updatefunctioncode",
        "s3:deleteobject",
        "s3:getobject",
        "s3:putobject",
        "secretsmanager:getsecretvalue",
        "secretsmanager:putsecretvalue",
        "sns:publish",
        "sqs:receivemessage",
        "sqs:sendmessage",
        "ssm:getparameter",
        "ssm:getparameters",
        "ssm:getparametersbypath",
        "ssm:putparameter",
    }
)
"""Actions that read or change stored data, all of which can be granted on named resources."""
_READ: Final = '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::data/*"}]}'
_ATTACH: Final = _READ.replace("s3:GetObject", "iam:AttachRolePolicy").replace("s3:::data/*", "iam::1:role/job")


_EVERYTHING: Final = re.compile(r"arn:[^:]*:(?:s3:::\*(?:/\*)?|(?!s3:)[^:]*:[^:]*:[^:]*:(?:[\w-]+[/:])?\*)|\*")
"""All resources, or all of one kind in an account: `arn:aws:iam::111122223333:role/*`."""


def _grants(resource: Resource, wanted: frozenset[str]) -> Iterator[tuple[str, Statement | Finding]]:
    """Statements that allow a wanted action on everything; `*` actions are another rule's."""
    for path, statement in statements(resource):
        if isinstance(statement, Finding):
            yield path, statement
        elif statement.allows and not statement.conditions and any(map(_EVERYTHING.fullmatch, statement.resources)):
            named = [action for action in statement.actions if not is_broad(action)]
            if any(_covers(action, wanted) for action in named):
                yield path, statement


def _covers(action: str, wanted: frozenset[str]) -> bool:
    return action in wanted or any(fnmatchcase(one, action) for one in wanted)


@rule(
    id="aws-iam-no-escalation",
    types={POLICY, ROLE} | INLINE,
    severity="high",
    fix="name the roles, users or policies, or set a permissions boundary as a condition",
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_AWS_107 CKV_AWS_109 CKV_AWS_110 CKV_AWS_286 CKV_AWS_287 CKV_AWS_289"
    ),
    good=(part(POLICY, "attach", {"policy": _ATTACH}),),
    bad=but("attach", policy=_ATTACH.replace("arn:aws:iam::1:role/job", "*")),
)
def no_escalation(resource: Resource) -> Iterator[Finding]:
    """Nobody may give themselves what they were not given."""
    for path, found in _grants(resource, ESCALATING):
        yield found if isinstance(found, Finding) else fail(path, "lets its holder become an administrator")


@rule(
    id="aws-iam-data-scoped",
    types={POLICY, ROLE} | INLINE,
    severity="medium",
    fix="name the buckets, tables, secrets, keys or queues",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_108 CKV_AWS_111 CKV_AWS_288 CKV_AWS_290"),
    good=(part(POLICY, "read", {"policy": _READ}),),
    bad=but("read", policy=_READ.replace("arn:aws:s3:::data/*", "*")),
)
def data_scoped(resource: Resource) -> Iterator[Finding]:
    """Policies name the data that they are about."""
    for path, found in _grants(resource, DATA):
        yield found if isinstance(found, Finding) else fail(path, "reaches the data of the whole account")


RULES = (no_escalation, data_scoped)
