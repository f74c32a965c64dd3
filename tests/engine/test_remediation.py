"""Area of concern: what the rules at level `remediate` change in the real engine, and that a plan says the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.review import subject_of
from stackwright.plan.graph import value_at
from stackwright.policies.config import PolicyConfig, to_pack_config
from stackwright.policies.judgement import judge

pytestmark = pytest.mark.engine

OPEN = """\
import pulumi
from pulumi_aws import ec2, ecr, eks, kms, s3, sqs

jobs = sqs.Queue("jobs")
bucket = s3.Bucket("data")
s3.BucketPublicAccessBlock("block", bucket=bucket.bucket, block_public_acls=True)
kms.Key("key", description=pulumi.Output.secret("hunter2 of the key"))
ecr.Repository("images", image_tag_mutability="MUTABLE", tags={"jobs": jobs.arn})
ec2.Instance(
    "worker",
    ami="ami-0123456789abcdef0",
    instance_type="g6.xlarge",
    user_data=pulumi.Output.secret("#!/bin/sh hunter2"),
    metadata_options={"http_tokens": "optional", "http_put_response_hop_limit": 1},
    ebs_block_devices=[{"device_name": "/dev/sdf", "encrypted": True}, {"device_name": "/dev/sdg"}],
    tags={"owner": "ops"},
)
ec2.Instance(
    "sealed",
    ami="ami-0123456789abcdef0",
    instance_type="g6.xlarge",
    metadata_options=pulumi.Output.secret({"http_tokens": "optional"}),
    root_block_device={"encrypted": True},
    tags={"owner": "ops"},
)
eks.Cluster(
    "cluster",
    role_arn="arn:aws:iam::111122223333:role/cluster",
    vpc_config={"subnet_ids": ["subnet-1"], "endpoint_public_access": False},
    enabled_cluster_log_types=["audit"],
)
kms.Key("accepted", enable_key_rotation=True)
"""
"""Settings that the rules below refuse, beside secrets and what only the cloud knows."""
TAGS = {"params": {"keys": ["owner"], "values": {"owner": "research"}}, "level": "remediate"}
JUDGED = (
    "ai-required-tags",
    "aws-ec2-ebs-encrypted",
    "aws-ec2-imdsv2",
    "aws-ecr-immutable",
    "aws-ecr-scan-on-push",
    "aws-eks-audit-logs",
    "aws-kms-rotation",
    "aws-s3-block-public-access",
)
EXEMPT = {
    "rule": "ai-required-tags",
    "urn": "urn:pulumi:dev::open::*::accepted",
    "reason": "nobody owns this key",
    "owner": "ops@example.com",
}
SECRET = "1b47061264138c4ac30d75fd1eb44270"


def config(level: str) -> PolicyConfig:
    """Those rules alone at a level, and no tag for one of the keys."""
    rules = {name: {"level": level} for name in JUDGED} | {"ai-required-tags": {**TAGS, "level": level}}
    return PolicyConfig.model_validate({"select": {"ids": list(JUDGED)}, "rules": rules, "exemptions": [EXEMPT]})


def packs(root: Path, wanted: PolicyConfig) -> list[str]:
    """Words that make a command judge by both packs under one configuration."""
    words: list[str] = []
    for name in ("security", "cost"):
        file = root / f"{name}.json"
        file.write_text(json.dumps(to_pack_config(wanted, name)), "utf-8")
        words += ["--policy-pack", str(root / "policies/packs" / name), "--policy-pack-config", str(file)]
    return words


def exported(session: Any, *words: str) -> dict[str, Any]:
    """Inputs of every resource as the state holds them, by name."""
    state = json.loads(session.pulumi("stack", "export", "--stack", "dev", *words)["text"])
    return {one["urn"].rpartition("::")[2]: one.get("inputs", {}) for one in state["deployment"]["resources"]}


def opened(stage: Any) -> Any:
    """Deploy the program twice with remediations, after the rules refused it without, and judge it in process."""
    repository = stage.repository()
    project = stage.program("open", OPEN)
    (project / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    refused, wanted = packs(repository, config("mandatory")), config("remediate")
    graph = subject_of(project, stack="dev").graph
    judgement = judge(graph, wanted)
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", "dev")
        story = {"refused": session.pulumi("preview", "--json", "--stack", "dev", *refused, fails=True)}
        words = packs(repository, wanted)
        story["preview"] = session.pulumi("preview", "--json", "--stack", "dev", *words)
        story["up"], story["state"] = session.up("dev", *words), exported(session)
        story["clear"] = exported(session, "--show-secrets")
        story["again"], story["clear again"] = session.up("dev", *words), exported(session, "--show-secrets")
    story["changes"] = [[one.rule, one.urn, one.path, json.loads(one.text)] for one in judgement.changes]
    story["findings"] = [[one.rule, one.urn, str(one.result), str(one.level)] for one in judgement.findings]
    return story


@pytest.fixture
def story(tell: Any) -> Any:
    return tell("remediation", opened)


def test_without_the_level_the_same_program_is_refused_and_nothing_is_changed(story: Any) -> None:
    assert {found[0] for found in story["refused"]["findings"]} == set(JUDGED)
    assert story["refused"]["remediations"] == []


def test_with_the_level_the_program_is_deployed(story: Any) -> None:
    assert story["up"]["changes"]["create"] == 10
    assert story["up"]["findings"] == []


def test_the_state_holds_the_right_values(story: Any) -> None:
    state = story["state"]
    switches = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert [state["block"][name] for name in switches] == [True] * 4
    assert state["key"]["enableKeyRotation"] is True
    assert state["images"]["imageTagMutability"] == "IMMUTABLE"
    assert state["images"]["imageScanningConfiguration"]["scanOnPush"] is True
    assert state["worker"]["metadataOptions"]["httpTokens"] == "required"
    assert state["worker"]["rootBlockDevice"]["encrypted"] is True
    assert [disk["encrypted"] for disk in state["worker"]["ebsBlockDevices"]] == [True, True]
    logs = ["audit", "api", "authenticator", "controllerManager", "scheduler"]
    assert state["cluster"]["enabledClusterLogTypes"] == logs
    assert state["key"]["tags"] == {"owner": "research"}


def test_what_nobody_asked_to_change_is_as_the_program_has_it(story: Any) -> None:
    state = story["state"]
    assert state["worker"]["metadataOptions"]["httpPutResponseHopLimit"] == 1
    assert state["worker"]["tags"] == {"owner": "ops"}
    assert state["images"]["tags"]["jobs"].startswith("arn:")
    assert "owner" not in state["accepted"].get("tags", {})


def test_a_secret_beside_what_is_set_stays_a_secret(story: Any) -> None:
    for name, path in (("key", "description"), ("worker", "userData"), ("sealed", "metadataOptions")):
        sealed = story["state"][name][path]
        assert SECRET in sealed.values()
        assert "plaintext" not in sealed
    assert "hunter2" not in json.dumps(story["state"])


def test_a_setting_in_a_secret_is_put_right_too(story: Any) -> None:
    sealed = story["clear"]["sealed"]["metadataOptions"]
    assert json.loads(sealed["plaintext"])["httpTokens"] == "required"


def test_a_second_up_changes_nothing(story: Any) -> None:
    assert set(story["again"]["changes"]) == {"same"}
    assert story["again"]["steps"] == []
    assert story["clear again"] == story["clear"]


@pytest.mark.parametrize("run", ["preview", "up", "again"])
def test_a_plan_and_the_engine_change_the_same(run: str, story: Any) -> None:
    planned = {(rule, urn) for rule, urn, _, _ in story["changes"]}
    assert {(rule, urn) for rule, urn, _, _ in story[run]["remediations"]} == planned
    for rule, urn, before, after in story[run]["remediations"]:
        for path, value in [(path, value) for *at, path, value in story["changes"] if at == [rule, urn]]:
            if not urn.endswith("::sealed") or rule == "ai-required-tags":
                assert value_at(after, path) == value
                assert value_at(before, path) != value


def test_a_plan_and_the_engine_find_the_same_afterwards(story: Any) -> None:
    assert [found[:4] for found in story["preview"]["findings"]] == story["findings"] == []
