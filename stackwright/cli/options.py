"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer

Target = Annotated[
    Path,
    typer.Argument(
        metavar="PATH",
        help="A blueprint, a folder with a Pulumi.yaml, or what `pulumi stack export` or `pulumi preview --json` wrote;"
        " `-` reads that from standard input.",
    ),
]
Blueprint = Annotated[Path, typer.Argument(metavar="BLUEPRINT", help="A blueprint file.")]
Stack = Annotated[
    str | None, typer.Option("--stack", "-s", metavar="STACK", help="Apply the configuration of this stack.")
]
Json = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write JSON to FILE, `-` for standard output.")
]

Compare = Annotated[
    str | None,
    typer.Option(
        "--compare",
        metavar="TERMS",
        help="Show what machines cost on other terms: on-demand, spot, reserved, reserved-3y, capacity-block.",
    ),
]
Alternatives = Annotated[
    bool, typer.Option("--alternatives", help="Show other machines with as much accelerator memory or more.")
]
DiffOld = Annotated[
    str | None,
    typer.Option(
        "--diff",
        metavar="OLD",
        help="Show what changed since OLD: a git revision, `plan --json` of then, or a stack as PATH takes it.",
    ),
]
Watch = Annotated[bool, typer.Option("--watch", help="Stay, and show on every save what changes.")]


def _report(option: str, what: str) -> Any:
    return typer.Option(f"--{option}", metavar="FILE", help=f"Write {what}.")


Sarif = Annotated[str | None, _report("sarif", "SARIF 2.1.0, for code scanning")]
Junit = Annotated[str | None, _report("junit", "JUnit XML, a test a rule")]
Markdown = Annotated[str | None, _report("markdown", "Markdown, for one comment of a pull request")]
Html = Annotated[str | None, _report("html", "one page for a browser")]
Annotations = Annotated[str | None, _report("annotations", "the annotations of a GitHub workflow")]
CodeQuality = Annotated[str | None, _report("code-quality", "the code quality report of GitLab")]
Before = Annotated[
    Path | None,
    typer.Option("--before", metavar="FILE", help="`plan --json` of the stack before the change, to compare the cost."),
]
PolicyPath = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="A policy file; the policy.yaml of the project when unset."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Fail (exit 3) where a price that is used is older than 365 days.")
]
EnvironmentName = Annotated[
    str | None,
    typer.Option("--environment", "-e", metavar="NAME", help="Judge at this level: dev, staging or prod."),
]


REPORTS = ("json", "sarif", "junit", "markdown", "html", "annotations", "code-quality")
"""Options that ask for a report, in the order in which commands take them."""


def reports_of(*files: str | None) -> dict[str, str | None]:
    """The file of each report, by its option."""
    return dict(zip(REPORTS, files, strict=True))
