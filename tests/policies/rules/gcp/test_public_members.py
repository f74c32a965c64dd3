"""Area of concern: everybody is let in by members, by lists of access, by whole policies."""

import json
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import gcp

BUCKETS, OWNERS = "gcp-gcs-no-public-iam", "gcp-iam-no-primitive-roles"


def _results(rule: str, *parts: Part) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


def _policy(member: str, role: str = "roles/storage.objectViewer") -> str:
    return json.dumps({"bindings": [{"role": role, "members": [member]}]})


@pytest.mark.parametrize(
    ("kind", "inputs", "results"),
    [
        ("storage/BucketIAMMember", {"member": "allUsers"}, ["fail"]),
        ("storage/BucketIAMBinding", {"members": ["group:a@example.com", "allAuthenticatedUsers"]}, ["fail"]),
        ("storage/BucketIAMPolicy", {"policyData": _policy("allUsers")}, ["fail"]),
        ("storage/BucketIAMPolicy", {"policyData": _policy("group:a@example.com")}, []),
        ("storage/BucketIAMPolicy", {"policyData": UNKNOWN}, ["unknown"]),
        ("storage/BucketIAMPolicy", {"policyData": "{"}, ["fail"]),
        ("storage/BucketAccessControl", {"entity": "allUsers", "role": "READER"}, ["fail"]),
        ("storage/DefaultObjectAccessControl", {"entity": "user-a@example.com"}, []),
        ("storage/BucketACL", {"roleEntities": ["OWNER:user-a@example.com", "READER:allUsers"]}, ["fail"]),
        ("storage/ObjectACL", {"predefinedAcl": "publicRead"}, ["fail"]),
        ("storage/BucketACL", {"defaultAcl": "projectPrivate"}, []),
    ],
)
def test_a_bucket_is_opened_in_many_ways(kind: str, inputs: dict[str, Any], results: list[str]) -> None:
    assert _results(BUCKETS, part(gcp(kind), "grant", inputs)) == results


@pytest.mark.parametrize(
    ("role", "results"),
    [("roles/owner", ["fail"]), ("roles/iam.serviceAccountUser", ["fail"]), ("roles/viewer", [])],
)
def test_a_whole_policy_of_a_project_is_read_too(role: str, results: list[str]) -> None:
    policy = part(gcp("projects/IAMPolicy"), "grant", {"policyData": _policy("group:a@example.com", role)})
    assert _results(OWNERS, policy) == results


def test_a_service_that_lets_nobody_in_from_outside_may_be_called_by_all_inside() -> None:
    invoker = Part(
        gcp("cloudrunv2/ServiceIamMember"), "invoker", {"name": UNKNOWN, "member": "allUsers"}, {"name": "api"}
    )

    def service(ingress: str) -> Part:
        return part(gcp("cloudrunv2/Service"), "api", {"ingress": ingress, "template": {}})

    assert _results("gcp-run-private", service("INGRESS_TRAFFIC_ALL"), invoker) == ["fail"]
    assert _results("gcp-run-private", service("INGRESS_TRAFFIC_INTERNAL_ONLY"), invoker) == []
    assert _results("gcp-run-private", part(gcp("cloudrun/IamMember"), "old", {"member": "allUsers"})) == ["fail"]
