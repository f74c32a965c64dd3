"""Area of concern: one broken blueprint per kind of mistake, each with the exact text that its author reads."""

from pathlib import Path

import pytest

from stackwright.blueprints.load import load
from stackwright.blueprints.problems import SpecError

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(FOLDER.glob("*.yaml"))


def test_there_are_at_least_thirty_kinds() -> None:
    assert len(FILES) >= 30
    assert {file.stem for file in FILES} == {file.stem for file in FOLDER.glob("*.txt")}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_mistake_is_told_with_its_place_and_what_to_do(file: Path) -> None:
    with pytest.raises(SpecError) as error:
        load(file, root=FOLDER)
    assert f"{error.value}\n" == file.with_suffix(".txt").read_text(encoding="utf-8")
