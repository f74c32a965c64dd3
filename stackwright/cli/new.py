"""`stackwright new`: a project of the user's own, or a rule in one."""

from collections.abc import Iterable
from pathlib import Path

from stackwright.cli import console

RULE = "rule"
"""First word that asks for a rule; a project in a folder of this name is written as `./rule`."""


def run(folder: str, rule: str | None = None, *, shape: str, cloud: str) -> int:
    """Write what is asked for and say what comes next; returns the exit code."""
    from stackwright.blueprints.scaffold import ScaffoldError

    try:
        if folder == RULE:
            return _rule(rule)
        if rule is not None:
            return console.complain(f"new {folder} {rule}: takes one folder, or `rule` and an id")
        return _project(Path(folder), shape, cloud)
    except ScaffoldError as error:
        return console.complain(str(error))


def _project(folder: Path, shape: str, cloud: str) -> int:
    from stackwright.blueprints.scaffold import scaffold
    from stackwright.policies.policy_schema import render_policy_schema

    written = scaffold(folder, shape=shape, cloud=cloud, schemas={"policy": render_policy_schema()})
    _say(f"wrote {len(written)} files to {folder}/", written)
    _next(f"cd {folder}", "stackwright plan blueprint.yaml", "stackwright sandbox -- pulumi up --stack dev")
    return console.CLEAN


def _rule(rule_id: str | None) -> int:
    from stackwright.blueprints.rule_scaffold import PACK, scaffold_rule
    from stackwright.policies.registry import find

    if rule_id is None:
        return console.complain("new rule: which id? - such as acme-bucket-owner; a project of that name is `./rule`")
    if find(rule_id) is not None:
        return console.complain(f"{rule_id}: is a rule of stackwright - choose another id")
    written = scaffold_rule(Path.cwd(), rule_id)
    _say(f"wrote {len(written.files)} files", written.files)
    for file in written.changed:
        console.out().print(f"changed {file}", markup=False)
    options = "" if written.configured else f"-o pythonpath={PACK} "
    _next(f"pytest {options}{written.test}", f"pulumi preview --stack dev --policy-pack {PACK}")
    return console.CLEAN


def _say(title: str, files: Iterable[Path]) -> None:
    out = console.out()
    out.print(title, markup=False)
    for file in files:
        out.print(f"  {file}", style="dim", markup=False)


def _next(*lines: str) -> None:
    out = console.out()
    out.print("next:", style="bold")
    for line in lines:
        out.print(f"  {line}", markup=False)
