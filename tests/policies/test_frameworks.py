from uuid import UUID

import pytest

from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.registry import RULES, by_id


def test_a_family_brings_its_paragraphs_and_the_rule_adds_its_equivalents() -> None:
    found = maps_to(Family.ENCRYPTION, checkov="CKV_AWS_19 CKV_AWS_145", hub="S3.17", cis="2.1.1")
    assert found["GDPR"] == ("32",)
    assert found["checkov"] == ("CKV_AWS_19", "CKV_AWS_145")
    assert found["AWS Security Hub"] == ("S3.17",)
    assert found["CIS AWS 5.0"] == ("2.1.1",)


def test_a_rule_without_equivalents_maps_to_nothing() -> None:
    assert maps_to() == {}
    assert maps_to(Family.COST) == {}


def test_each_cloud_has_its_own_bodies() -> None:
    found = maps_to(cis_gcp="5.1", cis_azure="9.3.5", psrule="AZR-000404", trivy="GCP-0059 AZU-0041", org="a.b")
    assert found["CIS Google Cloud 4.0"] == ("5.1",)
    assert found["Trivy"] == ("GCP-0059", "AZU-0041")
    assert set(found) == {
        "CIS Google Cloud 4.0",
        "CIS Azure 4.0",
        "PSRule for Azure",
        "Trivy",
        "Google Cloud organization policy",
    }


def test_a_body_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        maps_to(nobody="1")


def test_a_family_is_kept_even_where_it_maps_to_nothing() -> None:
    assert by_id("ai-max-monthly-cost").frameworks.family is Family.COST
    assert by_id("aws-bedrock-agent-guardrail").tags == {"bedrock", "model-safety", "ai"}


def test_every_rule_belongs_to_a_family() -> None:
    assert [rule.id for rule in RULES if rule.frameworks.family is None] == []


def test_ids_of_azure_policy_are_those_of_definitions() -> None:
    ids = [one for rule in RULES for one in rule.frameworks.get("Azure Policy", ())]
    assert len(ids) >= 80
    assert all(UUID(one).version in (1, 4) for one in ids)
