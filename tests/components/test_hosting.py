"""Area of concern: all components can be served to programs in other languages."""

import ast
import json
from pathlib import Path

from stackwright.components.hosting import components

COMPONENTS = Path(__file__).parents[2] / "components"


def _written() -> set[str]:
    return {
        node.name
        for file in COMPONENTS.glob("*/**/*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and any("ComponentResource" in ast.unparse(base) for base in node.bases)
    }


def test_every_component_that_is_written_is_served() -> None:
    assert {component.__name__ for component in components()} == _written()


def test_the_schema_has_each_of_them_with_what_its_arguments_mean() -> None:
    schema = json.loads((COMPONENTS / "schema.json").read_text(encoding="utf-8"))  # fresh: `conventions/test_generated`
    assert set(schema["resources"]) == {f"stackwright:index:{name}" for name in _written()}
    bucket = schema["resources"]["stackwright:index:AwsBucket"]
    assert bucket["inputProperties"]["retentionDays"]["description"].startswith("Days a replaced")
    assert bucket["requiredInputs"] == ["keyArn"]
