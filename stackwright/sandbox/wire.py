"""Values as the engine sends them: plain data in which secrets, assets and unknowns are marked by signatures.

The signatures are those of the engine's protocol (pulumi SDK, `runtime/rpc.py`); numbers are always doubles.
"""

from typing import Any, Final, cast

from google.protobuf.struct_pb2 import ListValue, Struct, Value

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"
UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS: Final = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


def decoded(struct: Struct) -> dict[str, Any]:
    """Plain data of a message; whole numbers become integers."""
    return {key: _decoded(value) for key, value in struct.fields.items()}


def _decoded(value: Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        return decoded(value.struct_value)
    if kind == "list_value":
        return [_decoded(item) for item in value.list_value.values]
    if kind == "bool_value":
        return value.bool_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return None


def encoded(data: dict[str, Any]) -> Struct:
    """The message that carries plain data."""
    return Struct(fields={key: _encoded(value) for key, value in data.items()})


def _encoded(value: Any) -> Value:
    if isinstance(value, str):
        return Value(string_value=value)
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, int | float):
        return Value(number_value=value)
    if isinstance(value, dict):
        return Value(struct_value=encoded(cast(dict[str, Any], value)))
    if isinstance(value, list):
        return Value(list_value=ListValue(values=[_encoded(item) for item in cast(list[Any], value)]))
    return Value(null_value=0)  # pyright: ignore[reportArgumentType]


def secret(value: Any) -> Any:
    """`value` marked as secret; a secret stays as it is."""
    return value if is_secret(value) else {SIGNATURE: SECRET, "value": value}


def is_secret(value: Any) -> bool:
    """Whether `value` itself is marked as secret."""
    return isinstance(value, dict) and cast(dict[str, Any], value).get(SIGNATURE) == SECRET


def is_asset(value: Any) -> bool:
    """Whether `value` is an asset, an archive or a resource: marked data that is not a secret."""
    return isinstance(value, dict) and SIGNATURE in value and not is_secret(cast(Any, value))


def is_unknown(value: Any) -> bool:
    """Whether `value` is not known before deployment."""
    return isinstance(value, str) and value in _UNKNOWNS


def has_secret(value: Any) -> bool:
    """Whether `value` or anything in it is marked as secret."""
    if is_secret(value):
        return True
    if isinstance(value, dict):
        return any(has_secret(item) for item in cast(dict[str, Any], value).values())
    return isinstance(value, list) and any(has_secret(item) for item in cast(list[Any], value))


def opened(value: Any) -> Any:
    """`value` without the marks of secrets, at every depth."""
    while is_secret(value):
        value = value["value"]
    if isinstance(value, dict):
        return {key: opened(item) for key, item in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [opened(item) for item in cast(list[Any], value)]
    return value
