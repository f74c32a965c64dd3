"""Area of concern: the script behind the GitHub action and the GitLab job."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "integrations/review.sh"


def _review(machine: Any, step: str, **settings: str) -> tuple[int, str]:
    env = {
        "STACKWRIGHT_PATH": "blueprint.yaml",
        **{f"STACKWRIGHT_{name.upper()}": value for name, value in settings.items()},
    }
    return machine.shell("sh", f'sh "{SCRIPT}" {step}', env)


def _verdict(machine: Any, fail_on: str, code: str) -> int:
    folder = machine.checkout / ".stackwright/review"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exit-code").write_text(f"{code}\n")
    return _review(machine, "verdict", fail_on=fail_on)[0]


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [("any", [0, 1, 2, 3]), ("findings", [0, 1, 2, 0]), ("never", [0, 0, 2, 0])],
)
def test_the_verdict_is_what_the_settings_want_of_every_exit_code(machine: Any, fail_on: str, codes: list[int]) -> None:
    assert [_verdict(machine, fail_on, str(code)) for code in range(4)] == codes


def test_another_environment_is_judged_by_check(machine: Any, blueprint: Any) -> None:
    machine.with_stackwright().commit(blueprint())
    assert _review(machine, "run", environment="dev")[0] == 0
    told = json.loads((machine.checkout / ".stackwright/review/review.json").read_text())
    assert told["environment"] == "dev"


def test_the_base_branch_is_priced_as_it_was(machine: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit(blueprint(zones=3))
    machine.commit(blueprint(zones=2))
    assert _review(machine, "before", base=base) == (0, "")
    assert _review(machine, "run")[0] == 0
    folder = machine.checkout / ".stackwright/review"
    costs = [json.loads((folder / name).read_text())["estimate"]["expected"] for name in ("before.json", "review.json")]
    assert costs[0] > costs[1] > 0


def test_a_base_branch_that_is_not_there_or_wrong_only_leaves_the_change_out(machine: Any, blueprint: Any) -> None:
    base = machine.with_stackwright().commit({"other.txt": "nothing yet"})
    machine.commit(blueprint())
    code, said = _review(machine, "before", base=base)
    assert code == 0
    assert "no price of" in said
    assert "blueprint.yaml: no such file" in said
    code, said = _review(machine, "before", base="0" * 40)
    assert code == 0
    assert "no price of 0000" in said
    assert _review(machine, "run")[0] == 0
    assert "**change**" not in (machine.checkout / ".stackwright/review/comment.md").read_text()


def test_a_price_that_is_kept_is_not_made_again(machine: Any, blueprint: Any) -> None:
    base = machine.commit(blueprint())
    kept = machine.checkout / ".stackwright/review/before.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("{}")
    assert _review(machine, "before", base=base) == (0, "")
    assert kept.read_text() == "{}"


def test_a_step_that_is_not_there_is_refused(machine: Any) -> None:
    code, said = _review(machine, "fly")
    assert code == 2
    assert "give found, before, run, comment-github, comment-gitlab or verdict" in said


def test_the_script_can_be_run() -> None:
    assert SCRIPT.stat().st_mode & 0o111
