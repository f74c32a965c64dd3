"""Area of concern: blueprints that their cloud cannot do, each with the reason and the nearest alternative."""

from pathlib import Path

import pytest

from stackwright.blueprints.load import load
from stackwright.blueprints.problems import SpecError

FOLDER = Path(__file__).parent / "refused"
FILES = sorted(FOLDER.glob("*.yaml"))
each_file = pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])


def _refused(file: Path) -> SpecError:
    with pytest.raises(SpecError) as error:
        load(file, root=FOLDER)
    return error.value


def test_there_are_at_least_twenty_on_all_clouds() -> None:
    assert len(FILES) >= 20
    assert {file.stem for file in FILES} == {file.stem for file in FOLDER.glob("*.txt")}
    assert {file.stem.rpartition("-")[2] for file in FILES} == {"aws", "gcp", "azure"}


@each_file
def test_the_reason_is_told_at_load(file: Path) -> None:
    assert f"{_refused(file)}\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


@each_file
def test_the_nearest_alternative_is_told(file: Path) -> None:
    assert [problem.path for problem in _refused(file).problems if not problem.hint] == []
