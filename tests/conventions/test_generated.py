"""Area of concern: what is generated is fresh."""

from pathlib import Path

import pytest

from stackwright.cli.generated import rendered

ROOT = Path(__file__).parents[2]
FILES = rendered(ROOT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_generated_file_is_what_the_code_makes(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == FILES[path], "run `make generate`"
