"""What the SDK does for a real engine and no recording needs; half of the time of a recording goes to it."""

import asyncio
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import pulumi.log
import pulumi.output
import pulumi.resource
import pulumi.runtime.resource
import pulumi.runtime.rpc
from pulumi import Output
from pulumi.runtime.proto import source_pb2

_SDK: Any = Output
_DATA: Any = pulumi.output
_PLAIN = frozenset({str, int, float, bool, type(None)})
_CONSTRUCTORS = 3
"""Frames called `__init__` from the SDK up to the class of the resource; what is above them is the user's."""


class RecordingLoop(asyncio.SelectorEventLoop):
    """A loop on which a request to the monitor in this process is answered at once, without a thread."""

    _ready: Any

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> asyncio.Handle:
        """`callback` in the next turn, without the checks of a loop that others use too."""
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        """The answer of `func`: at once where the SDK asks, from a thread where the program does."""
        if executor is not None or not str(getattr(func, "__module__", "")).startswith("pulumi.runtime"):
            return super().run_in_executor(executor, func, *args)
        answered = self.create_future()
        try:
            answered.set_result(func(*args))
        except Exception as error:
            answered.set_exception(error)
        return answered


class _NoUrn:
    async def future(self) -> str:
        return ""


@contextmanager
def shortcuts(is_users: Callable[[str], bool]) -> Generator[None]:
    """The SDK makes no URNs, and of the stack only the frame that a recording reads.

    It makes URNs of aliases for engines that know none, and of resources for want of a monitor. `is_users` tells by
    the name of a file whether it is one of the user's own.
    """

    def trace() -> source_pb2.StackTrace:
        frame = _above_constructors(sys._getframe(1))  # pyright: ignore[reportPrivateUsage]
        while frame is not None and not is_users(frame.f_code.co_filename):
            frame = frame.f_back
        if frame is None:
            return source_pb2.StackTrace()
        place = source_pb2.SourcePosition(uri=frame.f_code.co_filename, line=frame.f_lineno)
        return source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=place)])

    shorter: dict[tuple[Any, str], Callable[..., Any]] = {
        (pulumi.resource, "collapse_alias_to_urn"): lambda *_: "",
        (pulumi.runtime.resource, "create_urn"): lambda *_: _NoUrn(),
        (pulumi.runtime.resource, "_get_stack_trace"): trace,
        (pulumi.log, "debug"): lambda *_, **__: None,
        (pulumi.output, "contains_unknowns"): _looking_inside(getattr(pulumi.output, "contains_unknowns", bool)),
    }
    if hasattr(Output, "_track"):
        shorter[Output, "_track"] = _tracking(_SDK._track)
    if hasattr(pulumi.output, "_OutputData") and hasattr(Output, "_from_data"):
        shorter[pulumi.runtime.rpc, "transfer_properties"] = _transferred
    # an SDK of tomorrow may have no such part, and is only slower then
    before = {place: getattr(*place) for place in shorter if hasattr(*place)}
    for module, name in before:
        setattr(module, name, shorter[module, name])
    try:
        yield
    finally:
        for (module, name), part in before.items():
            setattr(module, name, part)


def _looking_inside(look: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: type(value) not in _PLAIN and look(value)


def _tracking(track: Callable[[Any], None]) -> Callable[[Any], None]:
    def tracked(output: Any) -> None:
        told: asyncio.Future[Any] = output._data
        # what is known from the start has no end to be waited for
        if not told.done() or told.cancelled() or told.exception() is not None:
            track(output)

    return tracked


def _transferred(res: Any, props: Iterable[str], custom: bool) -> dict[str, Callable[..., None]]:
    """An output for each input of a resource, made of one future where the SDK waits for four."""
    resolvers: dict[str, Callable[..., None]] = {}
    for name in props:
        if name == "urn" or (name == "id" and custom):
            continue
        told: asyncio.Future[Any] = asyncio.Future()
        resolvers[name] = partial(_resolve, res, told)
        res.__dict__[name] = _SDK._from_data(told)
    return resolvers


def _resolve(
    res: Any, told: "asyncio.Future[Any]", value: Any, known: bool, secret: bool, deps: Any, failed: Exception | None
) -> None:
    if failed is not None:
        told.set_exception(failed)
    else:
        made = {"value": value, "is_known": known, "is_secret": secret}
        told.set_result(_DATA._OutputData(resources={*(deps or ()), res}, **made))


def _above_constructors(frame: FrameType | None) -> FrameType | None:
    """The frame that called the constructor of a resource."""
    met = 0
    while frame is not None:
        met += frame.f_code.co_name == "__init__"
        if met == _CONSTRUCTORS:
            return frame.f_back
        frame = frame.f_back
    return None
