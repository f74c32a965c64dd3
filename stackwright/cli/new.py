"""`stackwright new`: a project of the user's own."""

from pathlib import Path

from stackwright.cli import console


def run(folder: Path, *, shape: str, cloud: str) -> int:
    """Write the project and say what comes next; returns the exit code."""
    from stackwright.blueprints.scaffold import ScaffoldError, scaffold

    try:
        written = scaffold(folder, shape=shape, cloud=cloud)
    except ScaffoldError as error:
        return console.complain(str(error))
    out = console.out()
    out.print(f"wrote {len(written)} files to {folder}/", markup=False)
    for file in written:
        out.print(f"  {file}", style="dim", markup=False)
    out.print("next:", style="bold")
    for line in (f"cd {folder}", "stackwright plan blueprint.yaml", "stackwright sandbox -- pulumi up --stack dev"):
        out.print(f"  {line}", markup=False)
    return console.CLEAN
