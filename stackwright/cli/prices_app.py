"""`stackwright prices` and its commands; what they do is imported when they run."""

from pathlib import Path
from typing import Annotated

import typer

Cloud = Annotated[str | None, typer.Option("--cloud", metavar="CLOUD", help="aws, gcp or azure; all when unset.")]

prices_app = typer.Typer(
    help="Get the prices of today, and see what is in use.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@prices_app.command("refresh")
def refresh(
    cloud: Cloud = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", metavar="REGION", help="Only this one, or a new one; may be given again."),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Table to write; the one in the user's cache when unset."),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", metavar="FILE", help="File with the API key for Google Cloud's catalog."),
    ] = None,
    allow_loss: Annotated[
        bool, typer.Option("--allow-loss", help="Write the table without the prices that were not found.")
    ] = False,
) -> int:
    """Ask the official price APIs, and use their answers from now on.

    AWS: by boto3 with `pricing:GetProducts`, else the public bulk files. Google Cloud: with an API key in
    STACKWRIGHT_GCP_API_KEY or --key-file. Azure: anonymous. After Ctrl-C the same command goes on.
    """
    from stackwright.cli import prices

    return prices.refresh(cloud, region or (), to=to, key_file=key_file, allow_loss=allow_loss)


@prices_app.command("show")
def show(
    cloud: Cloud = None,
    region: Annotated[str | None, typer.Option("--region", metavar="REGION", help="Only rows of this one.")] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="NAME", help="A line a row of this service.")
    ] = None,
) -> int:
    """Show which prices are in use, from where, and how old they are."""
    from stackwright.cli import prices

    return prices.show(cloud, region, service)


@prices_app.command("diff")
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A table: a file, or aws, gcp, azure for ours.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another one.")],
) -> int:
    """Show what differs between two tables of prices."""
    from stackwright.cli import prices

    return prices.diff(old, new)
