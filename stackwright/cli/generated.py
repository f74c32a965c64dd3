"""Files of this repository that are made from its code; `schema --write` writes them, a test compares them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PAGES = Path("docs/rules")
"""Folder that holds generated files only."""


def rendered(root: Path) -> Mapping[Path, str]:
    """Every generated file below `root`, with what it should hold."""
    from stackwright.blueprints.schemas import render_schemas
    from stackwright.cli import component_docs
    from stackwright.cli.rule_pages import render_pages
    from stackwright.policies.listing import listing_schema
    from stackwright.policies.policy_schema import render_policy_schema
    from stackwright.pricing.document import render

    return {
        **{root / "blueprints" / path: text for path, text in _below_blueprints(render_schemas()).items()},
        root / "components/schema.json": components_schema(),
        root / "policies/policy.schema.json": render_policy_schema(),
        root / "docs/components.md": component_docs.render(root),
        root / "docs/prices.md": render(),
        root / "policies/rules.schema.json": listing_schema() + "\n",
        **{root / PAGES / path: text for path, text in render_pages().items()},
    }


def leftovers(root: Path) -> list[Path]:
    """Pages of rules that are no more."""
    from stackwright.cli.rule_pages import page_names

    return sorted(set((root / PAGES).glob("*")) - {root / PAGES / name for name in page_names()})


def _below_blueprints(schemas: Mapping[Path, str]) -> dict[Path, str]:
    """Paths as `<shape>/schema.json`, however they were given."""
    return {Path(path.parent.name) / path.name: text for path, text in schemas.items()}


def components_schema() -> str:
    """Pulumi package schema of all components, as Pulumi's own analyzer reads them in a process of its own."""
    asked = [sys.executable, "-m", "stackwright.components.hosting"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout
