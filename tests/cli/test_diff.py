"""Area of concern: what changes from one stack to another by role, and the price beside it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path("blueprints/examples")
Document = Callable[..., dict[str, Any]]


@pytest.fixture
def document(cli: Callable[..., Any], in_repository: Path) -> Document:
    """The document that `--json` writes."""

    def run(before: object, after: object) -> dict[str, Any]:
        said = cli("diff", before, after, "--json", "-")
        assert (said.code, said.err) == (0, "")
        return json.loads(said.out)

    return run


@pytest.fixture
def changed(in_repository: Path, tmp_path: Path) -> Callable[..., Path]:
    """Writes another version of an example."""

    def run(example: str, *pairs: tuple[str, str]) -> Path:
        text = (EXAMPLES / example).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / example
        file.write_text(text, encoding="utf-8")
        return file

    return run


def _role(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(role for role in found["roles"] if role["role"] == name)


def _settings(role: dict[str, Any], kind: str = "settings") -> dict[str, tuple[Any, Any]]:
    return {change["path"]: (change["before"], change["after"]) for change in role[kind]}


@pytest.mark.parametrize("shape", ["landing", "training"])
@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_roles_of_two_clouds_stand_beside_each_other(document: Document, shape: str, cloud: str) -> None:
    found = document(EXAMPLES / f"{shape}-aws.yaml", EXAMPLES / f"{shape}-{cloud}.yaml")
    assert (found["before"]["cloud"], found["after"]["cloud"]) == ("aws", cloud)
    network = _role(found, "network")
    assert network["before"]["component"] == "AwsNetwork"
    assert network["after"]["component"] == f"{cloud.capitalize()}Network"
    assert network["before"]["types"]["aws:ec2/vpc:Vpc"] == 1
    assert network["inputs"] == []
    assert _settings(_role(found, "stack"))["cloud"] == ("aws", cloud)


def test_a_role_says_what_the_blueprints_say_of_it(document: Document) -> None:
    found = document(EXAMPLES / "training-aws.yaml", EXAMPLES / "training-gcp.yaml")
    nodes = _settings(_role(found, "nodes"))
    assert nodes["compute.nodes.max"] == (2, 1)
    assert nodes["compute.machine"] == ("p5.48xlarge", "a3-highgpu-8g")
    assert _settings(_role(found, "scratch"))["storage.scratch.size_gib"] == (4800, 9000)


def test_the_price_of_every_role_adds_up(document: Document) -> None:
    found = document(EXAMPLES / "training-aws.yaml", EXAMPLES / "training-gcp.yaml")
    for side in ("before", "after"):
        sums = [role[side]["monthlyUsd"]["expected"] for role in found["roles"] if role[side]]
        assert sum(sums) == pytest.approx(found[side]["monthlyUsd"]["expected"], abs=0.01)
        assert sum(role[side]["unpriced"] for role in found["roles"] if role[side]) == found[side]["unpriced"]
        assert _role(found, "nodes")[side]["monthlyUsd"]["expected"] > 10_000


def test_two_versions_on_one_cloud_differ_in_what_was_changed(document: Document, changed: Callable[..., Path]) -> None:
    later = changed("training-aws.yaml", ("nodes: 2", "nodes: 4"), ("internet: nat", "internet: none"))
    found = document(EXAMPLES / "training-aws.yaml", later)
    nodes, network = _role(found, "nodes"), _role(found, "network")
    assert _settings(nodes, "inputs")["NodeGroup nodes: scalingConfig.maxSize"] == (2, 4)
    assert nodes["after"]["monthlyUsd"]["expected"] == pytest.approx(2 * nodes["before"]["monthlyUsd"]["expected"])
    assert network["before"]["types"]["aws:ec2/natGateway:NatGateway"] == 3
    assert "aws:ec2/natGateway:NatGateway" not in network["after"]["types"]
    assert {role["role"] for role in found["roles"] if role["differs"]} == {"nodes", "network"}


def test_a_role_that_is_new_or_gone_has_one_side(document: Document, changed: Callable[..., Path]) -> None:
    later = changed("inference-aws.yaml", ("capture_percent: 10", "capture_percent: 0"))
    found = document(EXAMPLES / "inference-aws.yaml", later)
    assert _role(found, "capture")["before"]["component"] == "AwsBucket"
    assert _role(found, "capture")["after"] is None


def test_another_name_or_environment_is_no_other_setting_by_itself(
    document: Document, changed: Callable[..., Path]
) -> None:
    found = document(EXAMPLES / "landing-aws.yaml", changed("landing-aws.yaml", ("region:", "name: other\nregion:")))
    assert _settings(_role(found, "stack")) == {"name": ("landing", "other")}
    paths = [path for role in found["roles"] for path in _settings(role, "inputs")]
    assert not [path for path in paths if "stackwright" in path]
    assert all(role["before"]["types"] == role["after"]["types"] for role in found["roles"] if role["before"])


def test_variables_of_a_container_are_never_shown(
    cli: Callable[..., Any], in_repository: Path, changed: Callable[..., Path]
) -> None:
    later = changed("inference-aws.yaml", ('MAX_BATCH_SIZE: "32"', 'MAX_BATCH_SIZE: "hunter2"'))
    said = cli("diff", EXAMPLES / "inference-aws.yaml", later)
    assert "MAX_BATCH_SIZE: [hidden] → [hidden]" in said.out.replace("\n", " ").replace("  ", "")
    assert "hunter2" not in said.out + said.err


def test_the_table_has_roles_changes_and_prices(cli: Callable[..., Any], in_repository: Path) -> None:
    said = cli("diff", EXAMPLES / "training-aws.yaml", EXAMPLES / "training-gcp.yaml")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "blueprints/examples/training-aws.yaml → blueprints/examples/training-gcp.yaml"
    assert lines[4].split() == ["role", "what", "changes", "USD", "aws", "USD", "gcp", "USD", "change"]
    assert any(line.startswith("cluster ") and "AwsCluster" in line for line in lines)
    assert "compute.machine: p5.48xlarge → a3-highgpu-8g" in said.out
    assert any(line.startswith("total ") for line in lines)
    assert max(map(len, lines)) <= 130


def test_a_price_that_is_not_known_is_never_nothing(cli: Callable[..., Any], in_repository: Path) -> None:
    said = cli("diff", EXAMPLES / "training-aws.yaml", EXAMPLES / "training-gcp.yaml")
    (scratch,) = [line for line in said.out.splitlines() if line.startswith("scratch ")]
    assert scratch.split()[-1] == "unknown"
    assert "≥" in scratch


def test_a_stack_is_the_same_as_itself(cli: Callable[..., Any], in_repository: Path) -> None:
    said = cli("diff", EXAMPLES / "landing-aws.yaml", EXAMPLES / "landing-aws.yaml")
    assert said.code == 0
    assert "the same: key, images, network" in said.out
    assert "→" not in "".join(said.out.splitlines()[2:])


def test_a_stack_may_be_an_export(document: Document, cli: Callable[..., Any], tmp_path: Path) -> None:
    urn = "urn:pulumi:dev::app::"
    head = {"urn": f"{urn}pulumi:pulumi:Stack::app-dev", "type": "pulumi:pulumi:Stack", "custom": False}

    def export(name: str, size: int) -> Path:
        queue = {
            "urn": f"{urn}aws:sqs/queue:Queue::jobs",
            "type": "aws:sqs/queue:Queue",
            "custom": True,
            "parent": head["urn"],
            "inputs": {"maxMessageSize": size},
        }
        file = tmp_path / name
        file.write_text(json.dumps({"version": 3, "deployment": {"resources": [head, queue]}}), encoding="utf-8")
        return file

    found = document(export("a.json", 1024), export("b.json", 2048))
    (role,) = found["roles"]
    assert (role["role"], _settings(role, "inputs")) == ("stack", {"Queue jobs: maxMessageSize": (1024, 2048)})


def test_what_cannot_be_looked_at_is_told(cli: Callable[..., Any], in_repository: Path) -> None:
    said = cli("diff", EXAMPLES / "landing-aws.yaml", "nope.yaml")
    assert (said.code, said.out, said.err) == (2, "", "error: nope.yaml: no such file or folder\n")


def test_a_blueprint_that_is_refused_is_told(
    cli: Callable[..., Any], in_repository: Path, changed: Callable[..., Path]
) -> None:
    said = cli("diff", EXAMPLES / "landing-aws.yaml", changed("landing-gcp.yaml", ("us-central1\n", "us-east-1\n")))
    assert (said.code, said.out) == (2, "")
    assert "region: is not a region of gcp" in said.err
