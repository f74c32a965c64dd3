from stackwright.policies.frameworks import Family, maps_to


def test_a_family_brings_its_paragraphs_and_the_rule_adds_its_equivalents() -> None:
    found = maps_to(Family.ENCRYPTION, checkov="CKV_AWS_19 CKV_AWS_145", hub="S3.17", cis="2.1.1")
    assert found["GDPR"] == ("32",)
    assert found["checkov"] == ("CKV_AWS_19", "CKV_AWS_145")
    assert found["AWS Security Hub"] == ("S3.17",)
    assert found["CIS AWS 5.0"] == ("2.1.1",)


def test_a_rule_without_equivalents_maps_to_nothing() -> None:
    assert maps_to() == {}
    assert maps_to(Family.COST) == {}
