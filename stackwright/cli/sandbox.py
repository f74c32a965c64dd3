"""`stackwright sandbox`: a command, or a recovery, against the local cloud."""

from pathlib import Path

from stackwright.cli import console

USAGE = "give a command: stackwright sandbox -- pulumi up --stack dev, or: stackwright sandbox recover STACK"


def run(arguments: list[str], *, faults: str | None = None) -> int:
    """Run the command and return its exit code."""
    from stackwright.sandbox.engine.locations import EngineError
    from stackwright.sandbox.project import ProjectError
    from stackwright.sandbox.project import run as run_command

    if not arguments:
        return console.complain(USAGE)
    try:
        if arguments[0] == "recover":
            from stackwright.sandbox.recover import recover

            if len(arguments) != 2:
                return console.complain("recover takes the name of one stack: stackwright sandbox recover dev")
            return recover(arguments[1], project_dir=Path.cwd(), say=_say)
        return run_command(arguments, project_dir=Path.cwd(), faults=faults)
    except (EngineError, ProjectError) as error:
        return console.complain(str(error))


def _say(text: str) -> None:
    console.out().print(text, markup=False)
