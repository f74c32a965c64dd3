"""Area of concern: rules as tests, for the test pages of every CI."""

import xml.etree.ElementTree as ET

import pytest

from stackwright.policies.reports import junit
from stackwright.policies.reports.model import Report


def _tests(report: Report) -> dict[str, ET.Element]:
    root = ET.fromstring(junit.render(report))
    return {test.attrib["name"].partition(":")[0]: test for test in root.iter("testcase")}


@pytest.mark.parametrize("name", ["report", "hostile", "clean", "many"])
def test_the_document_is_well_formed_and_its_counts_are_right(name: str, request: pytest.FixtureRequest) -> None:
    root = ET.fromstring(junit.render(request.getfixturevalue(name)))
    suite = root.find("testsuite")
    assert suite is not None
    for element in (root, suite):
        assert element.attrib["tests"] == str(len(list(root.iter("testcase"))))
        assert element.attrib["failures"] == str(len(list(root.iter("failure"))))
        assert element.attrib["skipped"] == str(len(list(root.iter("skipped"))))


def test_a_rule_that_looked_and_found_nothing_is_a_test_that_passes(report: Report) -> None:
    tests = _tests(report)
    assert list(tests["aws-s3-no-public-acl"]) == []
    assert tests["aws-s3-no-public-acl"].attrib["classname"] == "stackwright.aws"
    assert "gcp-gcs-cmek" not in tests


def test_what_stops_fails_with_every_place_and_the_repair(report: Report) -> None:
    failure = _tests(report)["aws-s3-tls-only"].find("failure")
    assert failure is not None
    assert failure.attrib == {"message": "1 high finding", "type": "fail"}
    assert (failure.text or "").splitlines()[0] == "app/x.py:3: Bucket logs acl: is `public`"
    assert (failure.text or "").splitlines()[-1].startswith("fix: ")


def test_an_unknown_that_stops_fails_as_one(report: Report) -> None:
    failure = _tests(report)["aws-s3-versioning"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "unknown"
    assert "(unknown)" in (failure.text or "")


def test_what_only_warns_passes_and_is_told(report: Report) -> None:
    test = _tests(report)["aws-s3-access-logging"]
    assert [child.tag for child in test] == ["system-out"]
    assert "app/x.py:7: Bucket data acl" in (test[0].text or "")


def test_what_is_accepted_is_skipped_with_its_reason(report: Report) -> None:
    tests = _tests(report)
    assert tests["aws-s3-encryption-cmk"][0].attrib == {
        "message": "exempted: waits for `key` | 7 (owner: @team, until 2031-05-01)"
    }
    assert tests["aws-s3-force-destroy"][0].attrib == {"message": "1 known from the baseline"}
