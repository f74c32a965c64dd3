"""Physical names in the sandbox: what Check settles, and when two resources would have one name in the cloud."""

from collections.abc import Mapping
from typing import Any, cast

from stackwright.sandbox.check import BRIDGED, DEFAULTS
from stackwright.sandbox.diff import AUTONAMED, named_by_provider
from stackwright.sandbox.wire import opened
from stackwright.sdk.names import autoname, settled_name
from stackwright.sdk.packages import package_of

_SCOPES = (
    "namespace",
    "metadata.namespace",
    "resourceGroupName",
    "accountName",
    "clusterName",
    "vpcId",
    "role",
    "user",
    "group",
    "rule",
    "function",
    "bucket",
    "serviceNamespace",
    "resourceId",
    "scalableDimension",
    "project",
    "location",
    "zone",
)
"""Inputs within whose value a name has to be unique, where a type has them."""

_WORLDWIDE = ("aws:iam/", "aws:s3/bucket:", "aws:cloudfront/", "aws:route53/", "aws:budgets/")


def settle(
    token: str,
    name: str,
    inputs: dict[str, Any],
    old: Mapping[str, Any],
    *,
    seed: bytes | str,
    proposed: str = "",
) -> None:
    """Fill the name of a resource in `inputs`, the one it had when the provider chose that; note that it was filled.

    Raises `NameTooLongError` where the logical name leaves no room.
    """
    rule = autoname(token)
    if rule is None:
        return
    found = settled_name(token, name, opened(inputs), seed) if not proposed else (rule.property, proposed)
    if found is None or _at(opened(inputs), rule.property) is not None:
        return
    path, value = found
    before = _at(opened(dict(old)), path)
    if isinstance(before, str) and (named_by_provider(token, old) or package_of(token) == "azure-native"):
        value = before
    _note(token, inputs, path, value)


def _note(token: str, inputs: dict[str, Any], path: str, value: str) -> None:
    outer, _, inner = path.rpartition(".")
    if not outer:
        inputs[inner] = value
    else:
        holder = dict(cast(dict[str, Any], opened(inputs.get(outer)) or {}))
        inputs[outer] = holder | {inner: value}
        if package_of(token) == "kubernetes":
            inputs[outer]["annotations"] = {**(holder.get("annotations") or {}), AUTONAMED: "true"}
    if package_of(token) in BRIDGED:
        inputs[DEFAULTS] = [path]


def cloud_name(token: str, inputs: Mapping[str, Any], region: str) -> str:
    """What has to be unique in the cloud: type, place and name; empty for a type without a name of its own."""
    plain = opened(dict(inputs))
    rule = autoname(token)
    name = _at(plain, rule.property if rule else "dashboardName")
    if not isinstance(name, str) or not name:
        return ""
    worldwide = token.startswith(_WORLDWIDE)
    place = "" if worldwide else str(plain.get("region") or region)
    own = rule.property if rule else ""
    scopes = [f"{scope}={value}" for scope in _SCOPES if scope != own and isinstance(value := _at(plain, scope), str)]
    return "|".join([token, place, *scopes, name])


def _at(inputs: Any, path: str) -> Any:
    for step in path.split("."):
        inputs = cast(dict[str, Any], inputs).get(step) if isinstance(inputs, dict) else None
    return inputs
