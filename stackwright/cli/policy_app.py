"""`stackwright policy` and its commands; what they do is imported when they run."""

from pathlib import Path
from typing import Annotated

import typer

from stackwright.cli.options import EnvironmentName, PolicyPath, Stack, Target

policy_app = typer.Typer(
    help="Configure the policy packs.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@policy_app.command("config")
def config(
    stack: Annotated[str, typer.Argument(metavar="STACK", help="Stack name, or a blueprint file.")],
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="NAME", help="security or cost; both when unset.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="File to write; standard output when unset."),
    ] = None,
    policy: PolicyPath = None,
) -> int:
    """Write the JSON for `pulumi --policy-pack-config`."""
    from stackwright.cli import policy as commands

    return commands.run(stack, pack=pack, output=output, policy=policy)


@policy_app.command("baseline")
def baseline(
    path: Target,
    stack: Stack = None,
    environment: EnvironmentName = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="File to write; policy-baseline.json when unset."),
    ] = None,
    policy: PolicyPath = None,
) -> int:
    """Accept the findings of today; run again, the file only shrinks."""
    from stackwright.cli import policy as commands

    return commands.baseline(path, stack=stack, environment=environment, output=output, policy=policy)
