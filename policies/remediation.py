"""Remediations: what the rules at level `remediate` change, resource by resource, before they judge."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.check import Settings
from stackwright.policies.finding import Change, Finding, Level, Result
from stackwright.policies.remedy import Put, changes_of, fitting, with_puts
from stackwright.policies.rule import Rule, Setting
from stackwright.policies.tokens import unversioned

Accepted = Callable[[Finding], bool]
"""Whether somebody answers for the finding: what is accepted stays as it is."""
_ROUNDS = 2
"""Times that a check looks: what it found first may have hidden something."""


def remediated(
    rules: tuple[Rule, ...], graph: Graph, settings: Settings, accepted: Accepted = lambda finding: False
) -> tuple[Graph, tuple[Change, ...]]:
    """The graph as the engine would deploy it, and every change; the graph itself where nothing is changed."""
    if all(settings[rule.id].level is not Level.REMEDIATE for rule in rules):
        return graph, ()
    changes: list[Change] = []
    resources: list[Resource] = []
    for resource in graph:
        inputs = resource.inputs
        for rule, puts in repairs(rules, resource, graph.by_urn.get(resource.provider), settings, accepted):
            changes.extend(changes_of(rule.id, resource, puts))
            inputs = with_puts(inputs, puts)
        resources.append(resource if inputs is resource.inputs else replace(resource, inputs=inputs))
    if not changes:
        return graph, ()
    return Graph(resources, project=graph.project, stack=graph.stack, outputs=graph.outputs), tuple(changes)


def repairs(
    rules: tuple[Rule, ...], resource: Resource, provider: Resource | None, settings: Settings, accepted: Accepted
) -> Iterator[tuple[Rule, tuple[Put, ...]]]:
    """Each rule that changes the resource, and what it sets; a later one sees what an earlier one left."""
    if resource.external:
        return
    seen = replace(resource, type=unversioned(resource.type))
    for rule in remedies_of(rules)(seen.type):
        setting = settings[rule.id]
        if setting.level is Level.REMEDIATE:
            puts: list[Put] = []
            for _ in range(_ROUNDS):
                more = fitting(seen.inputs, _puts(rule, setting, seen, provider, accepted))
                puts.extend(more)
                seen = replace(seen, inputs=with_puts(seen.inputs, more)) if more else seen
            if puts:
                yield rule, tuple(puts)


@lru_cache(maxsize=16)
def remedies_of(rules: tuple[Rule, ...]) -> Callable[[str], tuple[Rule, ...]]:
    """Rules that can put a resource right, by its type token."""
    by_type: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        for token in (rule.remedy.types or rule.types) if rule.remedy else ():
            by_type[token] = (*by_type.get(token, ()), rule)
    return lambda token: by_type.get(token, ())


def _puts(rule: Rule, setting: Setting, resource: Resource, provider: Resource | None, accepted: Accepted) -> list[Put]:
    """What the rule sets where its check fails; a check that trips over odd input says so when it judges."""
    assert rule.remedy is not None
    graph = Graph((provider, resource) if provider else (resource,))
    check = rule.remedy.check
    try:
        found = check(resource) if check else rule.judge(resource, graph, setting.params)
        failing = dict.fromkeys(one.path for one in found if one.result is Result.FAIL and not one.urn)
        return [
            put
            for path in failing
            if not accepted(Finding(Result.FAIL, path, "", urn=resource.urn, rule=rule.id))
            for put in rule.remedy.puts(path, resource, graph, setting.params)
        ]
    except Exception:
        return []
