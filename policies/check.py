"""All rules over a graph in one pass: the findings of a plan, of a stack export, of the engine's preview."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.finding import Finding, Level, Result, Severity, unknown
from stackwright.policies.rule import Rule, Scope, Setting
from stackwright.policies.tokens import unversioned, unversioned_graph

if TYPE_CHECKING:
    from stackwright.policies.config import PolicyConfig

Settings = Mapping[str, Setting]
_BY_SEVERITY: Final = {severity: rank for rank, severity in enumerate(Severity)}


def check(
    graph: Graph,
    *,
    environment: str | None = None,
    config: "PolicyConfig | None" = None,
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    """Findings of `rules` (None: all) about `graph`, worst first; accepted ones are left out (`judge` has them).

    `environment` wins over the one of `config`; without either the stack is judged as prod.
    """
    from stackwright.policies.config import PolicyConfig
    from stackwright.policies.judgement import judge

    wanted = config or PolicyConfig()
    if environment is not None:
        wanted = wanted.model_copy(update={"environment": environment})
    return list(judge(graph, wanted, rules=rules).findings)


def judge_graph(rules: tuple[Rule, ...], graph: Graph, settings: Settings) -> list[Finding]:
    """Findings of `rules` about all of `graph`, unordered."""
    graph = unversioned_graph(graph)
    found: list[Finding] = []
    for rule in rules:
        if rule.scope is Scope.STACK:
            found.extend(_answers(rule, settings[rule.id], None, graph))
    by_type = dispatch(rules)
    for resource in graph:
        for rule in () if resource.external else by_type(resource.type):
            found.extend(_answers(rule, settings[rule.id], resource, graph))
    return [_placed(one, graph) for one in found]


def judge_resource(rules: tuple[Rule, ...], resource: Resource, settings: Settings) -> list[Finding]:
    """Findings of those `rules` that need to see no more than the inputs of `resource`."""
    judged = replace(resource, type=unversioned(resource.type))
    return [
        found
        for rule in dispatch(rules)(judged.type)
        if rule.scope is Scope.RESOURCE
        for found in _answers(rule, settings[rule.id], judged, None)
    ]


@lru_cache(maxsize=16)
def dispatch(rules: tuple[Rule, ...]) -> Callable[[str], tuple[Rule, ...]]:
    """Rules that judge a resource, by its type token."""
    by_type: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.scope is not Scope.STACK:
            for token in rule.types:
                by_type.setdefault(token, []).append(rule)
    everywhere = tuple(by_type.pop("*", ()))
    merged = {token: (*found, *everywhere) for token, found in by_type.items()}
    return lambda token: merged.get(token, everywhere)


def _answers(rule: Rule, setting: Setting, resource: Resource | None, graph: Graph | None) -> Iterator[Finding]:
    if setting.level is Level.DISABLED:
        return
    for answer in _drafts(rule, setting.params, resource, graph):
        level = setting.level.when_judged if answer.result is Result.FAIL else setting.unknown
        if level is not Level.DISABLED:
            yield replace(
                answer,
                rule=rule.id,
                severity=rule.severity,
                level=level,
                fix=rule.fix,
                urn=answer.urn or (resource.urn if resource else graph.stack_urn if graph else ""),
            )


def _drafts(rule: Rule, params: Mapping[str, Any], resource: Resource | None, graph: Graph | None) -> list[Finding]:
    """Answers of the rule; a rule that trips over odd input has not looked, and says so."""
    try:
        return list(rule.judge(resource, graph, params))
    except Exception as error:
        return [unknown("", f"could not be judged: the rule failed with {type(error).__name__}")]


def _placed(finding: Finding, graph: Graph) -> Finding:
    resource = graph.by_urn.get(finding.urn)
    return replace(finding, source=resource.source) if resource and resource.source else finding


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first, then by rule, resource and path; the same answer of a rule is given once."""
    return sorted(
        set(findings),
        key=lambda one: (_BY_SEVERITY[one.severity], one.rule, one.urn, one.path, one.result, one.message),
    )
