"""Area of concern: the line that a finding points at, without the values in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.excerpts import excerpt
from stackwright.cli.review import Subject, subject_of
from stackwright.plan.graph import Graph, Source

URN = "urn:pulumi:dev::app::aws:s3/bucket:Bucket::data"
SUBJECT = Subject("app", Graph([]), "aws", "us-east-1", "dev")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('b = s3.Bucket("data", acl="public-read")', 'b = s3.Bucket("data", acl="…")'),
        ("    s3.Bucket('data', tags={'k': 'hunter2'})", "    s3.Bucket('data', tags={'…': '…'})"),
        ('s3.Bucket("data")  # the password is hunter2', 's3.Bucket("data")'),
        ('s3.Bucket(f"{x}-hunter2", """hunter2', 's3.Bucket(f"…", """…"""'),
        ('s3.Bucket("data", x="a\\"hunter2")', 's3.Bucket("data", x="…")'),
        ("x = rds.Instance(name, pin=12345678, size=20)", "x = rds.Instance(name, pin=…, size=20)"),
    ],
)
def test_a_line_of_a_program_is_shown_without_its_values(project: Callable[[str], Path], line: str, shown: str) -> None:
    folder = project(f"\n{line}\n")
    assert excerpt(SUBJECT, Source(f"{folder}/__main__.py", 2), URN) == [
        f"  2 | {shown}",
        f"    | {' ' * (len(shown) - len(shown.lstrip()))}{'^' * len(shown.lstrip())}",
    ]


@pytest.mark.parametrize("source", [None, Source("app/__main__.py", 9), Source("app/absent.py", 1)])
def test_a_line_that_is_not_there_is_not_shown(project: Callable[[str], Path], source: Source | None) -> None:
    project("x = 1\n")
    assert excerpt(SUBJECT, source, URN) == ()


def test_the_key_of_a_blueprint_is_pointed_at(in_repository: Path) -> None:
    subject = subject_of(Path("blueprints/examples/training-aws.yaml"))
    nodes = next(resource for resource in subject.graph if resource.name == "training-nodes")
    assert nodes.source is not None
    assert nodes.source.column == 1
    number = nodes.source.line
    assert excerpt(subject, nodes.source, nodes.urn) == [
        f"  {number} | compute:",
        f"  {' ' * len(str(number))} | ^^^^^^^",
    ]


def test_an_export_has_no_lines_at_hand(cli: Callable[..., Any], tmp_path: Path) -> None:
    subject = Subject(str(tmp_path / "state.json"), Graph([]), "aws", "us-east-1", "dev")
    (tmp_path / "__main__.py").write_text("x = 1\n")
    assert excerpt(subject, Source(str(tmp_path / "__main__.py"), 1), URN) == ()
