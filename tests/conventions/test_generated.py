"""Area of concern: what is generated is fresh."""

from pathlib import Path

from stackwright.cli.generated import rendered

ROOT = Path(__file__).parents[2]


def test_every_generated_file_is_what_the_code_makes() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in rendered(ROOT).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make generate`"
