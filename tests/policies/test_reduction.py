"""Area of concern: a shortened example is smaller, and the rule says of it what it says of its own."""

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of
from stackwright.policies.reduction import answers, reduced, same_answers
from stackwright.policies.registry import RULES, by_id
from stackwright.policies.rule import Rule

EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@EACH
def test_the_good_one_passes_and_the_bad_one_fails_as_before(rule: Rule) -> None:
    good, bad = reduced(rule, lambda token: frozenset())
    assert good
    assert rule(graph_of(good), **rule.example_params) == []
    assert answers(rule, bad) == answers(rule, rule.bad)


@EACH
def test_what_a_rule_looks_at_stays_in_the_good_one(rule: Rule) -> None:
    good, _ = reduced(rule, lambda token: frozenset())
    before, after = ({one.type for one in parts} & rule.types for parts in (rule.good, good))
    assert bool(before) == bool(after)


def test_what_the_rule_does_not_look_at_is_left_out() -> None:
    good, bad = reduced(by_id("aws-efs-encrypted"), lambda token: frozenset())
    assert [(one.name, one.inputs) for one in good] == [("shared", {"encrypted": True})]
    assert [(one.name, one.inputs) for one in bad] == [("shared", {"encrypted": False})]


def test_what_a_type_cannot_do_without_stays() -> None:
    rule = by_id("azure-storage-https-only")
    good, _ = reduced(rule, lambda token: frozenset({"sku"}))
    assert {"sku", "enableHttpsTrafficOnly"} >= set(good[0].inputs) >= {"sku"}


def test_nothing_is_dropped_of_a_type_that_nobody_knows() -> None:
    rule = by_id("aws-kms-rotation")
    good, _ = reduced(rule, lambda token: None)
    assert good == rule.good


def test_a_value_of_the_bad_one_names_the_resource_that_it_was_made_from() -> None:
    _, bad = reduced(by_id("gcp-gke-shielded-nodes"), lambda token: frozenset())
    pool = next(one for one in bad if one.name == "pool")
    assert pool.inputs["nodeConfig"]["bootDiskKmsKey"] is UNKNOWN
    assert pool.wires == {"nodeConfig": "key"}


def test_an_example_without_its_subject_is_no_example() -> None:
    rule = by_id("aws-kms-rotation")
    assert same_answers(rule, rule.good, rule.bad)
    assert not same_answers(rule, (), rule.bad)
    assert not same_answers(rule, rule.bad, rule.bad)
    assert not same_answers(rule, rule.good, rule.good)
