from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.example import but, graph_of, part
from stackwright.policies.finding import Finding, Level, fail
from stackwright.policies.rule import PROD_MANDATORY, Param, Rule, Scope, rule

DISK = part("t:a:Disk", "disk", {"size": 1})


@rule(
    id="mine",
    types={"t:a:Disk"},
    severity="low",
    fix="use less",
    level=PROD_MANDATORY,
    params=(Param("most", 1, {"type": "number"}, "Largest size."),),
    good=(DISK,),
    bad=but("disk", size=2),
)
def small(disk: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Disks are small."""
    if disk.inputs["size"] > config["most"]:
        yield fail("size", "is large")


@rule(id="joined", types={"t:a:Disk"}, severity="low", fix="-")
def joined(disk: Resource, graph: Graph) -> Iterator[Finding]:
    """Disks are joined."""
    yield fail("", "joined")


@rule(id="whole", severity="low", fix="-")
def whole(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Stacks are whole."""
    yield fail("", "whole")


def test_the_docstring_is_the_title_without_its_full_stop() -> None:
    assert small.title == "Disks are small"


def test_what_a_check_takes_says_what_it_has_to_see() -> None:
    assert [one.scope for one in (small, joined, whole)] == [Scope.RESOURCE, Scope.JOIN, Scope.STACK]
    assert [one.takes_config for one in (small, joined, whole)] == [True, False, True]


def test_a_rule_can_be_called_on_a_graph_with_its_knobs() -> None:
    graph = graph_of((but("disk", size=3)((DISK,))[0], part("t:a:Other", "other")))
    assert [one.message for one in small(graph)] == ["is large"]
    assert small(graph, most=3) == []
    assert [one.message for one in whole(graph)] == ["whole"]


def test_the_bad_example_is_the_good_one_with_one_thing_broken() -> None:
    assert [one.inputs for one in small.good] == [{"size": 1}]
    assert [one.inputs for one in small.bad] == [{"size": 2}]


def test_a_setting_follows_the_environment_and_caps_unknowns() -> None:
    assert (small.setting("prod").level, small.setting("prod").unknown) == (Level.MANDATORY, Level.MANDATORY)
    assert (small.setting("dev").level, small.setting("dev").unknown) == (Level.ADVISORY, Level.ADVISORY)
    off = small.setting("prod", level=Level.DISABLED, unknown=Level.MANDATORY)
    assert off.unknown is Level.DISABLED


def test_rules_are_told_apart_by_identity() -> None:
    assert len({small, joined, whole, small}) == 3
    assert isinstance(small, Rule)
