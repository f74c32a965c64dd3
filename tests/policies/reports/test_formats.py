"""Area of concern: all formats are written from one report, and are the same on every run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stackwright.policies.reports.formats import FORMATS, PLAN_FORMATS
from stackwright.policies.reports.model import Report

PROGRAM = Path(__file__).parents[2] / "programs/public-bucket"
RUN = "import sys; from stackwright.cli.main import run; sys.exit(run(sys.argv[1:]))"


def test_every_option_has_a_format() -> None:
    assert list(FORMATS) == ["json", "sarif", "junit", "markdown", "html", "annotations", "code-quality"]
    assert {name for name in FORMATS if FORMATS[name] is not PLAN_FORMATS[name]} == {"json"}


@pytest.mark.parametrize("name", ["report", "hostile", "clean"])
def test_a_report_is_written_twice_the_same(name: str, request: pytest.FixtureRequest) -> None:
    report: Report = request.getfixturevalue(name)
    for render in FORMATS.values():
        assert render(report) == render(report)


def test_no_report_hangs_on_the_seed_of_hashes_or_on_the_hour(tmp_path: Path) -> None:
    written: list[list[str]] = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        files = [folder / name for name in PLAN_FORMATS]
        asked = [word for name, file in zip(PLAN_FORMATS, files, strict=True) for word in (f"--{name}", str(file))]
        done = subprocess.run(
            [sys.executable, "-c", RUN, "plan", str(PROGRAM), *asked],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"Etc/GMT+{seed}"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (1, "")
        written.append([done.stdout, *(file.read_text(encoding="utf-8") for file in files)])
    assert written[0] == written[1]
