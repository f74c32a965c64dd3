"""Area of concern: the GitHub action, step by step as GitHub runs it."""

import json
from typing import Any

import pytest

SETUP, CACHE = "actions/setup-python@v5", "actions/cache@v4"
UPLOAD = "github/codeql-action/upload-sarif@v3"
MARKER = "<!-- stackwright -->"


def _event(base: str) -> dict[str, str]:
    return {
        "event_name": "pull_request",
        "event.pull_request.base.sha": base,
        "event.pull_request.number": "7",
    }


def test_a_clean_change_passes_and_says_so_where_people_review(machine: Any, github: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit(blueprint(zones=3))
    machine.commit(blueprint(zones=2))
    ran = github(_event(base), path="blueprint.yaml")
    assert ran.code == 0, ran.said
    assert ran.steps == [
        "Look for stackwright",
        "Keep the price of the base branch",
        "Price the base branch",
        "Review",
        "Upload to code scanning",
        "Comment",
        "Verdict",
    ]
    assert ran.outputs["review"]["exit-code"] == "0"
    assert "::notice title=stackwright::Passes" in ran.said
    summary = machine.summary.read_text()
    assert summary.startswith(f"{MARKER}\n")
    assert "| **change** | **" in summary
    sarif = json.loads((machine.checkout / ran.used[UPLOAD]["sarif_file"]).read_text())
    assert sarif["version"] == "2.1.0"
    assert ran.used[UPLOAD]["category"] == "stackwright-blueprint.yaml-"
    assert ran.used[CACHE]["key"] == f"stackwright-before-{base}-blueprint.yaml-"
    assert machine.git("worktree", "list").count("\n") == 0
    assert machine.git("status", "--porcelain") == ""


def test_a_change_that_breaks_a_limit_fails_after_everything_is_said(machine: Any, github: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit(blueprint())
    machine.commit(blueprint(monthly_usd=50))
    ran = github(_event(base), path="blueprint.yaml")
    assert ran.code == 1
    assert ran.steps[-3:] == ["Upload to code scanning", "Comment", "Verdict"]
    assert "::error file=blueprint.yaml,line=" in ran.said
    assert "ai-max-monthly-cost" in machine.summary.read_text()
    found = json.loads((machine.checkout / ran.used[UPLOAD]["sarif_file"]).read_text())["runs"][0]["results"]
    assert [one["ruleId"] for one in found] == ["ai-max-monthly-cost"]
    (post,) = [call for call in machine.calls() if "POST" in call]
    assert "repos/acme/lab/issues/7/comments" in post
    assert post[-1] == machine.summary.read_text()


def test_the_comment_of_the_last_run_is_replaced(machine: Any, github: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit(blueprint())
    machine.stand_in("gh", {"issues/7/comments": "4711\n4712"})
    assert github(_event(base), path="blueprint.yaml", sarif="false").code == 0
    asked, written = machine.calls()
    assert asked[1:4] == ["api", "--paginate", "repos/acme/lab/issues/7/comments"]
    assert written[1:5] == ["api", "--method", "PATCH", "repos/acme/lab/issues/comments/4711"]
    assert written[-1].startswith(MARKER)
    assert written[-1].endswith("<!-- stackwright of blueprint.yaml  -->\n")


def test_a_comment_that_cannot_be_written_does_not_fail_the_stack(machine: Any, github: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit(blueprint())
    machine.stand_in("gh", code=1)
    ran = github(_event(base), path="blueprint.yaml")
    assert ran.code == 0
    assert "the comment could not be written: may the token write pull requests?" in ran.said


def test_outside_of_a_pull_request_nothing_is_compared_or_commented(machine: Any, github: Any, blueprint: Any) -> None:
    machine.with_stackwright().commit(blueprint())
    ran = github({"event_name": "push"}, path="blueprint.yaml", sarif="false")
    assert (ran.code, ran.steps) == (0, ["Look for stackwright", "Review", "Verdict"])
    assert machine.calls() == []
    assert "**change**" not in machine.summary.read_text()


def test_a_wrong_blueprint_is_told_and_fails_whatever_is_let_pass(machine: Any, github: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit(blueprint())
    files = blueprint()
    machine.commit(files | {"blueprint.yaml": files["blueprint.yaml"].replace("us-east-1", "moon-1")})
    ran = github(_event(base), path="blueprint.yaml", fail_on="never")
    assert ran.code == 2
    assert UPLOAD not in ran.used
    summary = machine.summary.read_text()
    assert summary.startswith(f"{MARKER}\n\n## Stackwright could not look at blueprint.yaml\n\n```text\n")
    assert "moon-1" in summary
    assert [call for call in machine.calls() if "POST" in call]


def test_stackwright_is_installed_only_where_it_is_not_there(machine: Any, github: Any, blueprint: Any) -> None:
    machine.commit(blueprint())
    machine.tools.joinpath("python").unlink()
    machine.stand_in("python")
    ran = github({"event_name": "push"}, path="blueprint.yaml", install="-r requirements.txt")
    assert ran.used[SETUP] == {"python-version": "3.11"}
    assert machine.calls() == [["python", "-m", "pip", "install", "--quiet", "-r", "requirements.txt"]]


def test_what_a_workflow_says_never_becomes_a_command(machine: Any, github: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit(blueprint())
    evil = "x'; touch taken; echo $(touch taken) `touch taken` \""
    ran = github(_event(base), path=evil, stack=evil, policy_file=evil, environment=evil, before=evil, fail_on=evil)
    assert ran.code == 2
    assert not (machine.checkout / "taken").exists()


@pytest.mark.parametrize(("fail_on", "monthly_usd", "code"), [("never", 1, 0), ("sometimes", 100_000, 2)])
def test_a_workflow_says_what_fails(
    machine: Any, github: Any, blueprint: Any, fail_on: str, monthly_usd: int, code: int
) -> None:
    machine.with_stackwright().commit(blueprint(monthly_usd=monthly_usd))
    ran = github({"event_name": "push"}, path="blueprint.yaml", sarif="false", fail_on=fail_on)
    assert ran.code == code
    assert ("takes any, findings or never" in ran.said) is (code == 2)


def test_every_input_is_described_and_used(integrations: Any) -> None:
    action = integrations("github/action.yml")
    used = json.dumps(action["runs"])
    for name, told in action["inputs"].items():
        assert told["description"].endswith((".", ")")), name
        assert f"inputs.{name}" in used, name
    steps = [step["name"] for step in action["runs"]["steps"]]
    assert len(steps) == len(set(steps))
