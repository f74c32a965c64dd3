"""Rules about grants to everybody: buckets, keys, images and services that anyone could reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stackwright.plan.graph import Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, Result
from stackwright.policies.frameworks import Family, Frameworks, maps_to
from stackwright.policies.rule import Rule, rule
from stackwright.policies.shapes import none_of, top_level
from stackwright.policies.tokens import gcp, tokens

EVERYBODY = frozenset({"allusers", "allauthenticatedusers"})


@dataclass(frozen=True, slots=True)
class Grant:
    """One family of grants."""

    id: str
    title: str
    types: tuple[str, ...]
    severity: str
    frameworks: Frameworks
    example: dict[str, Any]
    """What the first of the types needs besides its member."""


GRANTS = (
    Grant(
        "gcp-gcs-no-public-iam",
        "Buckets are not open to everybody",
        ("storage/BucketIAMMember", "storage/BucketIAMBinding"),
        "critical",
        maps_to(Family.EXPOSURE, checkov="CKV_GCP_28", cis_gcp="5.1"),
        {"bucket": "data", "role": "roles/storage.objectViewer"},
    ),
    Grant(
        "gcp-kms-no-public",
        "Keys are not open to everybody",
        ("kms/CryptoKeyIAMMember", "kms/CryptoKeyIAMBinding", "kms/KeyRingIAMMember", "kms/KeyRingIAMBinding"),
        "critical",
        maps_to(Family.ACCESS, checkov="CKV_GCP_112", cis_gcp="1.9"),
        {"cryptoKeyId": "key", "role": "roles/cloudkms.cryptoKeyEncrypterDecrypter"},
    ),
    Grant(
        "gcp-artifact-registry-private",
        "Images are not open to everybody",
        ("artifactregistry/RepositoryIamMember", "artifactregistry/RepositoryIamBinding"),
        "critical",
        maps_to(Family.EXPOSURE, checkov="CKV_GCP_101"),
        {"repository": "images", "role": "roles/artifactregistry.reader"},
    ),
    Grant(
        "gcp-vertex-endpoint-no-public-iam",
        "Endpoints of models are not open to everybody",
        ("vertex/AiEndpointIamMember", "vertex/AiEndpointIamBinding"),
        "critical",
        maps_to(Family.EXPOSURE),
        {"endpoint": "chat", "role": "roles/aiplatform.user"},
    ),
)


def _rule(grant: Grant) -> Rule:
    member, members = (none_of(path, EVERYBODY, text="is everybody") for path in ("member", "members[*]"))
    first = gcp(grant.types[0])
    good = (part(first, "grant", {**grant.example, "member": "group:research@example.com"}),)

    def check(resource: Resource) -> Iterator[Finding]:
        for answer in (*member(resource), *members(resource)):
            # a member that the stack makes itself is a service account, known only after deployment
            if answer.result is Result.FAIL or not resource.property_dependencies.get(top_level(answer.path)):
                yield answer

    return rule(
        id=grant.id,
        title=grant.title,
        types=tokens(*grant.types, of=gcp),
        severity=grant.severity,
        fix="name the service accounts or groups that need it",
        frameworks=grant.frameworks,
        good=good,
        bad=but("grant", member="allUsers"),
    )(check)


RULES = tuple(_rule(grant) for grant in GRANTS)
