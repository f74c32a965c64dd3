"""The `stackwright` command. Each command's own file is imported when it runs, so that `--help` is quick."""

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from stackwright.cli import console
from stackwright.cli.options import (
    Alternatives,
    Annotations,
    Before,
    Blueprint,
    CodeQuality,
    Compare,
    DiffOld,
    EnvironmentName,
    Html,
    Json,
    Junit,
    Markdown,
    PolicyPath,
    Sarif,
    Stack,
    Strict,
    Target,
    Watch,
    reports_of,
)
from stackwright.cli.policy_app import policy_app
from stackwright.cli.prices_app import prices_app

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "context_settings": {"help_option_names": ["-h", "--help"]}}
app = typer.Typer(
    name="stackwright",
    help="One validated YAML file becomes a priced, policy-checked cloud AI stack on Pulumi.",
    epilog="Start with: stackwright new my-stack",
    add_completion=False,
    pretty_exceptions_enable=False,
    **_PLAIN,
)
engine_app = typer.Typer(help="Get the Pulumi engine onto this machine.", **_PLAIN)
app.add_typer(policy_app, name="policy")
app.add_typer(engine_app, name="engine")
app.add_typer(prices_app, name="prices")


def _run(module: str, *arguments: Any, **options: Any) -> int:
    return import_module(f"stackwright.cli.{module}").run(*arguments, **options)


@app.command()
def plan(
    path: Target,
    stack: Stack = None,
    policy: PolicyPath = None,
    before: Before = None,
    json: Json = None,
    sarif: Sarif = None,
    junit: Junit = None,
    markdown: Markdown = None,
    html: Html = None,
    annotations: Annotations = None,
    code_quality: CodeQuality = None,
    strict: Strict = False,
    watch: Watch = False,
) -> int:
    """Show what a stack creates, costs and violates, before it exists."""
    reports = reports_of(json, sarif, junit, markdown, html, annotations, code_quality)
    chosen = {"policy": policy, "before": before, "strict": strict}
    return _run("watch" if watch else "plan", path, stack=stack, reports=reports, **chosen)


@app.command()
def explain(path: Blueprint, stack: Stack = None) -> int:
    """Show every resolved value of a blueprint and where it comes from."""
    return _run("explain", path, stack=stack)


@app.command()
def cost(
    path: Target,
    stack: Stack = None,
    policy: PolicyPath = None,
    json: Json = None,
    compare: Compare = None,
    alternatives: Alternatives = False,
    diff: DiffOld = None,
    strict: Strict = False,
) -> int:
    """Show the monthly price of a stack, by component."""
    chosen = {"json": json, "compare": compare, "alternatives": alternatives, "strict": strict}
    if diff is not None:
        return _run("cost_diff", path, diff, stack=stack, policy=policy, **chosen)
    return _run("cost", path, stack=stack, policy=policy, **chosen)


@app.command()
def check(
    path: Target,
    stack: Stack = None,
    environment: EnvironmentName = None,
    policy: PolicyPath = None,
    before: Before = None,
    json: Json = None,
    sarif: Sarif = None,
    junit: Junit = None,
    markdown: Markdown = None,
    html: Html = None,
    annotations: Annotations = None,
    code_quality: CodeQuality = None,
    strict: Strict = False,
) -> int:
    """Judge a stack by the policy rules."""
    reports = reports_of(json, sarif, junit, markdown, html, annotations, code_quality)
    chosen = {"environment": environment, "policy": policy, "before": before, "strict": strict}
    return _run("check", path, stack=stack, reports=reports, **chosen)


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A stack as `plan` takes it.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Another, on the same cloud or on another one.")],
    stack: Stack = None,
    json: Json = None,
) -> int:
    """Show what differs between two stacks, by role, and the price."""
    return _run("diff", before, after, stack=stack, json=json)


