"""Area of concern: schemas for editors and for readers of `plan --json`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["landing", "training", "inference"])
def test_a_shape_has_the_schema_that_is_committed(cli: Callable[..., Any], name: str) -> None:
    said = cli("schema", name)
    assert (said.code, said.err) == (0, "")
    assert said.out == (ROOT / f"blueprints/{name}/schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(said.out))


@pytest.mark.parametrize("command", ["plan", "check"])
def test_what_a_command_writes_has_a_schema(cli: Callable[..., Any], command: str) -> None:
    schema = json.loads(cli("schema", command).out)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"stackwright {command}"
    assert schema["properties"]["schema"] == {"const": 2}
    assert ("resources" in schema["properties"]) is (command == "plan")


def test_generated_files_are_written_in_the_repository_only(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = cli("schema", "--write")
    assert said.code == 2
    assert said.err.startswith("error: schema --write writes the generated files of the Stackwright repository")
    assert list(tmp_path.iterdir()) == []
