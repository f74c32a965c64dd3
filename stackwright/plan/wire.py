"""Pulumi's wire form of values (protobuf `Struct` with marks) and back, as plain data.

The marks are those of the SDK (`pulumi.runtime.rpc`): unknown sentinels, secrets, assets, resource references.
"""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.struct_pb2 import ListValue, NullValue, Struct, Value

from stackwright.plan.graph import UNKNOWN, joined

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
UNKNOWN_TEXT = f"unknown-{UNKNOWN_STRING}"
"""A text that stands for an unknown one where the program needs a plain string; whatever holds it is unknown."""
UNKNOWN_SENTINELS = frozenset(
    {
        UNKNOWN_STRING,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


def decoded(struct: Struct) -> tuple[dict[str, Any], frozenset[str]]:
    """Plain value of `struct` and the paths in it that are secret; whole numbers become `int`."""
    secrets: set[str] = set()
    return _object(struct.fields, "", secrets), frozenset(secrets)


def _object(fields: Mapping[str, Value], path: str, secrets: set[str]) -> dict[str, Any]:
    return {key: plain(value, joined(path, key), secrets) for key, value in fields.items()}


def plain(value: Value, path: str, secrets: set[str]) -> Any:
    """Plain form of one wire value; the paths of secrets below it are added to `secrets`."""
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text in UNKNOWN_SENTINELS or UNKNOWN_TEXT in text else text
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [plain(item, f"{path}[{i}]", secrets) for i, item in enumerate(value.list_value.values)]
    if kind == "struct_value":
        fields = value.struct_value.fields
        mark = fields[SIGNATURE].string_value if SIGNATURE in fields else ""
        return _MARKED[mark](fields, path, secrets) if mark in _MARKED else _object(fields, path, secrets)
    return None


def _secret(fields: Mapping[str, Value], path: str, secrets: set[str]) -> Any:
    secrets.add(path)
    return plain(fields["value"], path, secrets)


def _output(fields: Mapping[str, Value], path: str, secrets: set[str]) -> Any:
    if "secret" in fields and fields["secret"].bool_value:
        secrets.add(path)
    return plain(fields["value"], path, secrets) if "value" in fields else UNKNOWN


def _reference(fields: Mapping[str, Value], path: str, secrets: set[str]) -> Any:
    return fields["urn"].string_value


def _unmarked(name: str) -> Callable[[Mapping[str, Value], str, set[str]], Any]:
    def read(fields: Mapping[str, Value], path: str, secrets: set[str]) -> Any:
        rest = {key: value for key, value in fields.items() if key != SIGNATURE}
        return {name: _object(rest, f"{path}.{name}", secrets)}

    return read


_MARKED: dict[str, Callable[[Mapping[str, Value], str, set[str]], Any]] = {
    SECRET: _secret,
    OUTPUT: _output,
    RESOURCE: _reference,
    ASSET: _unmarked("asset"),
    ARCHIVE: _unmarked("archive"),
}


def encoded(value: Any) -> Value:
    """Wire form of a plain value; `UNKNOWN` becomes the sentinel."""
    if value is UNKNOWN:
        return Value(string_value=UNKNOWN_STRING)
    if value is None:
        return Value(null_value=NullValue.NULL_VALUE)
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, int | float):
        return Value(number_value=value)
    if isinstance(value, str):
        return Value(string_value=value)
    if isinstance(value, Mapping):
        return Value(struct_value=struct(value))  # pyright: ignore[reportUnknownArgumentType]
    return Value(list_value=ListValue(values=[encoded(item) for item in value]))


def struct(values: Mapping[str, Any]) -> Struct:
    """Wire form of a plain mapping."""
    return Struct(fields={key: encoded(value) for key, value in values.items()})
