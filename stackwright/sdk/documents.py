"""Renders IAM policy documents as the provider's `getPolicyDocument` look-up does (no network is needed for it)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def policy_json(args: Mapping[str, Any]) -> str:
    """JSON of a policy document from the arguments of `aws:iam/getPolicyDocument:getPolicyDocument`.

    As the provider does: `Version` first, source documents merged under the statements by `Sid`, overrides over
    them, single values as plain strings, principals grouped by kind.
    """
    document: dict[str, Any] = {"Version": args.get("version") or "2012-10-17"}
    if args.get("policyId"):
        document["Id"] = args["policyId"]
    own = [_statement(item) for item in args.get("statements") or ()]
    merged = _merge([*_read(args.get("sourcePolicyDocuments")), *_read([args.get("sourceJson")])], own)
    merged = _merge(merged, [*_read(args.get("overridePolicyDocuments")), *_read([args.get("overrideJson")])])
    document["Statement"] = merged
    return json.dumps(document, indent=2)


def _read(documents: Sequence[Any] | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for text in documents or ():
        if text:
            statements = json.loads(text).get("Statement", [])
            found += statements if isinstance(statements, list) else [statements]
    return found


def _merge(under: list[dict[str, Any]], over: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = {item["Sid"]: item for item in over if item.get("Sid")}
    kept = [named.pop(item["Sid"], item) if item.get("Sid") in named else item for item in under]
    return kept + [item for item in over if not item.get("Sid") or item["Sid"] in named]


def _statement(args: Mapping[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = {}
    if args.get("sid"):
        statement["Sid"] = args["sid"]
    statement["Effect"] = args.get("effect") or "Allow"
    for key in ("actions", "notActions", "resources", "notResources"):
        if args.get(key):
            statement[f"{key[0].upper()}{key[1:]}".removesuffix("s")] = _short(args[key])
    for key in ("principals", "notPrincipals"):
        if args.get(key):
            statement[f"{key[0].upper()}{key[1:]}".removesuffix("s")] = _principals(args[key])
    if args.get("conditions"):
        statement["Condition"] = _conditions(args["conditions"])
    return statement


def _short(values: Sequence[str]) -> str | list[str]:
    """One value as it is, several sorted in reverse, as the provider's set of strings comes out."""
    unique = sorted(set(values), reverse=True)
    return unique[0] if len(unique) == 1 else unique


def _principals(principals: Sequence[Mapping[str, Any]]) -> Any:
    grouped: dict[str, list[str]] = {}
    for principal in principals:
        grouped.setdefault(principal["type"], []).extend(principal["identifiers"])
    if grouped == {"*": ["*"]}:
        return "*"
    return {kind: _short(values) for kind, values in grouped.items()}


def _conditions(conditions: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    grouped: dict[str, dict[str, Any]] = {}
    for condition in conditions:
        values = list(condition["values"])
        single = values[0] if len(values) == 1 else values
        grouped.setdefault(condition["test"], {})[condition["variable"]] = single
    return grouped
