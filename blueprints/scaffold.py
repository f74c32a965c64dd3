"""Writes a project of the user's own: blueprint, stacks, policy packs, CI and a test that passes."""

import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stackwright.blueprints.catalog import SHAPES, Shape
from stackwright.blueprints.problems import did_you_mean, listed
from stackwright.blueprints.scaffold_words import NO_PRICE, WORDS
from stackwright.blueprints.schemas import render_schema
from stackwright.blueprints.values import Cloud

FILES: Mapping[str, str] = {
    "blueprint.yaml": "blueprint.{shape}.yaml.j2",
    "policy.yaml": "policy.yaml.j2",
    "Pulumi.yaml": "Pulumi.yaml.j2",
    "stacks/__main__.py": "main.py.j2",
    "stacks/Pulumi.dev.yaml": "stack.dev.yaml.j2",
    "stacks/Pulumi.prod.yaml": "stack.prod.yaml.j2",
    "policy/security/__main__.py": "policy.py.j2",
    "policy/security/PulumiPolicy.yaml": "PulumiPolicy.yaml.j2",
    "policy/cost/__main__.py": "policy.py.j2",
    "policy/cost/PulumiPolicy.yaml": "PulumiPolicy.yaml.j2",
    "tests/test_stack.py": "test_stack.{cloud}.py.j2",
    "pytest.ini": "pytest.ini.j2",
    ".github/workflows/ci.yaml": "ci.yaml.j2",
    "requirements.txt": "requirements.txt.j2",
    ".gitignore": "gitignore.j2",
    "README.md": "README.md.j2",
}
"""Files of a project and the templates that they are made from."""

_PROJECT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
"""Names that Pulumi takes for a project."""
_NAME_LENGTH = 21


class ScaffoldError(Exception):
    """A project that cannot be written; the message is a sentence with what to do."""


def scaffold(
    folder: Path, *, shape: str = "training", cloud: str = "aws", schemas: Mapping[str, str] | None = None
) -> list[Path]:
    """Write a project for `shape` on `cloud` to `folder`; answers its files, relative to the folder.

    `schemas` are texts of further schemas, by name.
    """
    chosen = _shape(shape, cloud)
    project = _project(folder)
    more = {f"schemas/{name}.schema.json": text for name, text in (schemas or {}).items()}
    texts = rendered(chosen, cloud, project) | more
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return [Path(name) for name in texts]


def templates() -> Environment:
    """The templates of all files that are written for a user."""
    return Environment(  # plain text: nothing to escape
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )


def rendered(shape: Shape, cloud: str, project: str) -> dict[str, str]:
    """Text of every file of a project, by its path in the project."""
    no_price, unpriced = NO_PRICE.get((shape.name, Cloud(cloud)), ("", ()))
    name = stack_name(project, shape.name)
    words = {
        "project": project,
        "name": name,
        "no_price": no_price,
        "unpriced": [f"{name}-{each}" for each in unpriced],
        "shape": shape.name,
        "cloud": cloud,
        "summary": shape.summary[0].upper() + shape.summary[1:],
        **WORDS[Cloud(cloud)],
    }
    made = templates()
    texts = {
        file: made.get_template(template.format(**words)).render(words, pack=Path(file).parent.name)
        for file, template in FILES.items()
    }
    return texts | {f"schemas/{shape.name}.schema.json": render_schema(shape)}


def stack_name(project: str, otherwise: str) -> str:
    """Start of the stack's names, made of the name of the project; `otherwise` where nothing is left of it."""
    words = re.findall(r"[a-z0-9]+", project.lower())
    name = "-".join(words).lstrip("0123456789-")[:_NAME_LENGTH].strip("-")
    return name if len(name) > 1 else otherwise


def _shape(shape: str, cloud: str) -> Shape:
    if shape not in SHAPES:
        hint = did_you_mean(shape, SHAPES) or f"shapes are {listed(SHAPES)}"
        raise ScaffoldError(f"--shape {shape}: there is no such shape - {hint}")
    built = sorted({name for clouds in SHAPES[shape].forms.values() for name in clouds})
    if cloud not in built:
        what = "is not there yet" if cloud in list(Cloud) else "is not a cloud"
        hint = did_you_mean(cloud, built) or f"{shape} is there for {listed(built)}"
        raise ScaffoldError(f"--cloud {cloud}: {what} - {hint}")
    return SHAPES[shape]


def _project(folder: Path) -> str:
    if folder.exists() and not folder.is_dir():
        raise ScaffoldError(f"{folder}: is a file - name a folder that is empty or absent")
    if folder.is_dir() and any(folder.iterdir()):
        raise ScaffoldError(f"{folder}: is not empty - name a folder that is empty or absent")
    project = folder.resolve().name
    if not _PROJECT.fullmatch(project):
        raise ScaffoldError(f"{folder}: is not a name for a project - use letters, digits, `-`, `_` and `.`")
    return project
