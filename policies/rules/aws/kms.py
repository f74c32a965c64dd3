"""Rules about encryption keys."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Resource
from stackwright.policies.documents import MALFORMED, opens_to_everybody, parsed
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, where
from stackwright.policies.rule import Level, rule
from stackwright.policies.rules.aws.s3_policy_principal import CLOSING
from stackwright.policies.shapes import number
from stackwright.policies.tokens import token, tokens

KEY = token("kms/Key")
TYPES = frozenset({KEY})
ALL_KEYS = tokens("kms/Key", "kms/ReplicaKey", "kms/ExternalKey", "kms/ReplicaExternalKey")
SCOPED = CLOSING | {"kms:calleraccount", "kms:viaservice"}
_POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, '
    '"Action": "kms:*", "Resource": "*"}]}'
)
GOOD = (part(KEY, "key", {"enableKeyRotation": True, "deletionWindowInDays": 30, "policy": _POLICY}),)


def _made_by_kms(key: Resource) -> bool:
    """Whether the key's material is made by KMS, which cannot rotate what lies in a store of one's own."""
    return key.get("customKeyStoreId") is MISSING


@rule(
    id="aws-kms-rotation",
    types=TYPES,
    severity="medium",
    fix="set `enable_key_rotation` to true",
    remedy=Remedy({"enableKeyRotation": where(_made_by_kms, True)}),
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_7", hub="KMS.4", cis="3.6", trivy="AWS-0065"),
    good=GOOD,
    bad=but("key", enableKeyRotation=False),
)
def rotated(key: Resource) -> Iterator[Finding]:
    """Symmetric keys are rotated."""
    spec, rotation = key.get("customerMasterKeySpec"), key.get("enableKeyRotation")
    if spec not in (MISSING, UNKNOWN, "SYMMETRIC_DEFAULT") or rotation is True or not _made_by_kms(key):
        return
    if UNKNOWN in (spec, rotation):
        yield unknown("enableKeyRotation")
    else:
        yield fail("enableKeyRotation", "is not true")


@rule(
    id="aws-kms-policy-scoped",
    types=ALL_KEYS | {token("kms/KeyPolicy")},
    severity="critical",
    fix="name the principals, or add a condition on the caller's account",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_33", hub="KMS.5"),
    good=GOOD,
    bad=but("key", policy=_POLICY.replace("arn:aws:iam::111122223333:root", "*")),
)
def scoped(key: Resource) -> Iterator[Finding]:
    """Key policies allow nobody they do not name."""
    given = key.get("policy")
    document = () if given is MISSING else parsed(given)
    if isinstance(document, Absent):
        yield unknown("policy")
    elif document is None:
        yield fail("policy", MALFORMED)
    elif any(opens_to_everybody(statement, SCOPED) for statement in document):
        yield fail("policy", "allows everybody")


@rule(
    id="aws-kms-deletion-window",
    types=ALL_KEYS,
    severity="low",
    fix="set `deletion_window_in_days` to 14 or more",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.RECOVERY),
    good=GOOD,
    bad=but("key", deletionWindowInDays=7),
)
def deletion_window(key: Resource) -> Iterator[Finding]:
    """Deleted keys can be kept back for two weeks."""
    value = key.get("deletionWindowInDays")
    if value is UNKNOWN:
        yield unknown("deletionWindowInDays")
    elif (number(value, 30) or 0) < 14:
        yield fail("deletionWindowInDays", "is below 14")


RULES = (rotated, scoped, deletion_window)
