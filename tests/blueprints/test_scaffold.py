"""Area of concern: the project that `stackwright new` writes."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.load import load
from stackwright.blueprints.rule_scaffold import OF_PACK, OF_RULE
from stackwright.blueprints.scaffold import FILES, ScaffoldError, scaffold, stack_name
from stackwright.blueprints.scaffold_words import WORDS
from stackwright.blueprints.values import Cloud

shapes = pytest.mark.parametrize("shape", SHAPES)
clouds = pytest.mark.parametrize("cloud", list(Cloud))
TEMPLATES = Path(__file__).parents[2] / "blueprints/templates"


@clouds
@shapes
@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_the_blueprint_loads_in_every_stack(tmp_path: Path, shape: str, stack: str, cloud: str) -> None:
    folder = tmp_path / "acme-research"
    scaffold(folder, shape=shape, cloud=cloud)
    found = load(folder / "blueprint.yaml", project=folder.name, stack_file=folder / f"stacks/Pulumi.{stack}.yaml")
    assert (found.name, found.spec.environment) == ("acme-research", stack)


@shapes
def test_the_files_are_those_that_are_listed(tmp_path: Path, shape: str) -> None:
    listed = scaffold(tmp_path / "acme", shape=shape)
    written = {file.relative_to(tmp_path / "acme") for file in (tmp_path / "acme").rglob("*") if file.is_file()}
    assert set(listed) == written
    assert written == {Path(name) for name in FILES} | {Path(f"schemas/{shape}.schema.json")}


@clouds
@shapes
def test_the_editor_finds_the_schema(tmp_path: Path, shape: str, cloud: str) -> None:
    scaffold(tmp_path / "acme", shape=shape, cloud=cloud)
    text = (tmp_path / "acme/blueprint.yaml").read_text(encoding="utf-8")
    yaml = YAML(typ="safe", pure=True)
    schema = yaml.load((tmp_path / "acme" / text.splitlines()[0].partition("$schema=")[2]).read_text(encoding="utf-8"))
    wrong = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(yaml.load(text))]
    assert wrong == []


@clouds
@shapes
def test_what_is_written_is_well_formed_and_filled_in(tmp_path: Path, shape: str, cloud: str) -> None:
    for file in scaffold(tmp_path / "acme", shape=shape, cloud=cloud):
        text = (tmp_path / "acme" / file).read_text(encoding="utf-8")
        assert "{{" not in text
        assert "{%" not in text
        if file.suffix == ".yaml":
            assert YAML(typ="safe", pure=True).load(text)
        if file.suffix == ".py":
            assert ast.parse(text)


@clouds
def test_its_own_tests_pass(tmp_path: Path, cloud: str) -> None:
    scaffold(tmp_path / "acme", shape="landing", cloud=cloud)
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path / "acme", env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


def test_every_template_is_used() -> None:
    used = {template.format(shape=s, cloud=cloud) for template in FILES.values() for s in SHAPES for cloud in Cloud}
    assert {file.name for file in TEMPLATES.glob("*.j2")} == used | {
        "test_stack.py.j2",
        *OF_RULE.values(),
        *OF_PACK.values(),
    }


def test_every_word_is_said_for_every_cloud() -> None:
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS[Cloud.AWS])}
    assert set(WORDS) == set(Cloud)


@pytest.mark.parametrize(
    ("shape", "cloud", "message"),
    [
        ("trainning", "aws", "did you mean `training`"),
        ("zzz", "aws", "shapes are landing, training, inference"),
        ("training", "gpc", "did you mean `gcp`"),
        ("training", "moon", "is not a cloud"),
    ],
)
def test_what_is_not_there_is_refused_before_anything_is_written(
    tmp_path: Path, shape: str, cloud: str, message: str
) -> None:
    with pytest.raises(ScaffoldError, match=message):
        scaffold(tmp_path / "acme", shape=shape, cloud=cloud)
    assert not (tmp_path / "acme").exists()


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ScaffoldError, match="is not empty"):
        scaffold(tmp_path)
    with pytest.raises(ScaffoldError, match="is a file"):
        scaffold(tmp_path / "mine.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    assert scaffold(tmp_path / "acme")


def test_a_folder_whose_name_is_no_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="is not a name for a project"):
        scaffold(tmp_path / "my stack")


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("acme-research", "acme-research"),
        ("Acme_Research.2", "acme-research-2"),
        ("2026-models", "models"),
        ("a-very-long-name-for-a-project", "a-very-long-name-for"),
        ("___", "training"),
        ("x", "training"),
    ],
)
def test_the_stack_is_named_after_the_project(project: str, name: str) -> None:
    assert stack_name(project, "training") == name
