"""Rules about grants to everybody: buckets, keys, images and services that anyone could reach."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stackwright.plan.graph import UNKNOWN, Resource, leaves
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, Result, fail, unknown
from stackwright.policies.frameworks import Family, Frameworks, maps_to
from stackwright.policies.rule import Rule, rule
from stackwright.policies.shapes import none_of, top_level
from stackwright.policies.tokens import gcp, tokens

EVERYBODY = frozenset({"allusers", "allauthenticatedusers"})
REFUSED = {
    "member": EVERYBODY,
    "members[*]": EVERYBODY,
    "entity": EVERYBODY,
    "roleEntities[*]": frozenset(f"{role}:{who}" for role in ("owner", "reader", "writer") for who in EVERYBODY),
    "predefinedAcl": frozenset({"publicread", "publicreadwrite", "authenticatedread"}),
    "defaultAcl": frozenset({"publicread", "publicreadwrite", "authenticatedread"}),
}
"""What everybody is called where grants of each shape name whom they let in."""


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
        (
            "storage/BucketIAMMember",
            "storage/BucketIAMBinding",
            "storage/BucketIAMPolicy",
            "storage/BucketACL",
            "storage/BucketAccessControl",
            "storage/DefaultObjectACL",
            "storage/DefaultObjectAccessControl",
            "storage/ManagedFolderIamBinding",
            "storage/ManagedFolderIamMember",
            "storage/ManagedFolderIamPolicy",
            "storage/ObjectACL",
            "storage/ObjectAccessControl",
        ),
        "critical",
        maps_to(Family.EXPOSURE, checkov="CKV_GCP_28", cis_gcp="5.1"),
        {"bucket": "data", "role": "roles/storage.objectViewer"},
    ),
    Grant(
        "gcp-kms-no-public",
        "Keys are not open to everybody",
        (
            "kms/CryptoKeyIAMMember",
            "kms/CryptoKeyIAMBinding",
            "kms/CryptoKeyIAMPolicy",
            "kms/KeyRingIAMMember",
            "kms/KeyRingIAMBinding",
            "kms/KeyRingIAMPolicy",
        ),
        "critical",
        maps_to(Family.ACCESS, checkov="CKV_GCP_112", cis_gcp="1.9"),
        {"cryptoKeyId": "key", "role": "roles/cloudkms.cryptoKeyEncrypterDecrypter"},
    ),
    Grant(
        "gcp-artifact-registry-private",
        "Images are not open to everybody",
        (
            "artifactregistry/RepositoryIamMember",
            "artifactregistry/RepositoryIamBinding",
            "artifactregistry/RepositoryIamPolicy",
        ),
        "critical",
        maps_to(Family.EXPOSURE, checkov="CKV_GCP_101"),
        {"repository": "images", "role": "roles/artifactregistry.reader"},
    ),
    Grant(
        "gcp-vertex-endpoint-no-public-iam",
        "Endpoints of models are not open to everybody",
        (
            "vertex/AiEndpointIamMember",
            "vertex/AiEndpointIamBinding",
            "vertex/AiEndpointIamPolicy",
            "vertex/AiReasoningEngineIamMember",
            "vertex/AiReasoningEngineIamBinding",
            "vertex/AiReasoningEngineIamPolicy",
        ),
        "critical",
        maps_to(Family.EXPOSURE),
        {"endpoint": "chat", "role": "roles/aiplatform.user"},
    ),
    Grant(
        "gcp-functions-no-public",
        "Functions are called only by who is named",
        tuple(
            f"{service}/FunctionIam{shape}"
            for service in ("cloudfunctionsv2", "cloudfunctions")
            for shape in ("Member", "Binding", "Policy")
        ),
        "high",
        maps_to(Family.EXPOSURE, checkov="CKV_GCP_107"),
        {"cloudFunction": "job", "role": "roles/cloudfunctions.invoker"},
    ),
    Grant(
        "gcp-bigquery-no-public",
        "Datasets are not open to everybody",
        ("bigquery/DatasetIamMember", "bigquery/DatasetIamBinding", "bigquery/DatasetIamPolicy"),
        "critical",
        maps_to(Family.EXPOSURE, checkov="CKV_GCP_15", cis_gcp="7.1"),
        {"datasetId": "orders", "role": "roles/bigquery.dataViewer"},
    ),
)


def open_to_everybody(grant: Resource) -> Iterator[Finding]:
    """Findings where a grant of any shape names everybody."""
    for path, names in REFUSED.items():
        for answer in none_of(path, names, text="is everybody")(grant):
            # a member that the stack makes itself is a service account, known only after deployment
            if answer.result is Result.FAIL or not grant.property_dependencies.get(top_level(answer.path)):
                yield answer
    yield from _in_whole_policy(grant)


def _in_whole_policy(grant: Resource) -> Iterator[Finding]:
    """Findings where a grant gives a whole policy, as JSON."""
    text = grant.get("policyData")
    if text is UNKNOWN:
        yield unknown("policyData")
    elif isinstance(text, str):
        try:
            held = [value for _, value in leaves(json.loads(text))]
        except ValueError:
            yield fail("policyData", "is not JSON")
            return
        if any(isinstance(value, str) and value.lower() in EVERYBODY for value in held):
            yield fail("policyData", "lets in everybody")


def _rule(grant: Grant) -> Rule:
    first = gcp(grant.types[0])
    good = (part(first, "grant", {**grant.example, "member": "group:research@example.com"}),)

    def check(resource: Resource) -> Iterator[Finding]:
        yield from open_to_everybody(resource)

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
