"""Area of concern: the digest of a preview is the stack as it will be."""

from typing import Any

import pytest

from stackwright.plan.digest import DigestError, errors, graph_of_digest, told
from stackwright.plan.graph import UNKNOWN
from stackwright.plan.wire import UNKNOWN_STRING

STACK = "urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev"
TRACEBACK = (
    "error: Program failed with an unhandled exception:\nTraceback:\n  x=1/0\nZeroDivisionError: division by zero\n\n"
)


def step(op: str, name: str, token: str = "aws:s3/bucket:Bucket", **state: Any) -> dict[str, Any]:
    urn = STACK if name == "app-dev" else f"urn:pulumi:dev::app::{token}::{name}"
    found = {"op": op, "urn": urn, "detailedDiff": None}
    if op in {"delete", "delete-replaced"}:
        return found | {"oldState": {"urn": urn, "type": token, "custom": True}}
    return found | {"newState": {"urn": urn, "type": token, "custom": True, **state}}


def digest(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    root = step("same", "app-dev", "pulumi:pulumi:Stack", custom=False)
    return {"config": {"aws:region": "us-east-1"}, "steps": [root, *steps], "duration": 1, **more}


def names(document: dict[str, Any]) -> list[str]:
    return sorted(resource.name for resource in graph_of_digest(document) if resource.custom)


def test_what_is_created_changed_read_or_stays_is_there_and_what_goes_is_not() -> None:
    steps = [step(op, op) for op in ("create", "update", "same", "import", "read", "delete")]
    assert names(digest(*steps)) == ["create", "import", "read", "same", "update"]


def test_a_replacement_is_one_resource_whatever_the_order_of_its_steps() -> None:
    made = {"inputs": {"bucket": "new"}}
    pair = [step("create-replacement", "a", **made), step("replace", "a", **made), step("delete-replaced", "a")]
    for steps in (pair, pair[::-1]):
        graph = graph_of_digest(digest(*steps))
        assert [resource.inputs for resource in graph if resource.custom] == [{"bucket": "new"}]


def test_the_state_after_the_last_step_counts_where_a_refresh_went_before() -> None:
    steps = [step("refresh", "a", inputs={"n": 1}), step("refresh", "b"), step("update", "a", inputs={"n": 2})]
    graph = graph_of_digest(digest(*steps, step("delete", "b")))
    assert [resource.inputs for resource in graph if resource.custom] == [{"n": 2}]


def test_unknown_values_secrets_and_wires_are_those_of_a_recorded_plan() -> None:
    made = step("create", "a")["urn"]
    policy = step(
        "create",
        "p",
        "aws:s3/bucketPolicy:BucketPolicy",
        inputs={"bucket": UNKNOWN_STRING, "policy": "[secret]"},
        dependencies=[made],
        propertyDependencies={"bucket": [made], "policy": []},
        parent=STACK,
        provider=f"urn:pulumi:dev::app::pulumi:providers:aws::default::{UNKNOWN_STRING}",
    )
    found = graph_of_digest(digest(policy, step("create", "a", parent=STACK))).by_urn[policy["urn"]]
    assert found.inputs == {"bucket": UNKNOWN, "policy": UNKNOWN}
    assert (found.secrets, found.dependencies, found.parent) == ({"policy"}, (made,), STACK)
    assert found.property_dependencies == {"bucket": (made,), "policy": ()}
    assert found.provider == "urn:pulumi:dev::app::pulumi:providers:aws::default"


def test_a_preview_that_a_policy_pack_stopped_is_whole() -> None:
    stopped = [{"message": "error: preview failed\n", "severity": "error"}]
    assert names(digest(step("create", "a"), diagnostics=stopped)) == ["a"]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (digest(diagnostics=[{"message": TRACEBACK, "severity": "error"}]), r"failed \(ZeroDivisionError: division"),
        (digest(changeSummary={"same": 7}), r"leaves out what does not change \(6 of its resources\).*--show-sames"),
        ({"steps": []}, "has no steps - write it with `pulumi preview"),
        ({"steps": [3]}, "its steps are not those of a preview"),
        ({"steps": [{"op": "create", "urn": "x"}]}, "its steps are not those of a preview"),
        ({"steps": {}, "diagnostics": [3]}, "its steps are not those of a preview"),
    ],
)
def test_a_digest_that_does_not_show_the_stack_is_refused(document: dict[str, Any], message: str) -> None:
    with pytest.raises(DigestError, match=message):
        graph_of_digest(document)


def test_warnings_are_no_errors() -> None:
    assert errors({"diagnostics": [{"message": "warning: old", "severity": "warning"}]}) == []


def test_an_error_is_told_in_a_line() -> None:
    assert told("error: resource 'x' does not exist\nmore\n") == "resource 'x' does not exist"
    assert told("") == ""
