"""Shapes that many rules share: a property has a value, is set, names a key of one's own, stays below a limit."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.rule import Check
from stackwright.policies.tokens import KEYS


def is_set(value: Any) -> bool:
    """Whether something is given; an empty text or list is nothing."""
    return value is not MISSING and value not in ("", [], {})


def among(value: Any, names: Iterable[str]) -> bool:
    """Whether the value is one of these texts; other kinds of value never are."""
    return isinstance(value, str) and value in names


def texts(value: Any) -> list[str]:
    """The texts of a list; nothing for other kinds of value."""
    return [item for item in cast("list[Any]", value) if isinstance(item, str)] if isinstance(value, list) else []


def all_of(answers: Iterable[bool | Absent]) -> bool | Absent:
    """Whether all of it holds; `UNKNOWN` where that hangs on what is not known yet."""
    given = list(answers)
    return False if False in given else UNKNOWN if UNKNOWN in given else True


def must_be(path: str, *allowed: Any, text: str) -> Check:
    """The property at `path` is one of `allowed`; `MISSING` among them accepts the provider's default."""

    def check(resource: Resource) -> Iterator[Finding]:
        value = resource.get(path)
        if value is UNKNOWN:
            yield unknown(path)
        elif not any(value is one or value == one for one in allowed):
            yield fail(path, text)

    return check


def must_be_set(*paths: str, text: str) -> Check:
    """All properties at `paths` are given; one that is made from another resource of the stack counts."""

    def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
        for path in paths:
            yield from set_findings(resource, graph, path, text=text)

    return check


def set_findings(resource: Resource, graph: Graph, path: str, *, text: str) -> Iterator[Finding]:
    """Findings unless the property at `path` is given."""
    value = resource.get(path)
    if value is UNKNOWN:
        if not graph.wired(resource, top_level(path)):
            yield unknown(path)
    elif not is_set(value):
        yield fail(path, text)


def top_level(path: str) -> str:
    """Top-level property of `path`."""
    return path.partition(".")[0].partition("[")[0]


def must_have_key(*paths: str, when: Callable[[Resource], bool] | None = None) -> Check:
    """The properties at `paths` name a KMS key that the account owns."""

    def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
        if when is None or when(resource):
            for path in paths:
                yield from key_findings(resource, graph, path)

    return check


def key_findings(resource: Resource, graph: Graph, path: str, *, at: Resource | None = None) -> Iterator[Finding]:
    """Findings unless `path` names a key that the account owns, or is made from a key resource."""
    value = resource.get(path)
    if value is UNKNOWN:
        if not made_from(resource, graph, path, KEYS):
            yield unknown(path, "is not known before deployment, and not made from a key of this stack", at=at)
    elif not is_set(value):
        yield fail(path, "names no key", at=at)
    elif "alias/aws/" in str(value):
        yield fail(path, "names a key that the provider manages", at=at)


def made_from(resource: Resource, graph: Graph, path: str, types: frozenset[str]) -> bool:
    """Whether the top-level property of `path` is made from a resource of `types`."""
    return any(one.type in types for one in graph.wired(resource, top_level(path)))


def at_most(resource: Resource, path: str, limit: float, *, text: str, missing: str = "") -> Iterator[Finding]:
    """Findings when the number at `path` is above `limit`; `missing` is the text when it has to be given."""
    value = resource.get(path)
    if value is UNKNOWN:
        yield unknown(path)
    elif value is MISSING:
        if missing:
            yield fail(path, missing)
    elif number(value) is None or number(value, 0.0) > limit:  # pyright: ignore[reportOptionalOperand]
        yield fail(path, text)


def number(value: Any, default: float | None = None) -> float | None:
    """Number of a value; providers also take numbers as text."""
    if isinstance(value, bool):
        return default
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def must_be_in_all(path: str, *allowed: Any, text: str) -> Check:
    """Every property that `path` (with `[*]`) reaches is one of `allowed`; none at all is fine."""

    def check(resource: Resource) -> Iterator[Finding]:
        yield from all_in(resource, path, *allowed, text=text)

    return check


def all_in(resource: Resource, path: str, *allowed: Any, text: str) -> Iterator[Finding]:
    """Findings for each property that `path` (with `[*]`) reaches and that is none of `allowed`."""
    for found, value in resource.all(path):
        if value is UNKNOWN:
            yield unknown(found)
        elif not any(value is one or value == one for one in allowed):
            yield fail(found, text)


def must_be_joined(types: frozenset[str], property: str, *, text: str, path: str = "") -> Check:
    """Some resource of `types` points here with `property`."""

    def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
        if graph.pointing_at(resource, types, property) is None:
            yield fail(path, text)

    return check


def must_hold(path: str, item: str, *, text: str) -> Check:
    """The list at `path` holds `item`."""

    def check(resource: Resource) -> Iterator[Finding]:
        given = resource.get(path)
        if item not in texts(given):
            unsure = given is UNKNOWN or (isinstance(given, list) and UNKNOWN in given)
            yield unknown(path) if unsure else fail(path, text)

    return check


def none_of(path: str, refused: Iterable[str], *, text: str) -> Check:
    """No text at `path` (with `[*]`) is one of `refused`, in lower case."""
    words = frozenset(refused)

    def check(resource: Resource) -> Iterator[Finding]:
        for found, value in resource.all(path):
            if value is UNKNOWN:
                yield unknown(found)
            elif isinstance(value, str) and value.lower() in words:
                yield fail(found, text)

    return check


def merged(*checks: Check) -> Callable[[Resource], Iterator[Finding]]:
    """Findings of several checks of one resource."""

    def check(resource: Resource) -> Iterator[Finding]:
        for one in checks:
            yield from one(resource)

    return check
