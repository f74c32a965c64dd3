"""Area of concern: assertions about rules say what was answered instead, and never pass by not looking."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pulumi_aws as aws
import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail
from stackwright.policies.rule import Rule, rule
from stackwright.policies.tokens import token
from stackwright.testing import Cloud, assert_examples, assert_passes, assert_unknown, assert_violates

VOLUME, BUCKET = token("ebs/Volume"), token("s3/Bucket")
ENCRYPTED = "aws-ec2-ebs-encrypted"
OPEN = (part(VOLUME, "scratch", {"availabilityZone": "a", "encrypted": False}),)
SEALED = (part(VOLUME, "scratch", {"availabilityZone": "a", "encrypted": True}),)
WAITING = (part(VOLUME, "scratch", {"availabilityZone": "a", "encrypted": UNKNOWN}),)


def test_each_answer_has_its_assertion() -> None:
    assert_violates(ENCRYPTED, OPEN)
    assert_violates(ENCRYPTED, OPEN, path="encrypted")
    assert_passes(ENCRYPTED, SEALED)
    assert_unknown(ENCRYPTED, WAITING)
    assert_unknown(ENCRYPTED, WAITING, path="encrypted")


def test_what_a_program_asks_for_is_judged(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: aws.ebs.Volume("scratch", availability_zone="a", encrypted=False))
    assert_violates(ENCRYPTED, plan, path="encrypted")
    assert_passes(ENCRYPTED, cloud.preview(lambda: aws.ebs.Volume("scratch", availability_zone="a", encrypted=True)))


def _said(assertion: Callable[..., None], stack: object, **told: object) -> str:
    with pytest.raises(AssertionError) as raised:
        assertion(ENCRYPTED, stack, **told)
    return str(raised.value)


def test_a_failure_says_what_was_answered_instead() -> None:
    where = f"scratch ({VOLUME})"
    assert _said(assert_violates, SEALED) == f"{ENCRYPTED} should find a fault, and passes; it looked at {where}"
    assert _said(assert_violates, WAITING, path="encrypted") == (
        f"{ENCRYPTED} should find a fault at `encrypted`, and answers:\n"
        f"  unknown: {where} encrypted: is not known before deployment"
    )
    assert _said(assert_passes, OPEN).startswith(f"{ENCRYPTED} should pass, and answers:\n  fail: {where} encrypted: ")
    assert _said(assert_passes, WAITING).startswith(f"{ENCRYPTED} should pass, and answers:\n  unknown: {where}")
    assert _said(assert_unknown, OPEN).startswith(f"{ENCRYPTED} should have to wait, and answers:\n  fail: ")
    assert _said(assert_unknown, SEALED) == f"{ENCRYPTED} should have to wait, and passes; it looked at {where}"


def test_another_place_is_another_answer() -> None:
    assert "should find a fault at `kmsKeyId`, and answers" in _said(assert_violates, OPEN, path="kmsKeyId")
    assert "should have to wait at `kmsKeyId`, and answers" in _said(assert_unknown, WAITING, path="kmsKeyId")


@pytest.mark.parametrize("assertion", [assert_passes, assert_violates, assert_unknown])
def test_a_stack_without_anything_to_look_at_fails_every_assertion(assertion: object) -> None:
    said = _said(assertion, (part(BUCKET, "data"),))
    assert said.startswith(f"{ENCRYPTED} has nothing to look at: the stack has no ")
    assert said.endswith(f"; there is {BUCKET} data")
    assert VOLUME in said
    assert _said(assertion, ()).endswith("; there is nothing")


def test_a_resource_that_is_only_read_is_nothing_to_look_at() -> None:
    read = Graph([Resource("urn", VOLUME, "scratch", {"encrypted": False}, external=True)])
    assert "has nothing to look at" in _said(assert_violates, read)


def test_an_older_spelling_of_a_type_is_looked_at() -> None:
    older = part("azure-native:storage/v20230101:StorageAccount", "data", {"enableHttpsTrafficOnly": False})
    assert_violates("azure-storage-https-only", (older,))


def test_a_rule_about_the_stack_looks_at_all_of_it() -> None:
    nodes = part(token("eks/NodeGroup"), "pool", {"instanceTypes": ["p5.48xlarge"], "scalingConfig": {"maxSize": 9}})
    assert_violates("ai-max-gpu-count", (nodes,), max_gpus=71)
    assert_passes("ai-max-gpu-count", (nodes,), max_gpus=72)
    with pytest.raises(AssertionError, match="has nothing to look at: the stack has no resource; there is nothing"):
        assert_passes("ai-max-gpu-count", ())


def test_a_knob_that_a_rule_does_not_have_or_take_is_refused() -> None:
    assert _said(assert_passes, SEALED, max_gib=3) == f"{ENCRYPTED} has no knob `max_gib`; it has none"
    with pytest.raises(AssertionError, match=r"does not take this `max_gpus`: type number, minimum 0"):
        assert_passes("ai-max-gpu-count", SEALED, max_gpus="many")


def test_a_rule_that_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean aws-ec2-ebs-encrypted"):
        assert_passes("aws-ec2-ebs-encryptd", SEALED)


def _own(good: int = 10, bad: int = 1000) -> Rule:
    """A rule that forgets to answer unknown."""

    @rule(
        id="acme-small-volumes",
        types={VOLUME},
        severity="low",
        fix="make it smaller",
        good=[part(VOLUME, "v", {"size": good})],
        bad=but("v", size=bad),
    )
    def check(volume: Resource) -> Iterator[Finding]:
        """Volumes are small."""
        size = volume.get("size")
        if isinstance(size, int) and size > 100:
            yield fail("size", "is above 100")

    return check


def test_a_rule_that_lets_an_unknown_pass_is_found() -> None:
    with pytest.raises(AssertionError, match=r"the bad example passes where v\.size is unknown"):
        assert_examples(_own())


def test_examples_that_do_not_hold_are_found() -> None:
    with pytest.raises(AssertionError, match="acme-small-volumes should pass, and answers"):
        assert_examples(_own(good=1000))
    with pytest.raises(AssertionError, match="acme-small-volumes should find a fault, and passes"):
        assert_examples(_own(bad=1))


def test_what_a_rule_raises_is_its_author_s_to_see() -> None:
    @rule(id="acme-broken", types={VOLUME}, severity="low", fix="repair it")
    def check(volume: Resource) -> Iterator[Finding]:
        """Volumes are whole."""
        yield fail("size", "") if volume.inputs["absent"] else fail("", "")

    with pytest.raises(KeyError, match="absent"):
        assert_violates(check, OPEN)


def test_examples_of_our_own_hold() -> None:
    from stackwright.policies.registry import by_id

    assert_examples(by_id("ai-required-tags"))
    assert_examples(by_id("aws-s3-tls-only"))


def test_asking_for_the_plugin_imports_no_rule() -> None:
    program = (
        "import sys, stackwright.testing, stackwright.testing.plugin\n"
        "print([name for name in sys.modules if name.startswith(('stackwright.policies', 'pulumi'))])\n"
        "print(stackwright.testing.assert_passes.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "stackwright.testing.rules"]


def test_what_is_not_there_is_no_attribute() -> None:
    import stackwright.testing as room

    with pytest.raises(AttributeError, match="has no attribute 'assert_nothing'"):
        _ = room.assert_nothing
