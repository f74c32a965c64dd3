"""Reports of a review: which files the user asks for, what goes into them, and the cost before the change."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from stackwright.cli import console
from stackwright.cli.review import Review, ReviewError, seen_from_here

if TYPE_CHECKING:
    from stackwright.policies.reports.model import Before, Report

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of a command ask for."""

    files: Mapping[str, str]
    """File of each format, by its option; `-` is standard output."""
    before: "Before | None" = None

    @property
    def quiet(self) -> bool:
        """Standard output is a report's, so nothing else is said there."""
        return STDOUT in self.files.values()


def asked(files: Mapping[str, str | None], before: Path | None = None) -> Asked:
    """The options, checked. Raises `ReviewError`."""
    given = {name: file for name, file in files.items() if file is not None}
    owners: dict[str, str] = {}
    for name, file in given.items():
        if not file:
            raise ReviewError(f"--{name}: give a file, or `-` for standard output")
        first = owners.setdefault(file, name)
        if first != name:
            where = "standard output" if file == STDOUT else file
            raise ReviewError(f"--{first} and --{name}: only one of them can be written to {where}")
    return Asked(given, read_before(before) if before else None)


def read_before(file: Path) -> "Before":
    """Cost in what `plan --json` or `check --json` wrote of the stack before the change. Raises `ReviewError`."""
    from stackwright.policies.reports.model import Before
    from stackwright.pricing.model import Range

    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReviewError(f"--before {file}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, RecursionError):
        raise ReviewError(f"--before {file}: is not JSON - write it with `stackwright plan --json {file}`") from None
    found = cast("dict[str, Any]", document).get("estimate") if isinstance(document, dict) else None
    estimate = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    figures = [estimate.get(name) for name in ("low", "expected", "high")]
    if not all(_is_cost(figure) for figure in figures):
        raise ReviewError(f"--before {file}: has no estimate - write it with `stackwright plan --json {file}`")
    low, expected, high = (float(cast("float", figure)) for figure in figures)
    return Before(Range(low, expected, high), bool(estimate.get("unpriced")))


def _is_cost(figure: Any) -> bool:
    return isinstance(figure, int | float) and not isinstance(figure, bool) and math.isfinite(figure) and figure >= 0


def report_of(found: Review) -> "Report":
    """The one model that every report, and the terminal, is written from."""
    from stackwright.cli.judged import code_of
    from stackwright.policies.reports.model import Report

    subject, path = found.subject, Path(found.subject.title)
    return Report(
        title=subject.title,
        cloud=subject.cloud,
        region=subject.region,
        environment=subject.environment,
        judgement=found.judgement,
        estimate=found.estimate,
        gate=found.gate,
        exit_code=code_of(found),
        before=found.before,
        file=seen_from_here(path / "Pulumi.yaml" if path.is_dir() else path),
        usage=found.usage,
        prices=found.prices,
    )


def deliver(found: Review, wanted: Asked, *, whole: bool = False) -> bool:
    """Write every report; `whole` for a plan's. False after saying which could not be written."""
    if not wanted.files:
        return True
    from stackwright.policies.reports.formats import FORMATS, PLAN_FORMATS

    report, formats = report_of(found), PLAN_FORMATS if whole else FORMATS
    # all of them are written, whatever becomes of one
    return all([console.deliver(formats[name](report), file) for name, file in wanted.files.items()])
