"""Area of concern: commands that a GitHub runner reads line by line."""

from urllib.parse import unquote

from stackwright.policies.reports import annotations
from stackwright.policies.reports.model import Report


def test_a_finding_is_a_command_with_its_place(report: Report) -> None:
    lines = annotations.render(report).splitlines()
    assert lines[0].startswith(
        "::error file=app/x.py,line=3,col=5,title=aws-s3-tls-only (high)::Bucket logs acl: is `public`%0Afix: "
    )
    assert sum(line.startswith("::error ") for line in lines) == 3
    assert sum(line.startswith("::warning ") for line in lines) == 2
    assert lines[-1].startswith("::notice title=stackwright::Fails: 3 mandatory findings")
    assert "USD 60.00 a month, +20.00 (+50.0%25, of what has a price)" in lines[-1]


def test_nothing_that_a_stranger_named_ends_a_command_or_a_property(hostile: Report) -> None:
    lines = annotations.render(hostile).split("\n")
    assert len(lines) == 3
    for line in lines[:2]:
        _, properties, _ = line.split("::", 2)
        names = [entry.partition("=")[0] for entry in properties.partition(" ")[2].split(",")]
        assert names == ["file", "line", "col", "title"]
    assert "\r" not in "".join(lines)
    assert "%2525" not in lines[0]
    assert "%0A" in unquote(lines[0])  # a percent sign of the name stays one


def test_beyond_the_limit_of_github_the_last_one_says_how_many_more(many: Report, report: Report) -> None:
    lines = annotations.render(many).splitlines()
    assert len(lines) == annotations.LIMIT + 1
    assert "and 4990 more of this level, which GitHub does not show%0Afix: " in lines[-2]
    assert "more of this level" not in annotations.render(report)
