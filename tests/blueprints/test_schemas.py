"""Area of concern: the JSON Schema that editors complete from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.inference.spec import InferenceSpec
from stackwright.blueprints.schemas import field_at, fields_at, render_schemas, schema_of, takes_text_only, vocabulary
from stackwright.blueprints.training.spec import TrainingSpec

EXAMPLES = sorted((Path(__file__).parents[2] / "blueprints/examples").glob("*.yaml"))
shapes = pytest.mark.parametrize("shape", SHAPES)


def _fields(schema: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            yield f"{at}.{name}", field
        for key, below in schema.items():
            yield from _fields(below, f"{at}/{key}")


def test_the_committed_schemas_are_fresh() -> None:
    assert [file.name for file, text in render_schemas().items() if file.read_text(encoding="utf-8") != text] == []


@shapes
def test_a_schema_is_a_schema(shape: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(SHAPES[shape]))


@shapes
def test_every_field_is_described(shape: str) -> None:
    schema = schema_of(SHAPES[shape])

    def description(field: dict[str, Any]) -> str:
        # pydantic leaves out what only repeats the description of the section
        section = schema["$defs"].get(field.get("$ref", "").rpartition("/")[2], {})
        return field.get("description", section.get("description", ""))

    assert [at for at, field in _fields(schema) if len(description(field)) < 8] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=[file.stem for file in EXAMPLES])
def test_every_example_fits_the_schema_that_it_names(example: Path) -> None:
    first = example.read_text(encoding="utf-8").splitlines()[0]
    named = example.parent / first.partition("$schema=")[2]
    data = YAML(typ="safe", pure=True).load(example.read_text(encoding="utf-8"))
    assert named.resolve() in render_schemas()
    jsonschema.validate(data, schema_of(SHAPES[data["blueprint"]]), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("change", [{"cloud": "asw"}, {"netwrok": {}}, {"compute": {"nodes": "2"}}, {"blueprint": "x"}])
def test_an_editor_marks_what_the_loader_refuses(change: dict[str, Any]) -> None:
    data = YAML(typ="safe", pure=True).load((EXAMPLES[0].parent / "training-aws.yaml").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | change, schema_of(SHAPES["training"]), cls=jsonschema.Draft202012Validator)


def test_fields_are_found_through_lists_and_choices() -> None:
    assert fields_at(TrainingSpec, ("compute", "nodes")) == ("min", "expected", "max")
    assert fields_at(TrainingSpec, ("cluster", "access")) == ("public_cidrs",)
    assert "image" in fields_at(InferenceSpec, ("endpoint", "variants", 3))
    assert fields_at(TrainingSpec, ("tags",)) == fields_at(TrainingSpec, ("nowhere", "at", "all")) == ()


def test_a_field_tells_its_values() -> None:
    assert field_at(TrainingSpec, ("cloud",))["enum"] == ["aws", "gcp", "azure"]
    assert field_at(TrainingSpec, ("nothing",)) == {}


def test_text_stays_text() -> None:
    assert takes_text_only(TrainingSpec, ("cluster", "version"))
    assert takes_text_only(TrainingSpec, ("tags", "cost_center"))
    assert not takes_text_only(TrainingSpec, ("network", "zones"))
    assert not takes_text_only(TrainingSpec, ("compute", "nodes"))


def test_the_vocabulary_is_every_field() -> None:
    assert {"compute", "public_cidrs", "requests_per_instance", "min"} <= vocabulary()
