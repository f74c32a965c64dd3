from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import gcp

ACCOUNT = "serviceAccount:trainer@lab.iam.gserviceaccount.com"


def _results(rule: str, inputs: dict[str, Any], kind: str = "projects/IAMMember", **wires: str) -> list[str]:
    parts = part(gcp("serviceaccount/Account"), "trainer"), part(gcp(kind), "grant", inputs, **wires)
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


@pytest.mark.parametrize(
    ("role", "member", "results"),
    [
        ("roles/aiplatform.user", ACCOUNT, []),
        ("roles/owner", "group:a@example.com", ["fail"]),
        ("roles/iam.serviceAccountTokenCreator", ACCOUNT, ["fail"]),
        ("roles/storage.admin", ACCOUNT, ["fail"]),
        ("roles/storage.admin", "group:a@example.com", []),
        ("roles/storage.admin", UNKNOWN, ["unknown"]),
        (UNKNOWN, ACCOUNT, ["unknown"]),
    ],
)
def test_roles_for_everything_are_refused(role: Any, member: Any, results: list[str]) -> None:
    assert _results("gcp-iam-no-primitive-roles", {"role": role, "member": member}) == results


def test_an_account_of_the_stack_gets_no_admin_role_before_it_has_a_name() -> None:
    grant = {"role": "roles/storage.admin", "member": UNKNOWN}
    assert _results("gcp-iam-no-primitive-roles", grant, member="trainer") == ["fail"]


@pytest.mark.parametrize(
    ("inputs", "wires", "results"),
    [
        ({"member": "allUsers"}, {}, ["fail"]),
        ({"member": "allUsers"}, {"member": "trainer"}, ["fail"]),
        ({"members": [ACCOUNT, "allAuthenticatedUsers"]}, {}, ["fail"]),
        ({"member": UNKNOWN}, {}, ["unknown"]),
        ({"member": UNKNOWN}, {"member": "trainer"}, []),
    ],
)
def test_a_grant_to_everybody_is_found(inputs: dict[str, Any], wires: dict[str, str], results: list[str]) -> None:
    assert _results("gcp-gcs-no-public-iam", inputs, "storage/BucketIAMMember", **wires) == results
