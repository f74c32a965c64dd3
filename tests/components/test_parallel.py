"""Area of concern: what is deliberately parallel between clouds has the same names in the same order."""

import ast
from pathlib import Path

import pytest

COMPONENTS = Path(__file__).parents[2] / "components"
CLOUDS = ("aws", "azure", "gcp")
ROLES = {
    "budget",
    "cluster",
    "endpoint",
    "filesystem",
    "gpu_nodes",
    "identity",
    "keys",
    "monitoring",
    "network",
    "registry",
    "storage",
}


def _roles(cloud: str) -> set[str]:
    return {
        path.stem for path in (COMPONENTS / cloud).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }


def _kit(cloud: str) -> ast.ClassDef:
    module = ast.parse((COMPONENTS / cloud / "kit.py").read_text(encoding="utf-8"))
    return next(node for node in module.body if isinstance(node, ast.ClassDef) and node.name.endswith("Kit"))


def _public(kit: ast.ClassDef) -> list[tuple[str, list[str]]]:
    methods = [node for node in kit.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [(m.name, [a.arg for a in (*m.args.args, *m.args.kwonlyargs)]) for m in methods if not m.decorator_list]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_cloud_has_a_file_or_folder_for_every_role(cloud: str) -> None:
    assert _roles(cloud) >= ROLES | {"kit"}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_kit_has_the_methods_of_the_others_in_their_order(cloud: str) -> None:
    assert _public(_kit(cloud)) == _public(_kit("aws"))


def test_the_kits_methods_are_the_roles() -> None:
    module = ast.parse((COMPONENTS / "roles.py").read_text(encoding="utf-8"))
    kit = next(node for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Kit")
    assert {name for name, _ in _public(_kit("aws"))} == {name for name, _ in _public(kit)}
