"""Area of concern: the list of rules as other programs read it."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from stackwright.policies.example import part
from stackwright.policies.listing import entry, listed, listing_schema, pack_of
from stackwright.policies.registry import COST, RULES, SECURITY, by_id
from stackwright.policies.rule import rule

ROOT = Path(__file__).parents[2]


def test_the_list_of_all_rules_fits_its_schema() -> None:
    schema = json.loads(listing_schema())
    Draft202012Validator.check_schema(schema)
    told = json.loads(listed(RULES))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(told)] == []
    assert [one["id"] for one in told] == [one.id for one in RULES]


def test_the_schema_refuses_what_is_not_a_rule() -> None:
    validator = Draft202012Validator(json.loads(listing_schema()))
    (told,) = json.loads(listed([by_id("aws-s3-tls-only")]))
    assert validator.is_valid([told])
    for key in told:
        assert not validator.is_valid([{name: value for name, value in told.items() if name != key}]), key
    assert not validator.is_valid([told | {"more": 1}])
    assert not validator.is_valid([told | {"severity": "terrible"}])


def test_a_rule_is_told_with_its_levels_knobs_and_controls() -> None:
    told = entry(by_id("aws-logs-cmk-retention")).model_dump(mode="json", by_alias=True)
    assert (told["pack"], told["cloud"], told["severity"]) == ("security", "aws", "medium")
    assert told["levels"] == {"dev": "mandatory", "staging": "mandatory", "prod": "mandatory"}
    assert told["unknown"] == {"dev": "advisory", "staging": "advisory", "prod": "mandatory"}
    assert told["params"] == [
        {
            "name": "min_days",
            "text": "Shortest time that logs are kept.",
            "schema": {"type": "number", "minimum": 1},
            "default": 1,
        }
    ]
    assert told["frameworks"]["SOC 2"] == ["CC7.2"]
    assert told["types"] == ["aws:cloudwatch/logGroup:LogGroup"]
    assert told["url"] == "docs/rules/aws-logs-cmk-retention.md"


def test_an_unknown_is_never_told_to_weigh_more_than_a_failure() -> None:
    advisory = [one for one in RULES if set(one.levels.values()) == {"advisory"}]
    assert advisory
    assert all(entry(one).unknown.prod == "advisory" for one in advisory)


def test_a_rule_is_in_the_pack_that_holds_it() -> None:
    assert {pack_of(one) for one in SECURITY} == {"security"}
    assert {pack_of(one) for one in COST} == {"cost"}
    own = rule(id="acme-x", severity="low", fix="do", title="x", good=[part("a:b:C", "c")])(lambda graph: iter(()))
    assert pack_of(own) == ""