@app.command()
def new(
    folder: Annotated[str, typer.Argument(metavar="FOLDER|rule", help="Folder to write; it must be empty or absent.")],
    rule: Annotated[
        str | None, typer.Argument(metavar="ID", help="After `rule`: id of the rule to add to this project.")
    ] = None,
    shape: Annotated[
        str, typer.Option("--shape", metavar="SHAPE", help="landing, training or inference.")
    ] = "training",
    cloud: Annotated[str, typer.Option("--cloud", metavar="CLOUD", help="aws, gcp or azure.")] = "aws",
) -> int:
    """Write a project of your own: blueprint, stacks, packs and CI.

    `stackwright new rule acme-bucket-owner` adds a rule of your own to it, with its test and a pack that serves it.
    """
    return _run("new", folder, rule, shape=shape, cloud=cloud)


@app.command()
def rules(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Rules to tell all about; `*` allowed.")] = None,
    framework: Annotated[
        list[str] | None, typer.Option("--framework", metavar="NAME", help="Only those that map to it, such as CIS.")
    ] = None,
    severity: Annotated[
        list[str] | None, typer.Option("--severity", metavar="NAME", help="critical, high, medium or low.")
    ] = None,
    cloud: Annotated[
        list[str] | None, typer.Option("--cloud", metavar="NAME", help="aws, gcp, azure, kubernetes or any.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="NAME", help="A service such as s3, a family, or ai.")
    ] = None,
    json: Json = None,
) -> int:
    """List the policy rules, or tell all about one."""
    chosen = {"framework": framework, "severity": severity, "cloud": cloud, "tag": tag}
    given = {name: values or () for name, values in chosen.items()}
    return _run("rules", ids or (), **given, json=json)


@app.command(
    options_metavar="[OPTIONS] -- COMMAND...",
    context_settings={"allow_extra_args": True, "allow_interspersed_args": False},
)
def sandbox(
    context: typer.Context,
    faults: Annotated[
        str | None, typer.Option("--faults", metavar="FAULTS", help="Faults to inject, see docs/sandbox.md.")
    ] = None,
) -> int:
    """Run a command against a cloud on this machine.

    `stackwright sandbox -- pulumi up --stack dev` deploys to it. After an engine
    was killed, `stackwright sandbox recover dev` puts the stack in order again.
    """
    return _run("sandbox", list(context.args), faults=faults)


@engine_app.command("install")
def engine_install(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing where an engine is there already.")] = False,
) -> int:
    """Get an engine: the official one, or a build of its Go modules."""
    return _run("engine", "install", quiet=quiet)


@engine_app.command("status")
def engine_status() -> int:
    """Say which Pulumi engine is used."""
    return _run("engine", "status")


@app.command()
def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A shape, or a document of ours.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Write all generated files of this repository.")] = False,
) -> int:
    """Print a JSON Schema, for editors and for readers of `--json`."""
    return _run("schema", name, write=write)


@app.callback(invoke_without_command=True)
def top(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> int:
    """One validated YAML file becomes a priced, policy-checked cloud AI stack on Pulumi."""
    if version:
        from importlib.metadata import version as version_of

        sys.stdout.write(f"stackwright {version_of('stackwright')}\n")
    return console.CLEAN


def run(arguments: list[str]) -> int:
    """Exit code of the command line `arguments`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(arguments or ["--help"], prog_name="stackwright", standalone_mode=False) or console.CLEAN
        sys.stdout.flush()
    except typer.TyperException as error:
        return console.complain(f"{error.format_message().rstrip('.')} - see `{_help_of(error)}`")
    except (typer.Abort, KeyboardInterrupt):
        code = console.INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the reader of `--help` has gone
        console.silence()
        return console.CLEAN
    except OSError as error:
        if error.filename is not None:
            raise
        console.silence()
        return console.complain(f"standard output cannot be written: {(error.strerror or str(error)).lower()}")
    if code == console.INTERRUPTED:
        console.say(console.err(), "stopped")
    return code


def _help_of(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context else 'stackwright'} --help"


def main() -> None:
    """Entry point of the console script."""
    gc.disable()  # a command imports, records and ends: what it makes lives until then
    code = run(sys.argv[1:])
    # taking down what was imported costs a third of a plan, and lets a recorded program print into our answer
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
