"""One HTML page that needs nothing beside it: architecture, cost, findings to filter, resources, controls."""

from functools import partial
from typing import TYPE_CHECKING, Any

from stackwright.policies.finding import Finding, Level, Severity
from stackwright.policies.reports.compliance import compliance
from stackwright.policies.reports.drawing.charts import by_nodes
from stackwright.policies.reports.drawing.diagram import ICONS, READINGS
from stackwright.policies.reports.model import Answer, Report
from stackwright.policies.reports.node_costs import node_costs
from stackwright.policies.reports.overview import Overview
from stackwright.policies.reports.verdict import bounds, budget, change, cost, looked, verdict
from stackwright.policies.reports.words import clean, counted, justification, money, named, pieces, place, sentence

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def render(report: Report) -> str:
    """The page as text; it makes no request, and shows all of itself where scripts are off."""
    template = _environment().get_template("page.html.j2")
    return template.render(
        report=report, frameworks=compliance(report), **_words(report), **_choices(report), **_drawings(report)
    )


def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("stackwright.policies.reports", "")
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    filters: dict[str, Any] = found.filters
    filters |= {one.__name__: one for one in (clean, counted, justification, money, place)}
    filters |= {"prose": _prose, "drawing": _drawing}
    return found


def _words(report: Report) -> dict[str, Any]:
    components = [(name, each) for name, each in report.estimate.by_component.items() if each.high > 0]
    return {
        "verdict": verdict(report),
        "looked": looked(report),
        "cost": cost(report),
        "bounds": bounds(report),
        "change": change(report),
        "budget": budget(report.gate),
        "components": components,
        "dearest": max((each.high for _, each in components), default=0.0) or 1.0,
        "about": partial(named, report.graph),
        "sentence": partial(sentence, report.graph),
        "searched": partial(_searched, report),
        "unpriced": list(dict.fromkeys(report.estimate.unpriced)),
    }


def _drawings(report: Report) -> dict[str, Any]:
    pool = node_costs(report)
    chart = by_nodes(pool.costs, pool.expected, report.gate.limit) if pool else ""
    return {"overview": Overview(report), "icons": ICONS, "readings": READINGS, "pool": pool, "nodes_chart": chart}


def _choices(report: Report) -> dict[str, Any]:
    """What the filters offer: only what some finding has."""
    found = report.judgement.findings
    abouts = [report.by_id[one.rule] for one in found]
    return {
        "answers": list(Answer),
        "choices": {
            "severity": [one.value for one in Severity if any(f.severity is one for f in found)],
            "level": [one.value for one in Level if any(f.level is one for f in found)],
            "result": sorted({one.result.value for one in found}),
            "cloud": sorted({one.cloud or "every cloud" for one in abouts}),
            "framework": sorted({name for one in abouts for name, _ in one.frameworks}),
        },
    }


def _searched(report: Report, finding: Finding) -> str:
    """What the text search looks through."""
    about = report.by_id[finding.rule]
    controls = [f"{name} {control}" for name, ids in about.frameworks for control in ids]
    parts = (finding.rule, about.title, sentence(report.graph, finding), place(report.place(finding)), *controls)
    return clean(" ".join(parts)).lower()


def _drawing(svg: str) -> "Markup":
    """SVG of ours, in which all words are escaped already."""
    from markupsafe import Markup

    return Markup(svg)


def _prose(words: str) -> "Markup":
    """Plain text in which `code` is shown as code."""
    from markupsafe import Markup, escape

    return Markup("").join(
        Markup("<code>{}</code>").format(part) if is_code else escape(part) for is_code, part in pieces(words)
    )
