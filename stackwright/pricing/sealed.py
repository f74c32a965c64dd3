"""Secrets are not priced: what a machine type or a size says is written into items and reasons."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from stackwright.plan.graph import UNKNOWN, Graph, Resource, joined


def sealed(graph: Graph) -> Graph:
    """The graph with every secret unknown; itself where it has none."""
    if not any(resource.secrets for resource in graph):
        return graph
    return Graph(map(_sealed, graph), project=graph.project, stack=graph.stack, outputs=graph.outputs)


def _sealed(resource: Resource) -> Resource:
    return replace(resource, inputs=_hidden(resource.inputs, resource.secrets, "")) if resource.secrets else resource


def _hidden(value: Any, secrets: frozenset[str], path: str) -> Any:
    if path in secrets:
        return UNKNOWN
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {key: _hidden(item, secrets, joined(path, key)) for key, item in fields.items()}
    if isinstance(value, list):
        return [_hidden(item, secrets, f"{path}[{index}]") for index, item in enumerate(cast("list[Any]", value))]
    return value
