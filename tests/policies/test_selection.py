from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.policies.registry import RULES, by_id
from stackwright.policies.selection import Selector, frameworks, tags


def _ids(**values: Any) -> set[str]:
    chosen = Selector.model_validate(values)
    return {rule.id for rule in RULES if chosen.covers(rule)}


def test_nothing_said_means_every_rule() -> None:
    assert _ids() == {rule.id for rule in RULES}


def test_each_list_narrows_and_each_entry_widens() -> None:
    assert _ids(ids=["aws-s3-*"]) == {rule.id for rule in RULES if rule.id.startswith("aws-s3-")}
    both = _ids(clouds=["aws", "gcp"], severities=["critical"])
    assert both
    assert {by_id(name).cloud for name in both} == {"aws", "gcp"}
    assert {by_id(name).severity for name in both} == {"critical"}


def test_rules_about_every_cloud_are_their_own_choice() -> None:
    assert "ai-required-tags" in _ids(clouds=["any"])
    assert "ai-required-tags" not in _ids(clouds=["aws"])


def test_a_framework_is_found_by_how_its_name_starts_however_it_is_written() -> None:
    assert _ids(frameworks=["soc2"]) == _ids(frameworks=["SOC 2"]) != set()
    assert _ids(frameworks=["cis"]) > _ids(frameworks=["CIS AWS 5.0"]) != set()


def test_a_tag_is_a_family_a_service_or_ai() -> None:
    assert "aws-kms-rotation" in _ids(tags=["encryption-at-rest"])
    assert _ids(tags=["sagemaker"]) < _ids(tags=["ai"])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ids": ["aws-s4-*"]}, "is not a rule"),
        ({"frameworks": ["HIPPA"]}, "did you mean `HIPAA`"),
        ({"frameworks": [""]}, "at least 1 character"),
        ({"tags": ["encryption"]}, "is not a tag of rules"),
        ({"severities": ["fatal"]}, "critical"),
        ({"cloud": ["aws"]}, "not permitted"),
    ],
)
def test_what_selects_nothing_is_refused_with_the_nearest(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Selector.model_validate(values)


def test_every_framework_and_tag_selects_something() -> None:
    assert all(_ids(frameworks=[name]) for name in frameworks())
    assert all(_ids(tags=[name]) for name in tags())
