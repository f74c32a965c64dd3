"""Area of concern: shapes, and what is built of each."""

import subprocess
import sys
from pathlib import Path

import pytest

from stackwright.blueprints.catalog import SHAPES, sources
from stackwright.blueprints.paths import steps_of
from stackwright.blueprints.schemas import field_at
from stackwright.blueprints.values import Cloud, Platform

FOLDER = Path(__file__).parents[2] / "blueprints"
shapes = pytest.mark.parametrize("shape", SHAPES)


def test_every_folder_with_a_spec_is_a_shape() -> None:
    assert {file.parent.name for file in FOLDER.glob("*/spec.py")} == set(SHAPES)


@shapes
def test_a_component_comes_from_a_field_that_exists(shape: str) -> None:
    named = sources(SHAPES[shape])
    assert [path for path in named.values() if not field_at(SHAPES[shape].spec, steps_of(path))] == []


@shapes
def test_a_shape_is_named_by_its_blueprints(shape: str) -> None:
    assert field_at(SHAPES[shape].spec, ("blueprint",))["const"] == shape
    assert field_at(SHAPES[shape].spec, ("name",))["default"] == shape


def test_what_is_built() -> None:
    assert SHAPES["landing"].clouds(None) == set(Cloud)
    assert SHAPES["training"].clouds(Platform.KUBERNETES) == set(Cloud)
    assert SHAPES["inference"].clouds(Platform.MANAGED) == set(Cloud)
    assert SHAPES["training"].clouds(Platform.MANAGED) == set()
    assert SHAPES["inference"].platforms == (Platform.MANAGED,)
    assert SHAPES["landing"].platforms == ()


def test_loading_imports_no_pulumi() -> None:
    program = (
        "import stackwright.blueprints.load, sys; print([n for n in sys.modules if n.partition('.')[0] == 'pulumi'])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
