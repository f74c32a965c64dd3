"""Examples that every rule carries as data: a good stack, and the same stack with one thing broken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from stackwright.plan.graph import MISSING, Graph, Resource


@dataclass(frozen=True, slots=True)
class Part:
    """One resource of an example."""

    type: str
    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    wires: Mapping[str, str] = field(default_factory=dict[str, str])
    """Property -> name of the part it was made from."""
    protect: bool = False
    provider: str = ""
    """Name of the part that it is made with; empty for a default provider."""


Parts = tuple[Part, ...]
Break = Callable[[Parts], Parts]


def part(
    type: str,
    name: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    protect: bool = False,
    provider: str = "",
    **wires: str,
) -> Part:
    """A resource of `type`; each other keyword names a property and the part that it was made from."""
    return Part(type, name, inputs or {}, wires, protect, provider)


def but(name: str, *, protect: bool | None = None, **inputs: Any) -> Break:
    """The same parts, with `inputs` of one of them replaced; `MISSING` removes one. Its wire goes too."""

    def broken(parts: Parts) -> Parts:
        return tuple(_changed(one, inputs, protect) if one.name == name else one for one in parts)

    return broken


def _changed(one: Part, inputs: Mapping[str, Any], protect: bool | None) -> Part:
    values = {key: value for key, value in {**one.inputs, **inputs}.items() if value is not MISSING}
    wires = {key: wire for key, wire in one.wires.items() if key not in inputs}
    return replace(one, inputs=values, wires=wires, protect=one.protect if protect is None else protect)


def without(*names: str) -> Break:
    """The same parts, some left out."""
    return lambda parts: tuple(one for one in parts if one.name not in names)


def adding(*more: Part) -> Break:
    """The same parts and more."""
    return lambda parts: (*parts, *more)


def graph_of(parts: Sequence[Part]) -> Graph:
    """Graph with these resources in one stack."""
    urns = {one.name: f"urn:pulumi:prod::example::{one.type}::{one.name}" for one in parts}
    return Graph(
        (
            Resource(
                urn=urns[one.name],
                type=one.type,
                name=one.name,
                inputs=one.inputs,
                provider=urns.get(one.provider, ""),
                protect=one.protect,
                property_dependencies={key: (urns[wire],) for key, wire in one.wires.items() if wire in urns},
            )
            for one in parts
        ),
        project="example",
        stack="prod",
    )
