"""Rules that demand one thing of one resource; their examples are made of the value that they demand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import Part, part
from stackwright.policies.finding import Finding, Level, fail, unknown
from stackwright.policies.frameworks import Frameworks
from stackwright.policies.remedy import Put, with_puts
from stackwright.policies.rule import Check, Param, Rule, rule
from stackwright.policies.shapes import key_findings, must_be, number, set_findings, top_level

Levels = Level | Mapping[str, Level]
When = Callable[[Resource], bool]
"""Whether a resource is judged at all."""
PROD_ADVISORY: Final = {"dev": Level.DISABLED, "staging": Level.DISABLED, "prod": Level.ADVISORY}
_STRICT: Final = ("critical", "high")


def _every(resource: Resource) -> bool:
    return True


def only(values: Mapping[str, Iterable[Any]]) -> When:
    """Resources that have one of the values at each path; one that is not known yet may be any of them."""
    return lambda resource: all(_is_one_of(resource.get(path), allowed) for path, allowed in values.items())


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
    judged = must_be(path, *allowed, text=text)

    def check(resource: Resource) -> Iterator[Finding]:
        if when(resource):
            yield from judged(resource)

    return _rule(check, types, _having(inputs, path, allowed[0]), _having(inputs, path, refused), **about)


def demand_set(
    path: str,
    value: Any,
    *,
    types: Sequence[str],
    text: str,
    inputs: Mapping[str, Any] | None = None,
    when: When = _every,
    **about: Any,
) -> Rule:
    """The property is given, such as `value`; one that is made from a resource of the stack counts."""

    def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
        if when(resource):
            yield from set_findings(resource, graph, path, text=text)

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
        if when(resource):
            yield from key_findings(resource, graph, path)

    wires = {top_level(path): "key"}
    good = (part(key, "key"), Part(types[0], "judged", _having(inputs, path, UNKNOWN), wires))
    bad = (part(key, "key"), Part(types[0], "judged", _having(inputs, path, MISSING)))
    return _made(check, types, good, bad, **about)


def demand_days(
    path: str,
    *,
    least: int,
    default: float,
    types: Sequence[str],
    text: str,
    inputs: Mapping[str, Any] | None = None,
    when: When = _every,
    **about: Any,
) -> Rule:
    """The number of days is large enough; `default` is what the provider takes where none is given."""
    param = Param("min_days", least, {"type": "number", "minimum": 1}, "Shortest time that is enough.")

    def check(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
        value = resource.get(path)
        if not when(resource):
            return
        if value is UNKNOWN:
            yield unknown(path)
        elif (default if value is MISSING else number(value) or 0) < config["min_days"]:
            yield fail(path, text)

    good, bad = _having(inputs, path, least), _having(inputs, path, 0)
    return _rule(check, types, good, bad, params=(param,), **about)


def _is_one_of(value: Any, values: Iterable[Any]) -> bool:
    return value is UNKNOWN or any(value is one or value == one for one in values)


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
