"""The resource graph every other room reads: what a program asks of a cloud, as plain data."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Final


class Absent(Enum):
    """Why a value cannot be read: not known before deployment, or not set at all."""

    UNKNOWN = "unknown"
    MISSING = "missing"


UNKNOWN: Final = Absent.UNKNOWN
"""A value that only the cloud knows, at preview."""
MISSING: Final = Absent.MISSING
"""A property that the program did not set."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the user's files a resource comes from; lines and columns count from 1, a column of 0 is not known."""

    file: str
    line: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource as the program registered it: names and inputs are the provider's (camelCase)."""

    urn: str
    type: str
    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """Plain values; `UNKNOWN` stands where the cloud decides; secrets are plain here, see `secrets`."""
    custom: bool = True
    parent: str = ""
    """URN of the parent, empty for the stack itself."""
    provider: str = ""
    """URN of the provider resource, empty for a component."""
    id: str = ""
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    aliases: tuple[str, ...] = ()
    protect: bool = False
    retain_on_delete: bool = False
    deleted_with: str = ""
    ignore_changes: tuple[str, ...] = ()
    external: bool = False
    """Only read by the program (`Bucket.get`): others may point at it, but it is nobody's to judge or to pay here."""
    secrets: frozenset[str] = frozenset()
    """Paths of `inputs` that are secret, as `get` takes them; a path covers all below it."""
    source: Source | None = None

    def get(self, path: str) -> Any:
        """Value at `path` (`rules[0].status`), `UNKNOWN` or `MISSING`; never raises."""
        return value_at(self.inputs, path)

    def all(self, path: str) -> list[tuple[str, Any]]:
        """Every (concrete path, value) that `path` with `[*]` reaches, such as `egress[*].cidrBlocks[*]`."""
        return list(_walk(self.inputs, steps_of(path), ""))

    @property
    def provider_package(self) -> str:
        """Package of the type token: `aws` of `aws:s3/bucket:Bucket`."""
        return self.type.partition(":")[0]


_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.\[\]]+)', re.DOTALL)
EVERY: Final = object()
"""The step `[*]`."""


@lru_cache(maxsize=4096)
def steps_of(path: str) -> tuple[object, ...]:
    """Names as strings, list positions as integers, `EVERY` for `[*]`."""
    steps: list[object] = []
    for match in _STEP.finditer(path):
        quoted, index, name = match.groups()
        if index is not None:
            steps.append(EVERY if index == "*" else int(index))
        else:
            steps.append(re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if name is None else name)
    return tuple(steps)


def _below(value: Any, step: object) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(step, int):
        found = value[step] if isinstance(value, list) and step < len(value) else MISSING  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    else:
        found = value.get(step, MISSING) if isinstance(value, Mapping) else MISSING  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return MISSING if found is None else found  # pyright: ignore[reportUnknownVariableType]


def value_at(root: Any, path: str) -> Any:
    """Value at `path` below `root`: `UNKNOWN` below an unknown, `MISSING` where a step is absent."""
    value = root
    for step in steps_of(path):
        value = _below(value, step)
    return MISSING if value is None else value


def _walk(value: Any, steps: tuple[object, ...], at: str) -> Iterator[tuple[str, Any]]:
    if value is UNKNOWN or not steps:
        yield at, MISSING if value is None else value
        return
    step, rest = steps[0], steps[1:]
    if step is EVERY and isinstance(value, list):
        for index, item in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            yield from _walk(item, rest, f"{at}[{index}]")
    elif step is EVERY:
        if value not in (None, MISSING):
            yield from _walk([value], steps, at)
    else:
        yield from _walk(_below(value, step), rest, f"{at}[{step}]" if isinstance(step, int) else joined(at, str(step)))


def _quoted(name: str) -> str:
    if name and not re.search(r"[.\[\]\"\\]", name):
        return name
    escaped = re.sub(r'(["\\])', r"\\\1", name)
    return f'["{escaped}"]'


