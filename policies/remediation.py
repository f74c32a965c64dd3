"""Remediations over a graph: what the rules at level `remediate` change, resource by resource, before they judge."""

from dataclasses import replace

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.check import Settings, dispatch
from stackwright.policies.finding import Change, Level
from stackwright.policies.remedy import changes_of, with_puts
from stackwright.policies.rule import Rule
from stackwright.policies.tokens import unversioned


def remediated(rules: tuple[Rule, ...], graph: Graph, settings: Settings) -> tuple[Graph, tuple[Change, ...]]:
    """The graph as the engine would deploy it, and every change; the graph itself where nothing is changed."""
    active = tuple(rule for rule in rules if rule.remedy and settings[rule.id].level is Level.REMEDIATE)
    if not active:
        return graph, ()
    by_type = dispatch(active)
    changes: list[Change] = []
    resources: list[Resource] = []
    for resource in graph:
        changed = resource
        for rule in by_type(unversioned(resource.type)):
            changed = _apply(rule, changed, settings, changes)
        resources.append(changed)
    if not changes:
        return graph, ()
    return Graph(resources, project=graph.project, stack=graph.stack, outputs=graph.outputs), tuple(changes)


def _apply(rule: Rule, resource: Resource, settings: Settings, changes: list[Change]) -> Resource:
    assert rule.remedy is not None
    puts = tuple(rule.remedy(resource, settings[rule.id].params))
    changes.extend(changes_of(rule.id, resource, puts))
    return replace(resource, inputs=with_puts(resource.inputs, puts)) if puts else resource
