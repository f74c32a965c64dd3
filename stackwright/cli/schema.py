"""`stackwright schema`: JSON Schemas for editors and for readers of `plan --json`."""

from importlib.resources import files
from pathlib import Path

from stackwright.cli import console


def run(name: str | None, *, write: bool = False) -> int:
    """Print one schema, or write every generated file; returns the exit code."""
    if write:
        return _write(Path.cwd())
    from stackwright.blueprints.catalog import SHAPES
    from stackwright.blueprints.schemas import render_schema

    if name == "plan":
        text = files("stackwright.plan").joinpath("plan.schema.json").read_text(encoding="utf-8")
    elif name is not None and name in SHAPES:
        text = render_schema(SHAPES[name])
    else:
        found = f"schema {name}: is not known" if name else "schema: which one?"
        return console.complain(f"{found} - give {', '.join(SHAPES)} or plan")
    return console.CLEAN if console.deliver(text.rstrip("\n"), "-") else console.USAGE


def _write(root: Path) -> int:
    if not (root / "components").is_dir() or not (root / "blueprints").is_dir():
        return console.complain("schema --write writes the generated files of the Stackwright repository: run it there")
    from stackwright.cli.generated import rendered

    for path, text in rendered(root).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            console.out().print(f"wrote {path.relative_to(root)}", markup=False)
    return console.CLEAN
