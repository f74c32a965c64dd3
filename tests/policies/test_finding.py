from stackwright.plan.graph import Resource
from stackwright.policies.finding import Result, fail, unknown


def test_a_finding_may_be_about_another_resource_than_the_judged_one() -> None:
    other = Resource(urn="urn:pulumi:dev::p::t::other", type="t", name="other")
    assert fail("a.b", "is wrong", at=other).urn == other.urn
    assert fail("a.b", "is wrong").urn == ""


def test_an_unknown_says_why_by_itself() -> None:
    found = unknown("a.b")
    assert (found.result, found.path, found.message) == (Result.UNKNOWN, "a.b", "is not known before deployment")
