"""`stackwright policy config`: what the blueprint says of policies, for `pulumi --policy-pack-config`."""

import json
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.problem_view import print_problems
from stackwright.cli.review import ReviewError, policy_config, subject_of

PACKS = ("security", "cost")


def run(stack: str, *, pack: str | None, output: Path | None) -> int:
    """Write the configuration of one pack, or of both side by side; returns the exit code."""
    from stackwright.blueprints.problems import SpecError
    from stackwright.policies.config import to_pack_config

    if pack not in {None, *PACKS}:
        return console.complain(f"--pack {pack}: takes {' or '.join(PACKS)}")
    blueprint = Path(stack)
    try:
        if blueprint.suffix in {".yaml", ".yml"}:
            subject = subject_of(blueprint)
        else:
            subject = subject_of(Path.cwd(), stack=stack)
    except SpecError as error:
        return print_problems(error)
    except ReviewError as error:
        return console.complain(str(error))
    if subject.loaded is None:
        return console.complain(
            f"stack {stack} has no blueprint - without a configuration the packs judge at prod level"
        )
    config = policy_config(subject)
    found = {name: to_pack_config(config, name) for name in PACKS}
    text = json.dumps(found[pack] if pack else found, indent=2)
    return console.CLEAN if console.deliver(text, output or "-") else console.USAGE
