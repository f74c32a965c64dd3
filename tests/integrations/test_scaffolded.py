"""Area of concern: the workflow of a project that `stackwright new` writes, run as GitHub runs it."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from stackwright.blueprints.scaffold import scaffold


@pytest.fixture
def review(machine: Any) -> str:
    """The step that judges the stacks, in a project of its own."""
    machine.checkout.rmdir()
    scaffold(machine.checkout, shape="landing", cloud="aws")
    machine.git("init", "-q")
    workflow: Any = YAML(typ="safe", pure=True).load(
        (machine.checkout / ".github/workflows/ci.yaml").read_text("utf-8")
    )
    (text,) = [step["run"] for step in workflow["jobs"]["review"]["steps"] if "stackwright plan" in step.get("run", "")]
    return text


def _ran(machine: Any, text: str) -> tuple[int, str]:
    return machine.shell("bash", text, {"GITHUB_STEP_SUMMARY": str(machine.summary)})


def test_both_stacks_are_reviewed_and_told_on_the_summary(machine: Any, review: str) -> None:
    code, said = _ran(machine.with_stackwright(), review)
    assert code == 0, said
    assert said.count("::notice title=stackwright::Passes") == 2
    assert machine.summary.read_text().count("<!-- stackwright -->") == 2
    reports = {file.name for file in (machine.checkout / "reports").iterdir()}
    assert reports == {f"{stack}.{end}" for stack in ("dev", "prod") for end in ("sarif", "xml", "md", "txt")}
    assert "reports/" not in machine.git("status", "--porcelain")


def test_a_stack_that_breaks_a_limit_fails_after_the_other_one_was_reviewed(machine: Any, review: str) -> None:
    stack = Path(machine.checkout / "stacks/Pulumi.dev.yaml")
    stack.write_text(stack.read_text() + f"  {machine.checkout.name}:budget.monthly_usd: 1\n")
    code, said = _ran(machine.with_stackwright(), review)
    assert code == 1, said
    assert "::error " in said
    assert machine.summary.read_text().count("<!-- stackwright -->") == 2
