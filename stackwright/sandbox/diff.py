"""What a provider's Diff does: which inputs changed, and which of the changes need a new resource.

A change replaces when it touches the identity of the resource (its name, its place, what its id is made of) or a row
of `replaces.csv`. Another `region` replaces every AWS resource (Terraform AWS provider 6, enhanced region support).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from stackwright.sandbox.check import BRIDGED, DEFAULTS
from stackwright.sandbox.wire import is_asset, is_unknown, opened
from stackwright.sdk.names import autoname
from stackwright.sdk.packages import package_of
from stackwright.sdk.schema import resource_schema
from stackwright.sdk.values import id_parts

DELETED_FIRST = frozenset(
    {
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:efs/mountTarget:MountTarget",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    }
)
"""Types that pulumi-aws deletes before their replacement is made (`provider/resources.go`, DeleteBeforeReplace)."""

_PLACES = {
    "aws": ("region",),
    "gcp": ("name", "project", "location", "region", "zone"),
    "azure-native": ("location", "resourceGroupName"),
    "kubernetes": ("metadata.name", "metadata.namespace", "apiVersion", "kind"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed path: `add`, `delete` or `update`, and whether it needs a new resource."""

    path: str
    kind: str
    replaces: bool = False


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    with files("stackwright.sandbox").joinpath("replaces.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["token"], []).append(row["property"])
    return {token: tuple(paths) for token, paths in found.items()}


@lru_cache(maxsize=2048)
def replacing_paths(token: str) -> frozenset[str]:
    """Paths whose change needs a new resource of a type."""
    package = package_of(token)
    paths = {*_rows().get(token, ()), *_PLACES.get(package, ())}
    rule = autoname(token)
    schema = resource_schema(token)
    if rule is not None:
        paths |= {rule.property, *rule.unless}
    if package == "aws":
        paths |= set(id_parts(token))
    if package == "azure-native" and schema is not None:
        paths |= {name for name in schema.inputs if name.endswith("Name") and name not in schema.outputs}
    if package == "kubernetes":
        paths |= _immutable(token)
    return frozenset(paths)


def _immutable(token: str) -> set[str]:
    """What the API server refuses to change (pulumi-kubernetes `provider/pkg/provider/diff.go`)."""
    kind = token.rpartition(":")[2]
    if kind in ("Deployment", "DaemonSet", "ReplicaSet", "StatefulSet"):
        return {"spec.selector"}
    if kind == "Job":
        return {"spec.selector", "spec.template"}
    return {"type"} if kind == "Secret" else set()


def changes(token: str, old: Mapping[str, Any], new: Mapping[str, Any], ignored: Sequence[str] = ()) -> list[Change]:
    """Changed paths between two sets of checked inputs, in the order of the properties."""
    found: list[Change] = []
    for path, kind, before, after in _compare(opened(dict(old)), opened(dict(new)), ""):
        plain = re.sub(r"\[[^\]]*\]", "", path)
        if not any(_covers(rule, path) or _covers(rule, plain) for rule in ignored):
            found.append(Change(path, kind, _replaces(token, plain, before, after)))
    return found


def _replaces(token: str, path: str, before: Any, after: Any) -> bool:
    for rule in replacing_paths(token):
        if _covers(rule, path):
            return True
        if rule.startswith(f"{path}.") and (before is None or after is None or is_unknown(after)):
            inner = rule[len(path) + 1 :].split(".")
            if is_unknown(after) or _reaches(before or after, inner):
                return True
    return False


def _covers(rule: str, path: str) -> bool:
    """Whether `path` is `rule` or below it; `*` and `[*]` in a rule stand for any step."""
    pattern = re.escape(rule).replace(r"\[\*\]", r"\[[^\]]*\]").replace(r"\*", r"[^.\[]+")
    return re.match(rf"{pattern}(?:$|[.\[])", path) is not None


def _reaches(value: Any, steps: Sequence[str]) -> bool:
    for step in steps:
        if isinstance(value, list):
            return any(_reaches(item, steps) for item in cast(list[Any], value))
        if not isinstance(value, dict) or step not in value:
            return False
        value = cast(dict[str, Any], value)[step]
    return True


def _compare(old: Any, new: Any, path: str) -> Iterator[tuple[str, str, Any, Any]]:
    """Each (path, kind, before, after) that differs; an unknown differs from everything."""
    if isinstance(old, dict) and isinstance(new, dict) and not is_asset(old) and not is_asset(new):
        yield from _compare_maps(cast(dict[str, Any], old), cast(dict[str, Any], new), path)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(cast(list[Any], old), cast(list[Any], new), path)
    elif old is None and new is not None:
        yield path, "add", old, new
    elif old is not None and new is None:
        yield path, "delete", old, new
    elif is_unknown(new) or old != new:
        yield path, "update", old, new


def _compare_maps(old: dict[str, Any], new: dict[str, Any], path: str) -> Iterator[tuple[str, str, Any, Any]]:
    for key in [*old, *(key for key in new if key not in old)]:
        if not key.startswith("__"):
            below = _joined(path, key)
            yield from _compare(old.get(key), new.get(key), below)


def _compare_lists(old: list[Any], new: list[Any], path: str) -> Iterator[tuple[str, str, Any, Any]]:
    for index in range(max(len(old), len(new))):
        before = old[index] if index < len(old) else None
        after = new[index] if index < len(new) else None
        yield from _compare(before, after, f"{path}[{index}]")


def _joined(path: str, key: str) -> str:
    if not re.fullmatch(r"[\w-]+", key):
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def deletes_first(token: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the old resource goes before the new one comes: the type says so, or both have one explicit name."""
    if token in DELETED_FIRST:
        return True
    rule = autoname(token)
    if rule is None:
        return False
    before, after = (_at(opened(dict(inputs)), rule.property) for inputs in (old, new))
    return before is not None and before == after and not is_unknown(after) and not named_by_provider(token, new)


def named_by_provider(token: str, inputs: Mapping[str, Any]) -> bool:
    """Whether the name in `inputs` is one that Check settled."""
    rule = autoname(token)
    if rule is None:
        return False
    if package_of(token) == "kubernetes":
        return _at(opened(dict(inputs)), "metadata.annotations", AUTONAMED) == "true"
    noted: Iterable[Any] = inputs.get(DEFAULTS) or ()
    return rule.property in noted


AUTONAMED = "pulumi.com/autonamed"
"""The annotation by which pulumi-kubernetes marks a name it settled."""


def _at(inputs: Any, path: str, last: str = "") -> Any:
    for step in [*path.split("."), *([last] if last else [])]:
        inputs = cast(dict[str, Any], inputs).get(step) if isinstance(inputs, dict) else None
    return inputs


__all__ = ["AUTONAMED", "BRIDGED", "Change", "changes", "deletes_first", "named_by_provider", "replacing_paths"]
