"""Area of concern: `pulumi policy analyze` with our packs finds what `stackwright check` finds in the export."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.engine

PACKS = ("security", "cost")
PROGRAM = """\
import pulumi
from pulumi_aws import ec2, iam, kms, s3

key = kms.Key("key", enable_key_rotation=True)
data = s3.Bucket("data")
s3.BucketServerSideEncryptionConfiguration(
    "data",
    bucket=data.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn}}],
)
s3.BucketPublicAccessBlock("data", bucket=data.id, block_public_acls=True, block_public_policy=False)
s3.BucketAcl("site", bucket="site", acl="public-read")


class Team(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("acme:index:Team", name)
        child = pulumi.ResourceOptions(parent=self)
        document = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
        iam.Policy(name, policy=pulumi.Output.secret(document), opts=child)
        ec2.SecurityGroup(
            name,
            ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}],
            opts=child,
        )


Team("lab")
s3.Bucket.get("elsewhere", s3.Bucket("other").id)
"""
"""Faults of one resource, of two that are joined, inside a component, in a secret; and a bucket that is only read."""


def analyzed(stage: Any) -> Any:
    """Deploy faults without a pack, then have the state analyzed, and its export checked."""
    repository = stage.repository()
    project = stage.program("faults", PROGRAM)
    words = [word for name in PACKS for word in ("--policy-pack", str(repository / "policies/packs" / name))]
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", "dev")
        up = session.up("dev")
        found = session.pulumi("policy", "analyze", "--stack", "dev", "--json", *words, fails=True)
        preview = session.pulumi("preview", "--json", "--stack", "dev", *words, fails=True)
        soft = project / "advisory.json"
        soft.write_text('{"all": "advisory"}')
        only = words[:2]
        passed = session.pulumi(
            "policy", "analyze", "--stack", "dev", "--json", *only, "--policy-pack-config", str(soft)
        )
        session.pulumi("stack", "export", "--show-secrets", "--stack", "dev", "--file", str(project / "state.json"))
    checked = json.loads(stage.command(project, "check", "state.json", "--json", "-", code=1))
    findings = checked["findings"] if isinstance(checked, dict) else checked
    return {
        "up": up["findings"],
        "engine": sorted([rule, urn, level] for rule, urn, _, level, _ in found["findings"]),
        "preview": sorted([rule, urn, level] for rule, urn, _, level, _ in preview["findings"]),
        "packs": found["packs"],
        "check": sorted([one["rule"], one["urn"], one["level"]] for one in findings),
        "advisory": sorted({level for _, _, _, level, _ in passed["findings"]}),
    }


@pytest.fixture(scope="module")
def story(tell: Any) -> Any:
    return tell("policy-analyze", analyzed)


def test_nothing_judged_the_deployment(story: Any) -> None:
    assert story["up"] == []


def test_the_state_is_found_to_have_the_faults_that_its_export_has(story: Any) -> None:
    assert [one for one in story["engine"] if not only_read(one)] == story["check"]
    assert story["packs"] == ["stackwright-cost", "stackwright-security"]


def test_a_preview_of_what_is_there_finds_the_same(story: Any) -> None:
    assert story["preview"] == story["check"]


def test_what_is_only_read_is_judged_by_analyze_alone_which_cannot_tell(story: Any) -> None:
    assert [one for one in story["engine"] if only_read(one)]
    assert not [one for one in story["check"] if only_read(one)]


def only_read(finding: list[str]) -> bool:
    return finding[1].endswith("::elsewhere")


def test_every_planted_fault_is_mandatory(story: Any) -> None:
    stopping = {(rule, urn.rpartition("::")[2]) for rule, urn, level in story["engine"] if level == "mandatory"}
    assert stopping >= {
        ("aws-s3-block-public-access", "data"),
        ("aws-s3-no-public-acl", "site"),
        ("aws-iam-no-admin-wildcard", "lab"),
        ("aws-ec2-no-open-ingress", "lab"),
    }


def test_a_configuration_softens_what_is_analyzed(story: Any) -> None:
    assert story["advisory"] == ["advisory"]
