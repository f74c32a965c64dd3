"""A report as JSON, version 2 (`report.schema.json`): what `check --json` writes, and the longer `plan --json`."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final, cast

from stackwright.plan.document import MASK, resource_json, source_json
from stackwright.policies.baseline import fingerprint
from stackwright.policies.credentials import holds_secret, names_secret
from stackwright.policies.finding import Change, Finding
from stackwright.policies.reports.model import About, Answer, Report
from stackwright.policies.reports.verdict import verdict
from stackwright.policies.reports.words import message_of, path_of

VERSION: Final = 2
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CHECK: Final = "What the policy rules say of a stack, and its monthly price: `plan --json` without the resources."


def render(report: Report) -> str:
    """What `check --json` writes."""
    return json.dumps(document(report), indent=2)


def render_plan(report: Report) -> str:
    """What `plan --json` writes: the resources and every line of the estimate too."""
    resources = [without_credentials(resource_json(one)) for one in report.graph]
    estimate = report.estimate.to_json()
    return json.dumps({**document(report), "resources": resources, "estimate": estimate}, indent=2)


def document(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    estimate, judgement = report.estimate.to_json(), report.judgement
    del estimate["items"]
    exempted = [
        {**finding_json(one), "exemption": exemption.model_dump(mode="json")} for one, exemption in judgement.exempted
    ]
    return {
        "schema": VERSION,
        "blueprint": report.title,
        "cloud": report.cloud,
        "region": report.region,
        "environment": report.environment,
        "project": report.graph.project,
        "stack": report.graph.stack,
        "verdict": verdict(report),
        "exit_code": report.exit_code,
        "findings": [finding_json(one) for one in judgement.findings],
        "exempted": exempted,
        "baseline": {"known": [finding_json(one) for one in judgement.known], "fixed": judgement.fixed},
        "changes": [change_json(one) for one in judgement.changes],
        "rules": [{**rule_json(one), "answer": report.answers[one.id]} for one in report.rules],
        "not_looked": [name for name, answer in report.answers.items() if answer is Answer.NOT_LOOKED],
        "estimate": estimate,
        "budget": _budget(report),
        "before": _before(report),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "level": finding.level.value,
        "result": finding.result.value,
        "urn": finding.urn,
        "path": path_of(finding),
        "message": message_of(finding),
        "fix": finding.fix,
        "fingerprint": fingerprint(finding),
        "source": source_json(finding.source),
    }


def rule_json(about: About) -> dict[str, Any]:
    """What a reader is told of one rule."""
    return {
        "id": about.id,
        "title": about.title,
        "severity": about.severity.value,
        "fix": about.fix,
        "url": about.url,
        "cloud": about.cloud or None,
        "tags": list(about.tags),
        "frameworks": {name: list(controls) for name, controls in about.frameworks},
    }


def change_json(change: Change) -> dict[str, Any]:
    """One property that a remediation sets."""
    return {
        "rule": change.rule,
        "urn": change.urn,
        "path": change.path,
        "text": change.text,
        "source": source_json(change.source),
    }


def _budget(report: Report) -> dict[str, Any]:
    gate = report.gate
    return {
        "monthly_usd": gate.limit,
        "max_hourly_usd": gate.hourly_limit,
        "basis": gate.basis,
        "amount": round(gate.amount, 2),
        "at_least": gate.at_least,
        "over": gate.over_budget,
    }


def _before(report: Report) -> dict[str, Any] | None:
    before, change = report.before, report.change
    if before is None or change is None:
        return None
    return {**before.total.to_json(2), "at_least": before.at_least, "change": round(change, 2)}


def without_credentials(value: Any, name: str = "") -> Any:
    """`value` of a JSON document with what looks like a credential masked, though nobody marked it as a secret."""
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        told = fields.get("name")  # a variable of a container: {name: DB_PASSWORD, value: ...}
        names = {"value": told} if isinstance(told, str) and names_secret(told) else {}
        return {_hidden(key): without_credentials(item, names.get(key, key)) for key, item in fields.items()}
    if isinstance(value, list):
        return [without_credentials(item, name) for item in cast("list[Any]", value)]
    if not isinstance(value, str):
        return value
    return MASK if names_secret(_CAMEL.sub("_", name)) else _hidden(value)


def _hidden(text: str) -> str:
    return MASK if holds_secret(text) else text


def schema(name: str) -> dict[str, Any]:
    """JSON Schema of what `plan --json` or `check --json` writes."""
    text = files("stackwright.policies.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    whole: dict[str, Any] = json.loads(text)
    if name == "plan":
        return whole
    del whole["properties"]["resources"]
    whole["required"].remove("resources")
    for definition in ("resource", "item", "range", "urns"):
        del whole["$defs"][definition]
    estimate = whole["$defs"]["estimate"]
    del estimate["properties"]["items"]
    estimate["required"].remove("items")
    return {**whole, "title": "stackwright check", "description": _CHECK}
