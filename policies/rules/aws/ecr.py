"""Rules about container registries."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.documents import MALFORMED, opens_to_everybody, parsed
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, where
from stackwright.policies.rule import Level, rule
from stackwright.policies.rules.aws.s3_policy_principal import CLOSING
from stackwright.policies.shapes import key_findings, must_be, must_be_joined
from stackwright.policies.tokens import token

REPOSITORY = token("ecr/Repository")
POLICY = token("ecr/RepositoryPolicy")
LIFECYCLE = token("ecr/LifecyclePolicy")
TYPES = frozenset({REPOSITORY})
GOOD = (
    part(token("kms/Key"), "key"),
    part(
        REPOSITORY,
        "images",
        {
            "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": UNKNOWN}],
            "imageScanningConfiguration": {"scanOnPush": True},
            "imageTagMutability": "IMMUTABLE",
        },
        encryptionConfigurations="key",
    ),
    part(LIFECYCLE, "lifecycle", {"repository": UNKNOWN, "policy": "{}"}, repository="images"),
)
_PULL = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, '
    '"Action": "ecr:BatchGetImage"}]}'
)


@rule(
    id="aws-ecr-kms",
    types=TYPES,
    severity="medium",
    fix="set `encryption_type` to KMS with a key of this account",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_136", trivy="AWS-0033"),
    good=GOOD,
    bad=but("images", encryptionConfigurations=[{"encryptionType": "AES256"}]),
)
def encrypted(repository: Resource, graph: Graph) -> Iterator[Finding]:
    """Images are encrypted with a key that the account owns."""
    path = "encryptionConfigurations[0].encryptionType"
    kind = repository.get(path)
    if kind is UNKNOWN:
        yield unknown(path)
    elif kind not in ("KMS", "KMS_DSSE"):
        yield fail(path, "is not KMS")
    else:
        yield from key_findings(repository, graph, "encryptionConfigurations[0].kmsKey")


scanned = rule(
    id="aws-ecr-scan-on-push",
    title="Images are scanned when pushed",
    types=TYPES,
    severity="medium",
    fix="set `image_scanning_configuration.scan_on_push` to true",
    remedy=Remedy({"imageScanningConfiguration.scanOnPush": True}),
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_AWS_163", hub="ECR.1", trivy="AWS-0030"),
    good=GOOD,
    bad=but("images", imageScanningConfiguration=MISSING),
)(must_be("imageScanningConfiguration.scanOnPush", True, text="is not true"))


def _without_exclusions(repository: Resource) -> bool:
    """Whether no filter says which tags are different; what it means hangs on the setting."""
    return repository.get("imageTagMutabilityExclusionFilters") is MISSING


immutable = rule(
    id="aws-ecr-immutable",
    title="Image tags cannot be moved",
    types=TYPES,
    severity="medium",
    fix="set `image_tag_mutability` to IMMUTABLE",
    remedy=Remedy({"imageTagMutability": where(_without_exclusions, "IMMUTABLE")}),
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_AWS_51", hub="ECR.2", trivy="AWS-0031"),
    good=GOOD,
    bad=but("images", imageTagMutability="MUTABLE"),
)(
    must_be(
        "imageTagMutability",
        "IMMUTABLE",
        "IMMUTABLE_WITH_EXCLUSION",
        text="is not IMMUTABLE (the default is MUTABLE)",
    )
)


@rule(
    id="aws-ecr-private",
    types={POLICY},
    severity="critical",
    fix="name the accounts or roles that may pull",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_32", trivy="AWS-0032"),
    good=(part(POLICY, "policy", {"repository": "images", "policy": _PULL}),),
    bad=but("policy", policy=_PULL.replace("arn:aws:iam::111122223333:root", "*")),
)
def private(policy: Resource) -> Iterator[Finding]:
    """Repositories are not open to everybody."""
    document = parsed(policy.get("policy"))
    if isinstance(document, Absent):
        yield unknown("policy")
    elif document is None:
        yield fail("policy", MALFORMED)
    elif any(opens_to_everybody(statement, CLOSING) for statement in document):
        yield fail("policy", "allows everybody")


lifecycle = rule(
    id="aws-ecr-lifecycle",
    title="Repositories drop old images",
    types=TYPES,
    severity="low",
    fix="add a lifecycle policy that expires untagged and old images",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.COST, hub="ECR.3"),
    good=GOOD,
    bad=without("lifecycle"),
)(must_be_joined(frozenset({LIFECYCLE}), "repository", text="no lifecycle policy points at this repository"))

RULES = (encrypted, scanned, immutable, private, lifecycle)