def joined(path: str, name: str) -> str:
    """`path` with the property `name` below it, quoted where it has dots, brackets or quotes."""
    quoted = _quoted(name)
    return f"{path}{quoted}" if quoted.startswith("[") or not path else f"{path}.{quoted}"


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every (path, scalar or `UNKNOWN`) below `value`, in a stable order."""
    if isinstance(value, Mapping):
        for key in value:  # pyright: ignore[reportUnknownVariableType]
            yield from leaves(value[key], joined(path, str(key)))  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list):
        for index, item in enumerate(value):  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def _place(found: tuple[int, Resource]) -> int:
    return found[0]


class Graph:
    """All resources of one stack, in the order the program registered them."""

    def __init__(
        self,
        resources: Iterable[Resource],
        *,
        project: str = "",
        stack: str = "",
        outputs: Mapping[str, Any] | None = None,
    ) -> None:
        self.resources = tuple(resources)
        self.project = project
        self.stack = stack
        self.outputs: Mapping[str, Any] = outputs or {}
        """The stack's own outputs."""

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def __len__(self) -> int:
        return len(self.resources)

    @cached_property
    def stack_urn(self) -> str:
        """URN of the stack itself, empty where the graph has none."""
        stacks = self.of_type("pulumi:pulumi:Stack")
        return stacks[0].urn if stacks else ""

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        """Resources by URN."""
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def _dependents(self) -> Mapping[tuple[str, str], list[Resource]]:
        found: dict[tuple[str, str], list[Resource]] = {}
        for resource in self.resources:
            for name, urns in resource.property_dependencies.items():
                for urn in urns:
                    found.setdefault((urn, name), []).append(resource)
        return found

    @cached_property
    def types(self) -> frozenset[str]:
        """Types of the resources."""
        return frozenset(self._by_type)

    @cached_property
    def _literals(self) -> dict[tuple[str, str], dict[str, list[tuple[int, Resource]]]]:
        """(place, resource) by type and property, then by what they say there; made as far as somebody asked."""
        return {}

    @cached_property
    def _children(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.parent, []).append(resource)
        return found

    def of_type(self, *types: str) -> list[Resource]:
        """Resources of any of `types`, in registration order within a type."""
        return [resource for token in types for resource in self._by_type.get(token, ())]

    def children(self, urn: str) -> list[Resource]:
        """Resources whose parent is `urn`."""
        return list(self._children.get(urn, ()))

    def all_pointing_at(self, target: Resource, types: str | Iterable[str], property: str) -> list[Resource]:
        """Resources of `types` whose top-level `property` was made from `target`, or names it literally."""
        wanted = {types} if isinstance(types, str) else set(types)
        wired = [r for r in self._dependents.get((target.urn, property), ()) if r.type in wanted]
        seen = {resource.urn for resource in wired}
        named = (target.id, target.outputs.get(property), target.inputs.get(property))
        names = {name for name in named if isinstance(name, str) and name}
        if not names:
            return wired
        literal = [found for token in sorted(wanted) for found in self._naming(token, property, names)]
        return wired + [resource for resource in literal if resource.urn not in seen]

    def _naming(self, token: str, property: str, names: set[str]) -> list[Resource]:
        """Resources of a type that give one of `names` as a literal, in registration order."""
        by_name = self._literals.get((token, property))
        if by_name is None:
            by_name = self._literals.setdefault((token, property), {})
            for place, resource in enumerate(self._by_type.get(token, ())):
                value = resource.inputs.get(property)
                if isinstance(value, str) and not resource.property_dependencies.get(property):
                    by_name.setdefault(value, []).append((place, resource))
        return [
            resource for _, resource in sorted((one for name in names for one in by_name.get(name, ())), key=_place)
        ]

    def pointing_at(self, target: Resource, types: str | Iterable[str], property: str) -> Resource | None:
        """First of `all_pointing_at`, or None."""
        found = self.all_pointing_at(target, types, property)
        return found[0] if found else None

    def wired(self, resource: Resource, property: str) -> list[Resource]:
        """Resources that the top-level `property` of `resource` was made from."""
        urns = resource.property_dependencies.get(property, ())
        return [self.by_urn[urn] for urn in urns if urn in self.by_urn]

    def ancestors(self, resource: Resource) -> Iterator[Resource]:
        """The components around `resource`, innermost first, without the stack."""
        urn, seen = resource.parent, {resource.urn}
        while (found := self.by_urn.get(urn)) is not None and found.type != "pulumi:pulumi:Stack":
            if urn in seen:  # a malformed export
                return
            seen.add(urn)
            yield found
            urn = found.parent

    def component(self, resource: Resource) -> Resource | None:
        """The outermost component around `resource`, None at the top level."""
        found = None
        for found in self.ancestors(resource):  # noqa: B007
            pass
        return found

    def provider_inputs(self, resource: Resource) -> Mapping[str, Any]:
        """Inputs of the provider that `resource` is made with; empty for a default provider."""
        provider = self.by_urn.get(resource.provider)
        return provider.inputs if provider else {}
