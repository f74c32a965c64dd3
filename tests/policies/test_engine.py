"""Area of concern: the packs in the real engine find what `check` finds in process, and stop the preview."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stackwright.plan.program import read_project, record_project
from stackwright.policies.analyzer import message_of
from stackwright.policies.check import check
from stackwright.policies.config import PolicyConfig, to_pack_config
from stackwright.policies.registry import by_id
from stackwright.sandbox.project import environment, needed_engine, serving

ROOT = Path(__file__).parents[2]
PROGRAMS = ROOT / "tests" / "programs"
PACKS = ("security", "cost")
PLANTED = {
    "public-bucket": "aws-s3-policy-no-wildcard-principal",
    "no-kms": "aws-s3-encryption-at-rest",
    "imds-v1": "aws-ec2-imdsv2",
    "iam-wildcard": "aws-iam-no-admin-wildcard",
    "open-ingress": "aws-ec2-no-open-ingress",
    "over-budget": "ai-max-monthly-cost",
    "unknown-price": "ai-unpriced-resources",
    "gcp-public-bucket": "gcp-gcs-no-public-iam",
    "gcp-open-cluster": "gcp-gke-control-plane-restricted",
    "azure-public-storage": "azure-storage-no-public-blob",
    "azure-open-workspace": "azure-ml-workspace-private",
}
Answers = set[tuple[str, str, str, str]]

pytestmark = [pytest.mark.engine, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Environment of `pulumi` with the sandbox cloud up."""
    home = tmp_path_factory.mktemp("cloud")
    with serving(home) as ports:
        yield environment(home, needed_engine(), ports)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The packs as they are, started by the interpreter that runs the tests."""
    folder = tmp_path_factory.mktemp("packs")
    return {name: _with_interpreter(ROOT / "policies" / "packs" / name, folder / name) for name in PACKS}


def _with_interpreter(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    for file in target.glob("Pulumi*.yaml"):
        file.write_text(file.read_text().replace("../../../.venv", sys.prefix))
    return target


def _preview(program: str, folder: Path, cloud: dict[str, str], *arguments: str) -> tuple[int, Answers]:
    place = _with_interpreter(PROGRAMS / program, folder / program)
    quiet = {"cwd": place, "env": {**cloud, "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"}, "capture_output": True}
    subprocess.run(["pulumi", "stack", "select", "--create", "dev"], check=True, **quiet)
    done = subprocess.run(["pulumi", "preview", "--json", *arguments], text=True, **quiet)
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, {_answer(event["policyEvent"]) for event in events if "policyEvent" in event}


def _answer(event: dict[str, Any]) -> tuple[str, str, str, str]:
    text = event["message"].replace("<{%reset%}>", "").replace("<{%fg 13%}>", "").strip()
    return event["policyName"], event["resourceUrn"], event["enforcementLevel"], text


def _expected(program: str, config: PolicyConfig) -> Answers:
    graph = record_project(read_project(PROGRAMS / program, "dev"))
    return {
        (
            found.rule,
            found.urn,
            found.level.value,
            f"{by_id(found.rule).title}\n{message_of(found, by_id(found.rule).url)}",
        )
        for found in check(graph, config=config)
    }


def _arguments(packs: dict[str, Path]) -> list[str]:
    return [argument for name in PACKS for argument in ("--policy-pack", str(packs[name]))]


@pytest.mark.parametrize("program", PLANTED)
def test_a_planted_fault_stops_the_preview_and_the_engine_hears_what_check_finds(
    program: str, tmp_path: Path, cloud: dict[str, str], packs: dict[str, Path]
) -> None:
    code, answers = _preview(program, tmp_path, cloud, *_arguments(packs))
    assert answers == _expected(program, PolicyConfig())
    assert (PLANTED[program], "mandatory") in {(rule, level) for rule, _, level, _ in answers}
    assert code != 0


def test_a_configured_pack_judges_as_check_does_with_the_same_configuration(
    tmp_path: Path, cloud: dict[str, str], packs: dict[str, Path]
) -> None:
    told = {
        "environment": "dev",
        "budget": {"monthly_usd": 100000},
        "rules": {"ai-max-gpu-count": {"level": "advisory", "params": {"max_gpus": 4}}},
    }
    config = PolicyConfig.model_validate(told)
    arguments = _arguments(packs)
    for name in PACKS:
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(to_pack_config(config, name)))
        arguments += ["--policy-pack-config", str(file)]
    code, answers = _preview("over-budget", tmp_path, cloud, *arguments)
    assert answers == _expected("over-budget", config)
    assert "ai-max-gpu-count" in {rule for rule, *_ in answers}
    assert code == 0
