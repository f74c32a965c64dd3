"""Area of concern: what is generated is fresh."""

from pathlib import Path

from stackwright.cli.generated import leftovers, rendered

ROOT = Path(__file__).parents[2]


def test_every_generated_file_is_what_the_code_makes() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, text in rendered(ROOT).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make generate`"


def test_no_page_is_left_of_a_rule_that_is_no_more() -> None:
    assert leftovers(ROOT) == [], "run `make generate`"


def test_a_page_of_a_rule_that_is_no_more_is_found(tmp_path: Path) -> None:
    pages = tmp_path / "docs/rules"
    pages.mkdir(parents=True)
    for name in ("README.md", "aws-s3-tls-only.md", "aws-s3-gone.md"):
        (pages / name).touch()
    assert leftovers(tmp_path) == [pages / "aws-s3-gone.md"]
