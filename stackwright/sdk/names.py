"""Which property the provider's Check fills from a resource's logical name, and with what.

AWS rules: `provider/resources.go` and `tfbridge/names.go` of pulumi-aws and pulumi-terraform-bridge (read 2026-11):
every optional string input `name` is filled with the logical name, `-` and 7 hex digits, up to 255 characters, unless
`names.csv` says otherwise; a name that does not fit is refused, not cut.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from stackwright.sdk.packages import package_of
from stackwright.sdk.schema import ResourceSchema, resource_schema

_OFTEN_LONGER = 255


class NameTooLongError(ValueError):
    """A logical name leaves no room for the digits that the provider appends."""


@dataclass(frozen=True, slots=True)
class AutoName:
    """How Check fills the name of a type: `property` is a path, `limit` what the provider or the cloud accepts."""

    property: str
    limit: int
    separator: str = "-"
    digits: int = 7
    lower: bool = False
    prefix: str = ""
    unless: tuple[str, ...] = ()
    """Inputs that stand in for a name; when one is set nothing is filled."""

    def from_logical(self, name: str, seed: bytes | str) -> str:
        """Physical name for a logical `name`; the same seed gives the same digits."""
        raw = seed.encode() if isinstance(seed, str) else seed
        stem = (name.lower() if self.lower else name) + (self.separator if self.digits else "")
        result = f"{self.prefix}{stem}{hashlib.sha256(raw).hexdigest()[: self.digits]}"
        if len(result) > self.limit:
            room = self.limit - (len(result) - len(name))
            raise NameTooLongError(
                f"name '{name}' plus {self.digits} random characters is longer than {self.limit}; "
                f"use a name of at most {room} characters or set `{self.property}`"
            )
        return result


@lru_cache(maxsize=1)
def _exceptions() -> Mapping[str, AutoName | None]:
    rows: dict[str, AutoName | None] = {}
    with files("stackwright.sdk").joinpath("names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["token"]] = _from_row(row) if row["property"] else None
    return rows


def _from_row(row: Mapping[str, str]) -> AutoName:
    name = row["property"]
    return AutoName(
        property=name,
        limit=int(row["limit"]),
        separator=row["separator"],
        digits=int(row["digits"]),
        lower=row["case"] == "lower",
        prefix=row["prefix"],
        unless=(f"{name}Prefix",),
    )


@lru_cache(maxsize=2048)
def autoname(token: str) -> AutoName | None:
    """The rule of a type, None when its Check fills no name."""
    if token in _exceptions():
        return _exceptions()[token]
    schema = resource_schema(token)
    package = package_of(token)
    if package == "kubernetes":
        return _kubernetes(token)
    if schema is None or token.startswith("pulumi:"):
        return None
    if package == "azure-native":
        return _azure(schema)
    if schema.inputs.get("name") != "string" or "name" in schema.required:
        return None
    return AutoName("name", 63 if package == "gcp" else _OFTEN_LONGER, unless=("namePrefix",))


def _kubernetes(token: str) -> AutoName | None:
    """`metadata.name`, 8 hex digits; not for lists and patches, whose names are those of other objects."""
    kind = token.rpartition(":")[2]
    if kind.endswith(("List", "Patch")) or token.startswith("kubernetes:yaml"):
        return None
    if token == "kubernetes:helm.sh/v3:Release":
        return AutoName("name", 53, digits=8)
    schema = resource_schema(token)
    if schema is not None and "metadata" not in schema.inputs:
        return None
    return AutoName("metadata.name", 253, digits=8, unless=("metadata.generateName",))


def _azure(schema: ResourceSchema) -> AutoName | None:
    """The optional path parameter that names the resource: an input that never comes back as an output.

    Resources of a resource group get 8 hex digits, children of another resource take the logical name as it is.
    """
    named = [name for name in schema.inputs if _is_path_parameter(schema, name)]
    own = [name for name in named if name not in schema.required]
    if not own:
        kind = schema.token.rpartition(":")[2]
        usual = [f"{kind[0].lower()}{kind[1:]}Name", "name"]
        own = [name for name in usual if schema.inputs.get(name) == "string" and name not in schema.required]
    if not own:
        return None
    parents = [name for name in named if name in schema.required and name != "resourceGroupName"]
    account = schema.token == "azure-native:storage:StorageAccount"
    return AutoName(own[-1], 24 if account else 90, separator="", digits=0 if parents else 8, lower=account)


def _is_path_parameter(schema: ResourceSchema, name: str) -> bool:
    return schema.inputs[name] == "string" and name not in schema.outputs and name.endswith(("Name", "name"))


def settled_name(token: str, logical_name: str, inputs: Mapping[str, Any], seed: bytes | str) -> tuple[str, Any] | None:
    """(Property path, value) that Check adds to `inputs`; None when the name is given or the type has none.

    Raises `NameTooLongError` where the provider refuses the name for its length.
    """
    rule = autoname(token)
    if rule is None:
        return None
    if any(_at(inputs, path) is not None for path in (rule.property, *rule.unless)):
        return None
    value = rule.from_logical(logical_name, seed)
    fifo = inputs.get("fifoQueue") is True or inputs.get("fifoTopic") is True
    return rule.property, f"{value}.fifo" if fifo and package_of(token) == "aws" else value


def _at(inputs: Mapping[str, Any], path: str) -> Any:
    value: Any = inputs
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return value
        value = cast(Mapping[str, Any], value).get(step)
    return value
