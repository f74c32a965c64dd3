"""One order for the resources of a stack: requests arrive in another one on every run, as tasks settle."""

from collections.abc import Iterable

from stackwright.plan.graph import Graph, Resource


def ordered(graph: Graph) -> Graph:
    """`graph` from the stack down, parents first; siblings by their line, then what others are made from first."""
    depths: dict[str, int] = {}
    for resource in graph:  # what a resource is made from was registered before it
        below = [depths[urn] for urn in resource.dependencies if urn in depths]
        depths[resource.urn] = 1 + max(below, default=-1)

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
