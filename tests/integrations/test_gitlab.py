"""Area of concern: the GitLab job, run as GitLab's shell runs it."""

import json
from typing import Any
from xml.etree import ElementTree

NOTES = "https://gitlab.example.com/api/v4/projects/12/merge_requests/7/notes"
REQUEST = {
    "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
    "CI_PROJECT_ID": "12",
    "CI_MERGE_REQUEST_IID": "7",
    "STACKWRIGHT_PATH": "blueprint.yaml",
}
TOKEN = "glpat-of-nobody"


def test_a_clean_change_passes_and_leaves_the_reports_that_gitlab_shows(
    machine: Any, gitlab: Any, blueprint: Any, integrations: Any
) -> None:
    base = machine.with_stackwright().commit(blueprint(zones=3))
    machine.commit(blueprint(zones=2))
    ran = gitlab(**REQUEST, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert ran.code == 0, ran.said
    assert "no note is written: STACKWRIGHT_TOKEN" in ran.said
    reports = integrations("gitlab/stackwright.gitlab-ci.yml")[".stackwright"]["artifacts"]["reports"]
    assert ElementTree.parse(machine.checkout / reports["junit"]).getroot().tag == "testsuites"
    assert json.loads((machine.checkout / reports["codequality"]).read_text()) == []
    assert "| **change** | **" in (machine.checkout / ".stackwright/review/comment.md").read_text()
    assert machine.calls() == []


def test_a_change_that_breaks_a_limit_fails_and_is_told_in_a_note(machine: Any, gitlab: Any, blueprint: Any) -> None:
    machine.with_stackwright().commit(blueprint(monthly_usd=50))
    machine.stand_in("curl", {"notes?": "[]"})
    ran = gitlab(**REQUEST, STACKWRIGHT_TOKEN=TOKEN)
    assert ran.code == 1
    (found,) = json.loads((machine.checkout / ".stackwright/review/code-quality.json").read_text())
    assert found["check_name"] == "ai-max-monthly-cost"
    asked, written = machine.calls()
    assert f"{NOTES}?per_page=100&page=1" in asked
    assert written[written.index("--request") + 1] == "POST"
    assert NOTES in written
    assert written[-2] == f"PRIVATE-TOKEN: {TOKEN}\n"
    assert written[-1].startswith("<!-- stackwright -->\n")


def test_the_token_is_in_no_command_line_and_in_no_file_that_is_kept(machine: Any, gitlab: Any, blueprint: Any) -> None:
    machine.with_stackwright().commit(blueprint())
    machine.stand_in("curl", {"notes?": "[]"})
    ran = gitlab(**REQUEST, STACKWRIGHT_TOKEN=TOKEN)
    files = [
        file
        for file in machine.temporary.rglob("*")
        if file.is_file() and file != machine.log and ".git" not in file.parts
    ]
    assert [file for file in files if TOKEN.encode() in file.read_bytes()] == []
    assert TOKEN not in ran.said
    assert all(TOKEN not in word for call in machine.calls() for word in call if not word.startswith("PRIVATE-TOKEN"))


def test_the_note_of_the_last_run_is_replaced_on_whatever_page_it_is(machine: Any, gitlab: Any, blueprint: Any) -> None:
    machine.with_stackwright().commit(blueprint())
    others = [{"id": number, "body": "<!-- stackwright -->\nof another stack"} for number in range(100)]
    ours = {"id": 4711, "body": "<!-- stackwright -->\n...\n<!-- stackwright of blueprint.yaml  -->"}
    machine.stand_in("curl", {"&page=1": json.dumps(others), "&page=2": json.dumps([ours])})
    assert gitlab(**REQUEST, STACKWRIGHT_TOKEN=TOKEN).code == 0
    *asked, written = machine.calls()
    assert len(asked) == 2
    assert written[written.index("--request") + 1] == "PUT"
    assert f"{NOTES}/4711" in written


def test_a_note_that_cannot_be_written_does_not_fail_the_stack(machine: Any, gitlab: Any, blueprint: Any) -> None:
    machine.with_stackwright().commit(blueprint())
    machine.stand_in("curl", code=22)
    ran = gitlab(**REQUEST, STACKWRIGHT_TOKEN=TOKEN)
    assert ran.code == 0
    assert "the note could not be written: has the token the scope api?" in ran.said


def test_a_branch_without_a_merge_request_is_reviewed_alone(machine: Any, gitlab: Any, blueprint: Any) -> None:
    machine.with_stackwright().commit(blueprint())
    ran = gitlab(STACKWRIGHT_PATH="blueprint.yaml", STACKWRIGHT_TOKEN=TOKEN)
    assert ran.code == 0
    assert machine.calls() == []


def test_stackwright_is_installed_where_it_is_not_there(machine: Any, gitlab: Any, blueprint: Any) -> None:
    machine.commit(blueprint())
    machine.tools.joinpath("python").unlink()
    machine.stand_in("python")
    assert gitlab(**REQUEST).code == 127
    assert machine.calls() == [["python", "-m", "pip", "install", "--quiet", "stackwright[all]"]]
