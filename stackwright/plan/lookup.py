"""Look-ups of a recorded program: answered from facts, or as unknown where whoever records allows that."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final

import pulumi.runtime
from pulumi.runtime.proto import resource_pb2

from stackwright.plan.graph import UNKNOWN, leaves
from stackwright.plan.wire import UNKNOWN_TEXT, decoded, struct
from stackwright.sdk.functions import unknown_answer
from stackwright.sdk.lookups import answer

_PLAIN: Final = ContextVar("plain", default=False)
"""Whether the program waits for the answer as plain values (`get_ami`), which cannot be unknown as an output can."""
_PLAIN_CALLS: Final = ("invoke", "invoke_single")


def reply(request: Any, region: str, unanswered: list[str] | None) -> Any:
    """Response to a look-up, None for one without an offline answer.

    Where `unanswered` is a list, such a look-up is answered as unknown, and its token is added there.
    """
    arguments, _ = decoded(request.args)
    clear = {key: value for key, value in arguments.items() if not _unknown(value)}
    result = answer(request.tok, arguments, region) if len(clear) == len(arguments) else None
    if result is None:
        if unanswered is None:
            return None
        unanswered.append(request.tok)
        if not _PLAIN.get():
            return resource_pb2.ResourceInvokeResponse(unknown=True)
        given = {key: value for key, value in clear.items() if value is not None}
        result = {**unknown_answer(request.tok, UNKNOWN_TEXT), **given}
    fields: dict[str, Any] = {"return": struct(result)}
    return resource_pb2.ResourceInvokeResponse(**fields)


def _unknown(value: Any) -> bool:
    """Whether the answer of another look-up, itself unknown, is in an argument."""
    return any(leaf is UNKNOWN for _, leaf in leaves(value))


@contextmanager
def plain_calls_marked() -> Generator[None]:
    """While it lasts, look-ups that a program waits for are told from those that give outputs.

    The SDK's request is the same for both, so the functions that its generated modules call are wrapped.
    """
    module: Any = pulumi.runtime
    before = {name: getattr(module, name) for name in _PLAIN_CALLS}
    for name, function in before.items():
        setattr(module, name, _marked(function))
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(module, name, function)


def _marked(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        token = _PLAIN.set(True)
        try:
            return function(*args, **kwargs)
        finally:
            _PLAIN.reset(token)

    return call
