"""Area of concern: what goes into the wheel (style.md 2.3)."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOP = {"components": ROOT / "components", "blueprints": ROOT / "blueprints", "policies": ROOT / "policies"}
INNER = {
    folder.name: folder for folder in (ROOT / "stackwright").iterdir() if folder.is_dir() and folder.name[0] != "_"
}


def _packages() -> set[str]:
    found: set[str] = set()
    for name, top in {**TOP, **INNER}.items():
        for folder in [top, *(f for f in top.rglob("*") if f.is_dir())]:
            if "__pycache__" in folder.parts or not any(folder.glob("*.py")):
                continue
            found.add(".".join(["stackwright", name, *folder.relative_to(top).parts]))
    return found


def test_the_packages_list_is_the_folders() -> None:
    assert set(SETTINGS["tool"]["setuptools"]["packages"]) == _packages()


def test_every_top_package_is_mapped_to_its_folder_and_typed() -> None:
    mapping = SETTINGS["tool"]["setuptools"]["package-dir"]
    assert {name.removeprefix("stackwright.") for name in mapping} == set(TOP) | set(INNER)
    assert [name for name, folder in {**TOP, **INNER}.items() if not (folder / "py.typed").exists()] == []


def test_the_contracts_name_every_room() -> None:
    roots = set(SETTINGS["tool"]["importlinter"]["root_packages"])
    assert roots == {f"stackwright.{name}" for name in set(TOP) | set(INNER)}


def test_the_lock_file_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256" in lock
