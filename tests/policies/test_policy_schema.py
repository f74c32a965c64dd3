from typing import Any

import jsonschema
import pytest

from stackwright.policies.policy_schema import policy_schema
from stackwright.policies.registry import RULES

SCHEMA = policy_schema()
GOOD: dict[str, Any] = {
    "stackwright": 1,
    "select": {"frameworks": ["HIPAA"], "severities": ["high"], "clouds": ["aws"], "tags": ["ai"]},
    "levels": [{"ids": ["aws-*"], "level": "advisory", "unknown": "disabled"}],
    "rules": {
        "aws-eks-nodegroup-bounded": {"level": "mandatory", "params": {"max_nodes": 4}},
        "aws-ecr-kms": "disabled",
    },
    "profiles": {"dev": {"rules": {"aws-ecr-kms": "mandatory"}}},
    "stacks": {"dev-*": "dev"},
    "exemptions": [
        {"rule": "aws-ecr-kms", "urn": "*", "reason": "images are public", "owner": "me", "expires": "2027-01-31"}
    ],
    "baseline": "policy-baseline.json",
}


def test_a_policy_file_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(GOOD, SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        {"rules": {"aws-ecr-kmz": "disabled"}},
        {"rules": {"aws-ecr-kms": "off"}},
        {"rules": {"aws-eks-nodegroup-bounded": {"unknown": "remediate"}}},
        {"levels": [{"unknown": "remediate"}]},
        {"rules": {"aws-eks-nodegroup-bounded": {"params": {"max_nodes": "many"}}}},
        {"rules": {"aws-eks-nodegroup-bounded": {"params": {"nodes": 4}}}},
        {"levels": [{"severity": ["high"]}]},
        {"exemptions": [{"rule": "aws-ecr-kms"}]},
        {"stackwright": 2},
        {"extra": 1},
    ],
)
def test_an_editor_marks_what_the_loader_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**GOOD, **change}, SCHEMA)


def test_an_editor_completes_every_rule_with_what_it_holds() -> None:
    rules = SCHEMA["$defs"]["Rules"]["properties"]
    assert set(rules) == {rule.id for rule in RULES}
    assert all(rule.title in rules[rule.id]["description"] for rule in RULES)
