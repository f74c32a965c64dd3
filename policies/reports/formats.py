"""The formats of a report by the option that asks for each; `plan` writes a longer JSON than `check`."""

from collections.abc import Callable, Mapping
from typing import Final

from stackwright.policies.reports import annotations, code_quality, document, junit, markdown, page, sarif
from stackwright.policies.reports.model import Report

FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {
    "json": document.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "html": page.render,
    "annotations": annotations.render,
    "code-quality": code_quality.render,
}
PLAN_FORMATS: Final = {**FORMATS, "json": document.render_plan}
