"""Area of concern: a rule answers the same in a recorded plan and in the engine's preview."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.policy_file import read_policy
from stackwright.cli.review import judged_as, subject_of
from stackwright.plan.graph import Graph
from stackwright.policies.baseline import render_baseline
from stackwright.policies.check import check
from stackwright.policies.config import PolicyConfig, to_pack_config
from stackwright.policies.finding import Finding
from stackwright.policies.registry import PACKS

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(file.stem for file in (ROOT / "blueprints/examples").glob("*.yaml"))
PLANTED = {
    "iam-wildcard": {"aws-iam-no-admin-wildcard"},
    "imds-v1": {"aws-ec2-imdsv2"},
    "no-kms": {"aws-s3-encryption-cmk", "aws-efs-encrypted"},
    "open-ingress": {"aws-ec2-no-open-ingress"},
    "over-budget": {"ai-max-monthly-cost"},
    "public-bucket": {"aws-s3-block-public-access"},
    "unknown-price": {"ai-unpriced-resources"},
    "gcp-public-bucket": {"gcp-gcs-no-public-iam", "gcp-gcs-public-access-prevention"},
    "gcp-open-cluster": {"gcp-gke-control-plane-restricted", "gcp-gke-node-sa"},
    "azure-public-storage": {"azure-storage-no-public-blob", "azure-storage-https-only"},
    "azure-open-workspace": {"azure-ml-workspace-private", "azure-nsg-no-open-ingress"},
}
"""Programs with a fault, and the rules that must stop them."""


UNDECIDED = """\
from pulumi_aws import ec2, sqs

jobs = sqs.Queue("jobs")
ec2.Instance(
    "worker",
    ami="ami-0123456789abcdef0",
    instance_type="g6.xlarge",
    metadata_options={"http_tokens": jobs.arn.apply(lambda arn: "required" if arn.endswith("jobs") else "optional")},
)
"""
"""A setting that hangs on a value which only the cloud has."""


def example(stage: Any, name: str) -> Any:
    """Preview and record an example as it stands, in prod."""
    project = stage.repository()
    (project / f"stacks/Pulumi.{name}.yaml").write_text(
        f"config:\n  stackwright:blueprint: blueprints/examples/{name}.yaml\n", "utf-8"
    )
    subject = subject_of(project, stack=name)
    assert subject.environment == "prod"
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", name)
        preview = session.pulumi("preview", "--json", "--stack", name, *packs(project, judged_as(subject)[1]))
    return compared(preview, subject.graph, judged_as(subject)[1])


def planted(stage: Any, name: str) -> Any:
    """Preview and record a program with a fault, with the packs as they are."""
    project = stage.repository() / "tests/programs" / name
    if name == "undecided":
        shutil.copytree(project.parent / "imds-v1", project)
        (project / "__main__.py").write_text(UNDECIDED, "utf-8")
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", "dev")
        preview = session.pulumi("preview", "--json", "--stack", "dev", *packs(project.parents[2]), fails=True)
    return compared(preview, subject_of(project, stack="dev").graph, PolicyConfig())


POLICY = """\
stackwright: 1
select: {clouds: [aws, any]}
levels:
  - {severities: [medium, high, critical], level: advisory}
  - {tags: [cost-control], level: disabled}
rules:
  aws-s3-tls-only: mandatory
  aws-s3-versioning: {level: advisory, unknown: disabled}
exemptions:
  - {rule: aws-s3-tls-only, urn: "*::logs", reason: holds nothing but logs, owner: web, expires: 2999-12-31}
  - {rule: aws-s3-access-logging, urn: "urn:pulumi:prod::*", reason: of another stack, owner: web}
  - {rule: aws-s3-encryption-cmk, urn: "*::nobody", reason: is about nothing here, owner: web}
baseline: policy-baseline.json
"""
"""A policy file that says something of everything."""
BUCKETS = """\
from pulumi_aws import s3

for name in ("logs", "site", "data"):
    s3.Bucket(name)
