"""One order for the resources of a stack: requests arrive in another one on every run, as tasks settle."""

from collections.abc import Iterable

from stackwright.plan.graph import Graph, Resource


def ordered(graph: Graph) -> Graph:
    """`graph` from the stack down, parents first; siblings by their line, then what others are made from first."""
    depths = _depths(graph)

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


def _depths(graph: Graph) -> dict[str, int]:
    """Length of the longest chain of dependencies below each resource."""
    depths: dict[str, int] = {}
    for resource in graph:
        path, entered = [resource.urn], {resource.urn}
        while path:
            below = [urn for urn in graph.by_urn[path[-1]].dependencies if urn in graph.by_urn]
            if fresh := [urn for urn in below if urn not in depths and urn not in entered]:
                path.append(fresh[0])
                entered.add(fresh[0])
            else:
                depths[path.pop()] = 1 + max((depths.get(urn, -1) for urn in below), default=-1)
    return depths
