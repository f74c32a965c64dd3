"""Area of concern: what the engine wrote of a program is judged as the program itself."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.review import Review, review, subject_of
from stackwright.policies.finding import Finding

pytestmark = pytest.mark.engine

PLANTED = ("open-ingress", "imds-v1", "gcp-public-bucket", "azure-public-storage")
"""Programs with a fault, one a provider and more, that the sandbox deploys."""
SETTLED = frozenset({"ai-provider-explicit"})
"""What an export shows otherwise: default providers are resources there."""


def written(stage: Any, name: str) -> Any:
    """Preview, deploy and export a program with a fault, and judge each of the files and the folder."""
    project = stage.repository() / "tests/programs" / name
    files = {kind: stage.folder / f"{kind}.json" for kind in ("digest", "export", "unchanged", "events")}
    pack = ("--policy-pack", str(project.parents[2] / "policies/packs/security"))
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", "dev")
        streaming = session.env.pop("PULUMI_ENABLE_STREAMING_JSON_PREVIEW")
        kept(session, files["digest"], "preview", "--json", "--show-sames", "--stack", "dev")
        session.up("dev")
        kept(session, files["export"], "stack", "export", "--stack", "dev")
        kept(session, files["unchanged"], "preview", "--json", "--stack", "dev")
        session.env["PULUMI_ENABLE_STREAMING_JSON_PREVIEW"] = streaming
        kept(session, files["events"], "preview", "--json", "--stack", "dev", *pack, fails=True)
    told = {kind: compared(review(subject_of(files[kind]))) for kind in ("digest", "export", "events")}
    told["program"] = compared(review(subject_of(project, stack="dev")))
    told["unchanged"] = stage.command(stage.folder, "check", "unchanged.json", code=2) or "nothing on standard output"
    return told


def kept(session: Any, file: Path, *words: str, fails: bool = False) -> None:
    """Run one command and keep what it writes."""
    done = subprocess.run(["pulumi", *words], cwd=session.place, env=session.env, capture_output=True, text=True)
    assert bool(done.returncode) is fails, done.stdout + done.stderr
    file.write_text(done.stdout, "utf-8")


def compared(found: Review) -> list[Any]:
    """Findings in one form."""
    return sorted(
        [one.rule, one.urn, str(one.result), str(one.level), one.path, one.message, *at(one)] for one in found.findings
    )


def at(finding: Finding) -> list[Any]:
    """Name of the file, as it is found from anywhere, and line."""
    return [Path(finding.source.file).name, finding.source.line] if finding.source else ["", 0]


@pytest.mark.parametrize("name", PLANTED)
def test_the_digest_of_a_preview_is_judged_as_the_program(name: str, tell: Any) -> None:
    story = tell(f"written-{name}", lambda stage: written(stage, name))
    assert story["digest"] == story["program"]
    assert story["program"]


@pytest.mark.parametrize("name", PLANTED)
def test_the_export_of_a_stack_is_judged_as_the_program(name: str, tell: Any) -> None:
    story = tell(f"written-{name}", lambda stage: written(stage, name))
    without = [[one for one in story[kind] if one[0] not in SETTLED] for kind in ("export", "program")]
    assert without[0] == without[1]


@pytest.mark.parametrize("name", PLANTED)
def test_events_give_what_the_security_pack_said(name: str, tell: Any) -> None:
    story = tell(f"written-{name}", lambda stage: written(stage, name))
    rules = {one[0] for one in story["program"] if not one[0].startswith("ai-")}
    assert {one[0] for one in story["events"] if not one[0].startswith("ai-")} == rules
    by_rule = {tuple(one[:6]) for one in story["events"]}
    assert {tuple(one[:6]) for one in story["program"] if one[0] in rules} <= by_rule


def test_a_digest_without_what_does_not_change_is_refused(tell: Any) -> None:
    story = tell(f"written-{PLANTED[0]}", lambda stage: written(stage, PLANTED[0]))
    assert story["unchanged"] == "nothing on standard output"
