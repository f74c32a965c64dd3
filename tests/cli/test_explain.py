"""Area of concern: every resolved value, and where it comes from."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _rows(text: str) -> dict[str, tuple[str, str]]:
    return {
        match[1]: (match[2], match[3]) for match in re.finditer(r"^(\S+) {2,}(\S.*?) {2,}(\S.*)$", text, re.MULTILINE)
    }


def test_values_come_with_their_origin(cli: Callable[..., Any], in_repository: Path) -> None:
    rows = _rows(cli("explain", "blueprints/examples/landing-aws.yaml", "--stack", "landing-aws").out)
    line = Path("blueprints/examples/landing-aws.yaml").read_text().splitlines().index("region: us-east-1") + 1
    assert rows["path"] == ("value", "from")
    assert rows["region"] == ("us-east-1", f"blueprint, line {line}")
    assert rows["environment"] == ("dev", "stack config, line 3")
    assert rows["protect"] == ("false", "profile")
    assert rows["budget.basis"] == ("expected", "default")
    assert rows["network.services"] == ("unset", "default")
    assert rows["budget.monthly_usd"][0] == "600"


def test_without_a_stack_the_file_speaks_alone(cli: Callable[..., Any], in_repository: Path) -> None:
    rows = _rows(cli("explain", "blueprints/examples/landing-aws.yaml").out)
    assert rows["environment"][0] == "prod"
    assert {origin.partition(",")[0] for _, origin in rows.values()} == {"from", "blueprint", "profile", "default"}


def test_a_stack_that_is_not_there_is_told(cli: Callable[..., Any], in_repository: Path) -> None:
    said = cli("explain", "blueprints/examples/landing-aws.yaml", "-s", "nope")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("error: --stack nope: ")
    shapes, clouds = ("inference", "landing", "training"), ("aws", "azure", "gcp")
    stacks = ", ".join(f"{shape}-{cloud}" for shape in shapes for cloud in clouds)
    assert said.err.endswith(f" has no such stack - it has {stacks}\n")


def test_a_stack_without_a_project_is_told(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "stack.yaml"
    file.write_text("blueprint: landing\n")
    assert cli("explain", file, "-s", "dev").err == f"error: --stack dev: no Pulumi.yaml at or above {tmp_path}\n"


def test_a_value_may_be_wide(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "stack.yaml"
    file.write_text(
        "blueprint: landing\ncloud: aws\nregion: us-east-1\nenvironment: dev\n"
        f"budget: {{monthly_usd: 600, notify: [{'x' * 150}@example.com]}}\n"
    )
    said = cli("explain", file)
    assert (said.code, said.err) == (0, "")
    assert "".join(said.out.split()).count("x") >= 150
