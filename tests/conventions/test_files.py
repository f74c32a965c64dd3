"""Area of concern: sizes, names and mirrors of the source files (style.md 2)."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = [ROOT / name for name in ("components", "blueprints", "policies", "stacks", "stackwright", "tests")]
SOURCES = sorted(
    file
    for room in ROOMS
    for file in room.rglob("*.py")
    if "templates" not in file.parts and "programs" not in file.parts
)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "misc"}


def _functions(file: Path) -> list[tuple[str, int]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_is_short_and_so_are_its_functions(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300
    assert [f"{name}: {lines} lines" for name, lines in _functions(file) if lines > 40] == []


def test_no_module_hides_one_of_the_standard_library() -> None:
    names = {file.stem for file in SOURCES if file.stem not in {"__init__", "__main__"}}
    assert names & set(sys.stdlib_module_names) == set()
    assert names & FORBIDDEN_NAMES == set()


def test_every_test_file_is_collected() -> None:
    tests = (ROOT / "tests").rglob("*.py")
    allowed = {"conftest.py", "__main__.py"}
    strangers = [
        str(file.relative_to(ROOT))
        for file in tests
        if not file.name.startswith("test_")
        and file.name not in allowed
        and not {"programs", "bench", "echo"} & set(file.parts)
    ]
    assert strangers == []


def _mirrored(file: Path) -> Path:
    parts = file.relative_to(ROOT).parts
    inner = parts[1:] if parts[0] == "stackwright" else parts
    return ROOT / "tests" / Path(*inner[:-1]) / f"test_{inner[-1]}"


NOT_MIRRORED = {"__init__.py", "__main__.py", "spec.py", "intents.py", "roles.py", "sections.py"}
"""Specs and intents hold no logic; roles are Protocols, tested by every kit."""


def test_every_module_has_its_test_file() -> None:
    modules = [
        file
        for file in SOURCES
        if file.name not in NOT_MIRRORED
        and not {"tests", "rules", "cli", "stacks"} & set(file.relative_to(ROOT).parts)
        and len(file.read_text(encoding="utf-8").splitlines()) > 30
    ]
    missing = [str(file.relative_to(ROOT)) for file in modules if not _mirrored(file).exists()]
    assert missing == []
