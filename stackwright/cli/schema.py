"""`stackwright schema`: JSON Schemas for editors and for readers of what commands write with `--json`."""

import json
from importlib.resources import files
from pathlib import Path

from stackwright.cli import console

DOCUMENTS = {
    "policy": ("stackwright.policies", "policy.schema.json"),
    "rules": ("stackwright.policies", "rules.schema.json"),
}
"""Schemas that are files of ours, by the name of what they describe."""
REPORTS = ("plan", "check")
"""Commands whose `--json` has a schema."""


def run(name: str | None, *, write: bool = False) -> int:
    """Print one schema, or write every generated file; returns the exit code."""
    if write:
        return _write(Path.cwd())
    from stackwright.blueprints.catalog import SHAPES
    from stackwright.blueprints.schemas import render_schema

    if name is not None and name in SHAPES:
        text = render_schema(SHAPES[name])
    elif name in REPORTS:
        from stackwright.policies.reports.document import schema

        text = json.dumps(schema(name), indent=2)
    elif name is not None and name in DOCUMENTS:
        package, file = DOCUMENTS[name]
        text = files(package).joinpath(file).read_text(encoding="utf-8")
    else:
        found = f"schema {name}: is not known" if name else "schema: which one?"
        return console.complain(f"{found} - give {', '.join([*SHAPES, *DOCUMENTS, *REPORTS])}")
    return console.CLEAN if console.deliver(text.rstrip("\n"), "-") else console.USAGE


def _write(root: Path) -> int:
    if not (root / "components").is_dir() or not (root / "blueprints").is_dir():
        return console.complain("schema --write writes the generated files of the Stackwright repository: run it there")
    from stackwright.cli.generated import leftovers, rendered

    for path in leftovers(root):
        path.unlink()
        console.out().print(f"removed {path.relative_to(root)}", markup=False)
    for path, text in rendered(root).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            console.out().print(f"wrote {path.relative_to(root)}", markup=False)
    return console.CLEAN
