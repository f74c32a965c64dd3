"""Area of concern: the shape of every component (style.md 2.4), read from its syntax."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "components" / cloud for cloud in ("aws", "azure", "gcp")]


def _components() -> Iterator[tuple[str, ast.ClassDef]]:
    for folder in FOLDERS:
        for file in sorted(folder.rglob("*.py")):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and any("ComponentResource" in ast.unparse(b) for b in node.bases):
                    yield str(file.relative_to(ROOT)), node


COMPONENTS = list(_components())
IDS = [f"{file}:{node.name}" for file, node in COMPONENTS]


def _init(node: ast.ClassDef) -> ast.FunctionDef:
    return next(item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__")


def test_there_are_components() -> None:
    assert {"AwsNetwork", "AwsKey", "AwsBucket", "AwsCluster", "AwsEndpoint"} <= {node.name for _, node in COMPONENTS}


@pytest.mark.parametrize(("file", "node"), COMPONENTS, ids=IDS)
def test_outputs_are_registered_once_and_last(file: str, node: ast.ClassDef) -> None:
    body = _init(node).body
    calls = [n for n in ast.walk(_init(node)) if isinstance(n, ast.Call) and "register_outputs" in ast.unparse(n.func)]
    assert len(calls) == 1
    assert "register_outputs" in ast.unparse(body[-1])


@pytest.mark.parametrize(("file", "node"), COMPONENTS, ids=IDS)
def test_the_type_token_carries_the_class_and_its_cloud(file: str, node: ast.ClassDef) -> None:
    assert f"stackwright:index:{node.name}" in ast.unparse(_init(node).body[0])
    assert node.name.startswith(Path(file).parts[1].capitalize())


@pytest.mark.parametrize(("file", "node"), COMPONENTS, ids=IDS)
def test_the_constructor_takes_name_args_and_options(file: str, node: ast.ClassDef) -> None:
    assert [argument.arg for argument in _init(node).args.args] == ["self", "name", "args", "opts"]
