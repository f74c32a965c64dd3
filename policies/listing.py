"""The list of all rules as data, for `stackwright rules --json` and whoever reads it."""

import json
from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from stackwright.policies.finding import Level, Severity
from stackwright.policies.registry import PACKS
from stackwright.policies.rule import Param, Rule

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class LevelsEntry(_Entry):
    """What a finding does in each environment."""

    dev: Level
    staging: Level
    prod: Level


class ParamEntry(_Entry):
    """A knob of a rule."""

    name: str
    text: str
    """What the knob does."""
    takes: dict[str, Any] = Field(alias="schema")
    """JSON Schema of its value."""
    default: Any
    """Value when unset; null where the rule does without."""


class RuleEntry(_Entry):
    """One rule."""

    id: str
    """Stable and never reused."""
    title: str
    """What holds when the rule passes."""
    pack: str
    """Pack that the rule is in; empty for a rule of somebody's own."""
    severity: Severity
    levels: LevelsEntry
    """What a finding does."""
    unknown: LevelsEntry
    """What an answer does that has to wait for the deployment; never more than a finding."""
    cloud: str
    """Cloud that the rule is about, empty for all of them."""
    types: list[str]
    """Type tokens that the rule judges, `*` for every resource; empty for a rule about the stack as a whole."""
    tags: list[str]
    frameworks: dict[str, list[str]]
    """Ids of the controls that the rule maps to, by framework; an opinion, not a claim of compliance."""
    params: list[ParamEntry]
    fix: str
    """What to do about a finding."""
    remediates: bool
    """Whether the rule can put right itself what it finds, at level `remediate`."""
    url: str
    """Where the rule is described."""


def entry(rule: Rule) -> RuleEntry:
    """What is listed of a rule."""
    settings = {name: rule.setting(name) for name in rule.levels}
    return RuleEntry(
        id=rule.id,
        title=rule.title,
        pack=pack_of(rule),
        severity=rule.severity,
        levels=LevelsEntry.model_validate(rule.levels),
        unknown=LevelsEntry.model_validate({name: setting.unknown for name, setting in settings.items()}),
        cloud=rule.cloud,
        types=sorted(rule.types),
        tags=sorted(rule.tags),
        frameworks={name: list(controls) for name, controls in rule.frameworks.items()},
        params=[_param(param) for param in rule.params],
        fix=rule.fix,
        remediates=rule.remedy is not None,
        url=rule.url,
    )


def pack_of(rule: Rule) -> str:
    """Name of our pack that holds the rule, empty where none does."""
    return next((name for name, rules in PACKS.items() if rule in rules), "")


def _param(param: Param) -> ParamEntry:
    return ParamEntry.model_validate(
        {"name": param.name, "text": param.text, "schema": dict(param.schema), "default": param.default}
    )


def listed(rules: Iterable[Rule]) -> str:
    """JSON of the rules, by id."""
    entries = [entry(rule).model_dump(mode="json", by_alias=True) for rule in sorted(rules, key=lambda rule: rule.id)]
    return json.dumps(entries, indent=2, ensure_ascii=False)


def listing_schema() -> str:
    """JSON Schema of `listed`."""
    schema = TypeAdapter(list[RuleEntry]).json_schema()
    return json.dumps({"$schema": _DIALECT, "title": "stackwright rules", **schema}, indent=2, ensure_ascii=False)