"""


STACK = "imds-v1-dev"


def configured(stage: Any) -> Any:
    """Preview and record a program under a policy file with levels, exemptions and a baseline."""
    root = stage.repository()
    project = root / "tests/programs/buckets"
    shutil.copytree(project.parent / "imds-v1", project)
    (project / "__main__.py").write_text(BUCKETS, "utf-8")
    graph = subject_of(project, stack="dev").graph
    known = [one for one in check(graph) if one.urn.endswith("::site")]
    (project / "policy-baseline.json").write_text(render_baseline(known), "utf-8")
    (project / "policy.yaml").write_text(POLICY, "utf-8")
    _, config = judged_as(subject_of(project, stack="dev"), read_policy(project / "policy.yaml"))
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", "dev")
        preview = session.pulumi("preview", "--json", "--stack", "dev", *packs(root, config), fails=True)
    return compared(preview, graph, config)


def packs(root: Path, config: PolicyConfig | None = None) -> list[str]:
    """Words that make a command judge by both packs, told what the plan is told."""
    words: list[str] = []
    for name in PACKS:
        words += ["--policy-pack", str(root / "policies/packs" / name)]
        if config is not None:
            file = root / f"{name}.json"
            file.write_text(json.dumps(to_pack_config(config, name)), "utf-8")
            words += ["--policy-pack-config", str(file)]
    return words


def compared(preview: Any, graph: Graph, config: PolicyConfig) -> Any:
    """Both sides in one form."""
    found = check(graph, config=config)
    return {
        "engine": sorted([*said, text.splitlines()[0]] for *said, text in preview["findings"]),
        "plan": sorted([f.rule, f.urn, str(f.result), str(f.level), words(f)] for f in found),
        "sources": [[f.rule, f.source.file if f.source else "", f.source.line if f.source else 0] for f in found],
        "created": sorted(urn for what, op, urn in preview["steps"] if (what, op) == ("begins", "create")),
        "recorded": sorted(resource.urn for resource in graph),
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_clean_in_the_plan_and_in_the_engine(name: str, tell: Any) -> None:
    story = tell(f"example-{name}", lambda stage: example(stage, name))
    assert story["engine"] == []
    assert story["plan"] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_plan_of_an_example_is_what_the_engine_would_create(name: str, tell: Any) -> None:
    story = tell(f"example-{name}", lambda stage: example(stage, name))
    assert without_default_providers(story["created"]) == without_default_providers(story["recorded"])


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_alike_by_plan_and_engine(name: str, tell: Any) -> None:
    story = tell(f"planted-{name}", lambda stage: planted(stage, name))
    assert story["engine"] == story["plan"]
    assert PLANTED[name] <= {rule for rule, _, _, level, _ in story["engine"] if level == "mandatory"}


def test_what_nobody_can_know_yet_stops_prod_in_plan_and_engine_alike(tell: Any) -> None:
    story = tell("undecided", lambda stage: planted(stage, "undecided"))
    assert story["engine"] == story["plan"]
    assert ["aws-ec2-imdsv2", "unknown", "mandatory"] in [[f[0], *f[2:4]] for f in story["engine"]]


def test_a_policy_file_means_the_same_to_plan_and_engine(tell: Any) -> None:
    story = tell("configured", configured)
    assert story["engine"] == story["plan"]
    mandatory = {(rule, urn.rpartition("::")[2]) for rule, urn, _, level, _ in story["engine"] if level == "mandatory"}
    assert mandatory == {("aws-s3-tls-only", "data"), ("policy-exemption", STACK)}
    assert {urn.rpartition("::")[2] for _, urn, *_ in story["engine"]} == {"logs", "data", STACK}


@pytest.mark.parametrize("name", PLANTED)
def test_the_plan_names_the_line_of_a_planted_fault(name: str, tell: Any) -> None:
    story = tell(f"planted-{name}", lambda stage: planted(stage, name))
    lines = [source for source in story["sources"] if source[0] in PLANTED[name]]
    assert lines
    assert all(Path(file).name == "__main__.py" and line > 0 for _, file, line in lines)


def test_every_program_with_a_fault_is_tried() -> None:
    folders = {folder.name for folder in (ROOT / "tests/programs").iterdir() if (folder / "Pulumi.yaml").is_file()}
    assert folders - {"direct", "remote"} == set(PLANTED)


def words(finding: Finding) -> str:
    """The line of a pack's message that differs from finding to finding."""
    place = f"{finding.path}: " if finding.path else ""
    return f"{'unknown: ' if finding.result == 'unknown' else ''}{place}{finding.message}"


def without_default_providers(urns: list[str]) -> list[str]:
    return [urn for urn in urns if "::pulumi:providers:" not in urn]
