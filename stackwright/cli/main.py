"""The `stackwright` command. Each command's own file is imported when it runs, so that `--help` is quick."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from stackwright.cli import console

app = typer.Typer(
    name="stackwright",
    help="One validated YAML file becomes a priced, policy-checked cloud AI stack on Pulumi.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
policy_app = typer.Typer(help="Configuration of the policy packs.", rich_markup_mode=None)
engine_app = typer.Typer(help="The Pulumi engine on this machine.", rich_markup_mode=None)
app.add_typer(policy_app, name="policy")
app.add_typer(engine_app, name="engine")

Target = Annotated[Path, typer.Argument(help="A blueprint file, or a folder with a Pulumi.yaml.")]
Stack = Annotated[str | None, typer.Option("--stack", "-s", help="Stack whose configuration applies (folders).")]
Json = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write JSON to FILE, `-` for standard output.")
]


def _run(module: str, *arguments: Any, **options: Any) -> int:
    return import_module(f"stackwright.cli.{module}").run(*arguments, **options)


@app.command()
def plan(path: Target, stack: Stack = None, json: Json = None) -> int:
    """Show what a stack creates, costs and violates, before anything exists."""
    return _run("plan", path, stack=stack, json=json)


@app.command()
def explain(path: Annotated[Path, typer.Argument(help="A blueprint file.")], stack: Stack = None) -> int:
    """Show every resolved value of a blueprint and where it comes from."""
    return _run("explain", path, stack=stack)


@app.command()
def cost(path: Target, stack: Stack = None, json: Json = None) -> int:
    """Show the monthly price of a stack, by component."""
    return _run("cost", path, stack=stack, json=json)


@app.command()
def check(
    path: Annotated[Path, typer.Argument(help="A blueprint, a program's folder, or a `pulumi stack export` file.")],
    stack: Stack = None,
    environment: Annotated[
        str | None, typer.Option("--environment", "-e", help="Judge at this level: dev, staging or prod.")
    ] = None,
    json: Json = None,
) -> int:
    """Judge a stack by the policy rules."""
    return _run("check", path, stack=stack, environment=environment, json=json)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to write; it must be empty or absent.")],
    shape: Annotated[str, typer.Option("--shape", help="landing, training or inference.")] = "training",
    cloud: Annotated[str, typer.Option("--cloud", help="aws.")] = "aws",
) -> int:
    """Write a project of your own: blueprint, stacks, policy packs, CI and a test."""
    return _run("new", folder, shape=shape, cloud=cloud)


@policy_app.command("config")
def policy_config(
    stack: Annotated[str, typer.Argument(metavar="STACK", help="Stack name, or a blueprint file.")],
    pack: Annotated[str | None, typer.Option("--pack", help="security or cost; both when unset.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output when unset.")
    ] = None,
) -> int:
    """Write the JSON for `pulumi --policy-pack-config` from a stack's blueprint."""
    return _run("policy", stack, pack=pack, output=output)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def sandbox(
    context: typer.Context,
    faults: Annotated[str | None, typer.Option("--faults", help="Faults to inject, see docs/sandbox.md.")] = None,
) -> int:
    """Run a command against a local cloud: `stackwright sandbox -- pulumi up`, or `sandbox recover STACK`."""
    return _run("sandbox", list(context.args), faults=faults)


@engine_app.command("install")
def engine_install(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Speak only when it fails.")] = False,
) -> int:
    """Get a Pulumi engine: the official release, or a build from its Go modules."""
    return _run("engine", "install", quiet=quiet)


@engine_app.command("status")
def engine_status() -> int:
    """Say which Pulumi engine is used."""
    return _run("engine", "status")


@app.command()
def schema(
    name: Annotated[str | None, typer.Argument(help="A shape, or `plan`.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Write all generated files of this repository.")] = False,
) -> int:
    """Print a JSON Schema, of a blueprint's shape or of `plan --json`."""
    return _run("schema", name, write=write)


def run(arguments: list[str]) -> int:
    """Exit code of the command line `arguments`."""
    try:
        return app(arguments or ["--help"], standalone_mode=False) or 0
    except typer.TyperException as error:
        return console.complain(f"{error.format_message()} - see `stackwright --help`")
    except (typer.Abort, KeyboardInterrupt):
        console.err().print("stopped")
        return console.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return console.CLEAN


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
