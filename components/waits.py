"""Values that are handed on only once something else is there."""

from typing import Any, TypeVar

from pulumi import Input, Output

T = TypeVar("T")


def after(value: Input[T], *others: Input[Any]) -> Output[T]:
    """`value`, for those who need `others` to be there."""
    return Output.all(value, *others).apply(lambda found: found[0])
