"""Area of concern: reports in files: which are asked for, where they go, and what the cost was before."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.reports import asked, read_before
from stackwright.cli.review import ReviewError
from stackwright.policies.reports.formats import FORMATS

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests/programs/public-bucket"
CLEAN = ROOT / "blueprints/examples/landing-aws.yaml"
each_command = pytest.mark.parametrize("command", ["plan", "check"])


@each_command
def test_every_format_goes_into_its_file_beside_the_text(cli: Callable[..., Any], tmp_path: Path, command: str) -> None:
    files = {name: tmp_path / name for name in FORMATS}
    said = cli(command, PROGRAM, *(word for name, file in files.items() for word in (f"--{name}", file)))
    assert (said.code, said.err) == (1, "")
    assert "  mandatory  " in said.out
    assert {name for name, file in files.items() if file.stat().st_size > 500} == set(FORMATS)


@each_command
@pytest.mark.parametrize("name", list(FORMATS))
def test_a_report_on_standard_output_is_alone_there(
    cli: Callable[..., Any], tmp_path: Path, command: str, name: str
) -> None:
    said = cli(command, CLEAN, f"--{name}", "-")
    assert (said.code, said.err) == (0, "")
    assert cli(command, CLEAN, f"--{name}", tmp_path / "file").out != said.out
    assert (tmp_path / "file").read_text(encoding="utf-8") == said.out


@each_command
def test_two_reports_cannot_have_one_file(cli: Callable[..., Any], command: str) -> None:
    said = cli(command, CLEAN, "--json", "-", "--sarif", "-")
    assert (said.code, said.out) == (2, "")
    assert said.err == "error: --json and --sarif: only one of them can be written to standard output\n"
    with pytest.raises(ReviewError, match=r"^--html and --junit: only one of them can be written to x$"):
        asked({"html": "x", "junit": "x"})
    with pytest.raises(ReviewError, match=r"^--html: give a file, or `-` for standard output$"):
        asked({"html": ""})


@each_command
def test_a_file_that_cannot_be_written_is_told_and_the_others_are_written(
    cli: Callable[..., Any], tmp_path: Path, command: str
) -> None:
    said = cli(command, CLEAN, "--json", tmp_path / "absent/x", "--sarif", tmp_path / "y", "--junit", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert [line.rpartition(": ")[2] for line in said.err.splitlines()] == [
        "no such file or directory",
        "is a directory",
    ]
    assert json.loads((tmp_path / "y").read_text())["version"] == "2.1.0"


@each_command
def test_the_cost_before_is_compared_in_every_report(cli: Callable[..., Any], tmp_path: Path, command: str) -> None:
    before = tmp_path / "before.json"
    assert cli("plan", PROGRAM, "--json", before).code == 1
    plan = json.loads(before.read_text())
    plan["estimate"] |= {"low": 1, "expected": plan["estimate"]["expected"] / 2, "high": 999, "unpriced": []}
    before.write_text(json.dumps(plan))
    files = {name: tmp_path / name for name in ("json", "markdown", "html")}
    said = cli(command, PROGRAM, "--before", before, *(w for name, file in files.items() for w in (f"--{name}", file)))
    assert "change    +12.97 (+100.0%) from 12.97\n" in said.out
    assert json.loads(files["json"].read_text())["before"]["change"] == 12.97
    assert "| **change** | **+12.97 (+100.0%)** |" in files["markdown"].read_text()
    assert "+12.97 (+100.0%)" in files["html"].read_text()
    assert "ai-max-cost-increase" in said.out


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not JSON"),
        ("[]", "has no estimate"),
        ("[" * 100_000, "is not JSON"),
        ("{}", "has no estimate"),
        ('{"estimate": {"low": 1, "expected": "2", "high": 3}}', "has no estimate"),
        ('{"estimate": {"low": 1, "expected": NaN, "high": 3}}', "has no estimate"),
        ('{"estimate": {"low": 1, "expected": -2, "high": 3}}', "has no estimate"),
        ('{"estimate": {"low": true, "expected": 2, "high": 3}}', "has no estimate"),
        (None, "cannot be read: no such file or directory"),
    ],
)
def test_a_plan_before_that_is_none_is_told(
    cli: Callable[..., Any], tmp_path: Path, text: str | None, reason: str
) -> None:
    file = tmp_path / "before.json"
    if text is not None:
        file.write_text(text)
    said = cli("check", CLEAN, "--before", file)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"error: --before {file}: {reason}")


def test_the_first_version_of_a_plan_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    priceless = [{"urn": "x", "reason": "y"}]
    file.write_text(json.dumps({"schema": 1, "estimate": {"low": 1, "expected": 2, "high": 3, "unpriced": priceless}}))
    assert read_before(file).total.expected == 2
    assert read_before(file).at_least


def test_places_are_seen_from_where_the_command_runs(
    cli: Callable[..., Any], project: Callable[[str], Path], tmp_path: Path
) -> None:
    project("from pulumi_aws import s3\n\ns3.Bucket('data')\n")
    for path in ("app", tmp_path / "app"):
        found = json.loads(cli("check", path, "--json", "-").out)["findings"]
        assert {one["source"]["file"] for one in found if one["source"]} == {"app/__main__.py"}


def test_a_plain_plan_needs_no_template_engine(in_repository: Path) -> None:
    import subprocess
    import sys

    program = "import sys; from stackwright.cli.main import run; run(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, "plan", str(CLEAN)], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"jinja2", "stackwright.policies.reports.page", "stackwright.policies.reports.sarif"}
