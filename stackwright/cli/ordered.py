"""One order for the resources of a stack, whatever order its program's requests arrive in."""

from collections.abc import Iterable

from stackwright.plan.graph import Graph, Resource


def ordered(graph: Graph) -> Graph:
    """`graph` from the stack down, parents first; siblings by their line, then what others are made from first."""
    depths: dict[str, int] = {}
    for resource in graph:
        _depth(graph, resource, depths)

    def key(resource: Resource) -> tuple[str, int, int, str]:
        source = resource.source
        return source.file if source else "", source.line if source else 0, depths[resource.urn], resource.urn

    found: dict[str, Resource] = {}

    def down(siblings: Iterable[Resource]) -> None:
        for resource in sorted(siblings, key=key):
            if resource.urn not in found:
                found[resource.urn] = resource
                down(graph.children(resource.urn))

    down(resource for resource in graph if resource.parent not in graph.by_urn)
    down(graph)
    return Graph(found.values(), project=graph.project, stack=graph.stack, outputs=graph.outputs)


def _depth(graph: Graph, resource: Resource, depths: dict[str, int]) -> int:
    """Length of the longest chain of dependencies below `resource`."""
    if resource.urn not in depths:
        depths[resource.urn] = 0
        below = [graph.by_urn[urn] for urn in resource.dependencies if urn in graph.by_urn]
        depths[resource.urn] = 1 + max((_depth(graph, other, depths) for other in below), default=-1)
    return depths[resource.urn]
