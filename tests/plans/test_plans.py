"""Area of concern: what each example asks of its cloud; a golden diff is read as if one paid for it."""

import json
from pathlib import Path

import pytest

from stackwright.cli.review import Subject, subject_of
from stackwright.plan.document import masked

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "blueprints/examples").glob("*.yaml"))
IDS = [file.stem for file in EXAMPLES]


def _rendered(subject: Subject) -> str:
    """Resources sorted by type and name, each with its inputs."""
    blocks = [
        f"{r.type} {r.name}{' (protected)' if r.protect else ''}\n"
        + json.dumps(masked(r.inputs, r.secrets), indent=1, sort_keys=True)
        for r in sorted(subject.graph, key=lambda r: (r.type, r.urn))
        if r.type != "pulumi:pulumi:Stack"
    ]
    return "\n".join(["# made by `make generate`", *blocks, ""])


@pytest.mark.parametrize("example", EXAMPLES, ids=IDS)
def test_a_plan_asks_for_what_it_asked_for_before(example: Path, request: pytest.FixtureRequest) -> None:
    golden = Path(__file__).parent / f"{example.stem}.txt"
    rendered = _rendered(subject_of(example))
    if request.config.getoption("--update-plans"):
        golden.write_text(rendered, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == rendered


def test_no_golden_is_left_behind() -> None:
    assert sorted(file.stem for file in Path(__file__).parent.glob("*.txt")) == IDS
