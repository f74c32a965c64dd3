"""Area of concern: two runs of one program give one order."""

from itertools import permutations

from stackwright.plan.graph import Graph, Resource, Source
from stackwright.plan.order import ordered

STACK = Resource(urn="stack", type="pulumi:pulumi:Stack", name="s", custom=False)
LATE = Resource(urn="late", type="x:y:Z", name="late", parent="stack", source=Source("app.py", 9))
SOON = Resource(urn="soon", type="x:index:C", name="soon", parent="stack", custom=False, source=Source("app.py", 2))
BELOW = Resource(urn="a-below", type="x:y:Z", name="b", parent="soon", dependencies=("z-first",))
FIRST = Resource(urn="z-first", type="x:y:Z", name="f", parent="soon")


def test_parents_come_first_then_lines_then_what_others_are_made_from() -> None:
    orders = {
        tuple(r.urn for r in ordered(Graph(resources)))
        for resources in permutations([STACK, LATE, SOON, BELOW, FIRST])
        if resources.index(FIRST) < resources.index(BELOW)
    }
    assert orders == {("stack", "soon", "z-first", "a-below", "late")}


def test_a_long_chain_is_no_trouble() -> None:
    chain = [
        Resource(urn=f"u{n:05}", type="x:y:Z", name=str(n), parent="stack", dependencies=(f"u{n - 1:05}",) if n else ())
        for n in range(5000)
    ]
    assert [r.urn for r in ordered(Graph([STACK, *chain]))][1:] == [r.urn for r in chain]


def test_a_resource_whose_parent_is_gone_is_kept() -> None:
    lost = Resource(urn="lost", type="x:y:Z", name="l", parent="nowhere")
    assert {r.urn for r in ordered(Graph([STACK, lost]))} == {"stack", "lost"}
