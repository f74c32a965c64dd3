"""The table of all rules in `policies/README.md`."""

from collections.abc import Iterable

from stackwright.policies.registry import PACKS
from stackwright.policies.rule import ENVIRONMENTS, Rule

_HEAD = "| rule | what holds | severity | dev, staging, prod | knobs | maps to |\n| --- | --- | --- | --- | --- | --- |"


def render_rules_table() -> str:
    """One table a pack, rules by id; each row is what a finding's `see` points at."""
    return "\n\n".join(_table(pack, rules) for pack, rules in PACKS.items()) + "\n"


def _table(pack: str, rules: Iterable[Rule]) -> str:
    rows = [_row(rule) for rule in sorted(rules, key=lambda rule: rule.id)]
    return "\n".join([f"### Pack `{pack}`: {len(rows)} rules", "", _HEAD, *rows])


def _row(rule: Rule) -> str:
    cells = (
        f'<a id="{rule.id}"></a>`{rule.id}`',
        rule.title,
        rule.severity,
        _levels(rule),
        ", ".join(f"`{param.name}`" for param in rule.params),
        "; ".join(f"{name} {', '.join(controls)}" for name, controls in rule.frameworks.items()),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _levels(rule: Rule) -> str:
    levels = [rule.levels[environment] for environment in ENVIRONMENTS]
    return levels[0] if len(set(levels)) == 1 else ", ".join(levels)
