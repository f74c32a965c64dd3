"""Faults are read from a short plan and met by the call they name."""

import pytest

from stackwright.sandbox.faults import Fault, FaultError, Faults, parse_faults

BUCKET = "aws:s3/bucket:Bucket"


def test_a_plan_is_a_list_of_faults():
    plan = f'create {BUCKET} 2 fail "AccessDenied: no; not you"; update * * delay 1.5; delete {BUCKET} 1 lose;'
    assert parse_faults(plan) == [
        Fault("create", BUCKET, 2, "fail", message="AccessDenied: no; not you"),
        Fault("update", "*", 0, "delay", seconds=1.5),
        Fault("delete", BUCKET, 1, "lose"),
    ]
    assert parse_faults("") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("create", "expected VERB TYPE NUMBER ACTION"),
        (f"make {BUCKET} 1 fail", "expected one of create, read, update, delete, got `make`"),
        ("create bucket 1 fail", "expected a type token"),
        (f"create {BUCKET} 0 fail", "expected the number of a call from 1"),
        (f"create {BUCKET} 1 explode", "expected one of fail, delay, lose, got `explode`"),
        (f"create {BUCKET} 1 delay", "`delay` takes seconds"),
        (f"create {BUCKET} 1 delay soon", "`delay` takes seconds"),
        (f'create {BUCKET} 1 fail "x', "a quote is not closed"),
    ],
)
def test_a_fault_that_cannot_be_understood_is_refused(text, reason):
    with pytest.raises(FaultError, match=reason):
        parse_faults(text)


def test_only_the_named_call_meets_its_fault():
    faults = Faults(parse_faults(f"create {BUCKET} 2 fail"))
    met = [faults.meet("create", BUCKET) for _ in range(3)]
    assert [fault is not None for fault in met] == [False, True, False]
    assert faults.meet("create", "aws:kms/key:Key") is None
    assert faults.meet("update", BUCKET) is None


def test_a_star_counts_calls_of_any_type():
    faults = Faults(parse_faults("create * 2 fail"))
    assert faults.meet("create", BUCKET) is None
    assert faults.meet("create", "aws:kms/key:Key") is not None
    assert Faults(parse_faults("create * * fail")).meet("create", BUCKET) is not None
