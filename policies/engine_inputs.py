"""Puts of a remedy on inputs in the engine's own form; what is not set stays byte for byte as the engine sent it."""

from collections.abc import Iterable

from google.protobuf.struct_pb2 import Struct, Value

from stackwright.plan.graph import steps_of
from stackwright.plan.wire import OUTPUT, SECRET, SIGNATURE, encoded
from stackwright.policies.remedy import Put


def put_on(inputs: Struct, puts: Iterable[Put]) -> None:
    """Set every property; a secret stays marked as one, whatever is set of it or in it."""
    for put in puts:
        root, *rest = steps_of(put.path)
        _put(inputs.fields[str(root)], tuple(rest), encoded(put.value))


def _put(value: Value, steps: tuple[object, ...], new: Value) -> None:
    inner = _below_marks(value)
    if not steps:
        inner.CopyFrom(new)
        return
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = inner.list_value.values
        _put(items.add() if step == len(items) else items[step], rest, new)
    else:
        _put(inner.struct_value.fields[str(step)], rest, new)


def _below_marks(value: Value) -> Value:
    fields = value.struct_value.fields
    while SIGNATURE in fields and fields[SIGNATURE].string_value in (SECRET, OUTPUT):
        value = fields["value"]
        fields = value.struct_value.fields
    return value
