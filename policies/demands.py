"""Rules that demand one thing of one resource; their examples are made of the value that they demand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.example import Part, part
from stackwright.policies.finding import Finding, Level, fail, unknown
from stackwright.policies.frameworks import Frameworks
from stackwright.policies.remedy import Put, with_puts
from stackwright.policies.rule import Check, Param, Rule, rule
from stackwright.policies.shapes import all_of, is_set, key_findings, must_be, number, set_findings, top_level

Levels = Level | Mapping[str, Level]
When = Callable[..., bool | Absent]
"""Whether a resource is judged at all, by itself or by (resource, graph); where that is `UNKNOWN`, failures wait."""
PROD_ADVISORY: Final = {"dev": Level.DISABLED, "staging": Level.DISABLED, "prod": Level.ADVISORY}
_STRICT: Final = ("critical", "high")


def _every(resource: Resource) -> bool:
    return True


def only(values: Mapping[str, Iterable[Any]]) -> When:
    """Resources that have one of the values at each path."""

    def has(resource: Resource) -> bool | Absent:
        return all_of(_is_one_of(resource.get(path), allowed) for path, allowed in values.items())

    return has


def given(path: str) -> When:
    """Resources that say something at the path; what is made from a resource of the stack is said."""

    def said(resource: Resource, graph: Graph) -> bool | Absent:
        value = resource.get(path)
        if value is UNKNOWN:
            return True if graph.wired(resource, top_level(path)) else UNKNOWN
        return is_set(value)

    return said


def unless_given(*paths: str) -> When:
    """Resources that say nothing at any of the paths."""
    said = [given(path) for path in paths]

    def silent(resource: Resource, graph: Graph) -> bool | Absent:
        return all_of(_negated(one(resource, graph)) for one in said)

    return silent


def _negated(answer: bool | Absent) -> bool | Absent:
    return answer if isinstance(answer, Absent) else not answer


def _joins(when: When) -> bool:
    code = when.__code__
    return "graph" in code.co_varnames[: code.co_argcount]


def _answer(when: When, resource: Resource, graph: Graph) -> bool | Absent:
    return when(resource, graph) if _joins(when) else when(resource)


def judged(answer: bool | Absent, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of a resource that is judged; where that cannot be told, they have to wait."""
    for found in findings if answer is not False else ():
        yield found if answer is True else unknown(found.path)


def demand(
    path: str,
    *allowed: Any,
    refused: Any = MISSING,
    types: Sequence[str],
    text: str,
    inputs: Mapping[str, Any] | None = None,
    when: When = _every,
    **about: Any,
) -> Rule:
    """The property is one of `allowed`; `MISSING` among them accepts the provider's default.

    The first of `types` is that of the examples, `inputs` what they say besides; the good one has the first of
    `allowed`, the bad one has what is `refused`.
    """
    rightly = must_be(path, *allowed, text=text)

    def alone(resource: Resource) -> Iterator[Finding]:
        yield from judged(when(resource), rightly(resource))

    def joined(resource: Resource, graph: Graph) -> Iterator[Finding]:
        yield from judged(when(resource, graph), rightly(resource))

    check = joined if _joins(when) else alone
    return _rule(check, types, _having(inputs, path, allowed[0]), _having(inputs, path, refused), **about)


def demand_set(
    path: str,
    value: Any,
    *,
    nothing: Any = MISSING,
    types: Sequence[str],
    text: str,
    inputs: Mapping[str, Any] | None = None,
    when: When = _every,
    **about: Any,
) -> Rule:
    """The property is given, such as `value`; one that is made from a resource of the stack counts.

    `nothing` is what the provider takes for no value at all.
    """

    def rightly(resource: Resource, graph: Graph) -> Iterator[Finding]:
        if resource.get(path) == nothing:
            yield fail(path, text)
        else:
            yield from set_findings(resource, graph, path, text=text)

    def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
        yield from judged(_answer(when, resource, graph), rightly(resource, graph))

    return _rule(check, types, _having(inputs, path, value), _having(inputs, path, MISSING), **about)


def demand_key(
    path: str,
    *,
    types: Sequence[str],
    key: str,
    inputs: Mapping[str, Any] | None = None,
    when: When = _every,
    **about: Any,
) -> Rule:
    """The property names a key that the account owns; `key` is the type of the one in the example."""

    def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
        yield from judged(_answer(when, resource, graph), key_findings(resource, graph, path))

    wires = {top_level(path): "key"}
    good = (part(key, "key"), Part(types[0], "judged", _having(inputs, path, UNKNOWN), wires))
    bad = (part(key, "key"), Part(types[0], "judged", _having(inputs, path, MISSING)))
    return _made(check, types, good, bad, **about)


def demand_days(
    path: str,
    *,
    least: int,
    default: float | Mapping[str, float],
    types: Sequence[str],
    text: str,
    inputs: Mapping[str, Any] | None = None,
    when: When = _every,
    **about: Any,
) -> Rule:
    """The number of days is large enough; `default`, by type or for all, is what counts where none is given."""
    param = Param("min_days", least, {"type": "number", "minimum": 1}, "Shortest time that is enough.")

    def rightly(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
        value = resource.get(path)
        usual = default[resource.type] if isinstance(default, Mapping) else default
        if value is UNKNOWN:
            yield unknown(path)
        elif (usual if value is MISSING else number(value) or 0) < config["min_days"]:
            yield fail(path, text)

    def check(resource: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
        yield from judged(_answer(when, resource, graph), rightly(resource, config))

    good, bad = _having(inputs, path, least), _having(inputs, path, 0)
    return _rule(check, types, good, bad, params=(param,), **about)


def _is_one_of(value: Any, values: Iterable[Any]) -> bool | Absent:
    return UNKNOWN if value is UNKNOWN else any(value is one or value == one for one in values)


def _having(inputs: Mapping[str, Any] | None, path: str, value: Any) -> Mapping[str, Any]:
    return with_puts(inputs or {}, () if value is MISSING else (Put(path, value),))


def _rule(check: Check, types: Sequence[str], good: Mapping[str, Any], bad: Mapping[str, Any], **about: Any) -> Rule:
    return _made(check, types, (part(types[0], "judged", good),), (part(types[0], "judged", bad),), **about)


def _made(
    check: Check,
    types: Sequence[str],
    good: Sequence[Part],
    bad: Sequence[Part],
    *,
    id: str,
    title: str,
    severity: str,
    fix: str,
    frameworks: Frameworks | None = None,
    level: Levels | None = None,
    params: Sequence[Param] = (),
) -> Rule:
    """What is critical or high stops every environment unless `level` says otherwise; the rest is shown."""
    usual = Level.MANDATORY if severity in _STRICT else Level.ADVISORY
    return rule(
        id=id,
        title=title,
        types=frozenset(types),
        severity=severity,
        fix=fix,
        level=usual if level is None else level,
        frameworks=frameworks,
        params=params,
        good=good,
        bad=bad,
    )(check)
