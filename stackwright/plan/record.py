"""Runs a Pulumi program in process and keeps every request it makes, as a `Graph`.

The program speaks to Pulumi's own mock monitor, so the requests are the ones the engine would get. The steps are
those of the SDK's inline language server (`pulumi.automation._server`): fresh settings, loop and context each time.
"""

import asyncio
import contextvars
import gc
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from inspect import isawaitable
from pathlib import Path
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime import mocks, settings
from pulumi.runtime.config import set_all_config
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_in_stack

from stackwright.plan.graph import UNKNOWN, Graph, Resource, Source
from stackwright.plan.lookup import plain_calls_marked, reply
from stackwright.plan.order import ordered
from stackwright.plan.shortcuts import RecordingLoop, shortcuts
from stackwright.plan.wire import UNKNOWN_SENTINELS, decoded, encoded, struct
from stackwright.sdk.names import NameTooLongError, settled_name
from stackwright.sdk.outputs import fill_outputs, preview_outputs
from stackwright.sdk.regions import Context

STACK = "pulumi:pulumi:Stack"
_ON_AN_OUTPUT = "Calling __str__ on an Output"


class RecordError(Exception):
    """The program asks for what the engine, or every cloud, refuses; `source` is where it does."""

    def __init__(self, text: str, source: Source | None = None) -> None:
        super().__init__(text)
        self.source = source


class _NoMocks(mocks.Mocks):
    """Pulumi's monitor wants mocks; the recorder answers everything itself."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        return "", {}

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        return {}, None


class _Recorder(mocks.MockMonitor):
    """A monitor that keeps each request and answers as the engine does at preview, or after `up`."""

    def __init__(
        self, project: str, stack: str, root: Path | None, applied: bool, region: str, unanswered: list[str] | None
    ) -> None:
        super().__init__(_NoMocks())
        self.project, self.stack, self.root, self.applied, self.region = project, stack, root, applied, region
        self.unanswered = unanswered
        self.kept: dict[str, Resource] = {}
        self.stack_outputs: Mapping[str, Any] = {}
        self._sources: dict[str, str | None] = {}

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        qualified = parent.split("::")[2] if parent else STACK
        chain = type_ if qualified == STACK else f"{qualified}${type_}"
        return f"urn:pulumi:{self.stack}::{self.project}::{chain}::{name}"

    def RegisterResource(self, request: Any) -> Any:
        urn = self.make_urn(request.parent, request.type, request.name)
        if urn in self.kept:
            raise self._refused(request, f"two resources have the URN {urn} - give one of them another name")
        inputs, secrets = decoded(request.object)
        if _holds_text_of_output(inputs):
            raise self._refused(request, f"{urn}: an output was put into a string - use pulumi.Output.concat or apply")
        outputs = {} if not request.custom else self._outputs(request.type, request.name, urn, inputs)
        identity = str(outputs.pop("id", "")) if self.applied else ""
        self._keep(request, urn, inputs, secrets, identity or request.importId, outputs)
        if request.type == STACK or not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        answered = resource_pb2.RegisterResourceResponse(urn=urn, id=identity, object=request.object)
        sealed = {path.partition(".")[0].partition("[")[0] for path in secrets}
        for key, value in outputs.items():
            if key not in sealed:
                answered.object.fields[key].CopyFrom(encoded(value))
        return answered

    def ReadResource(self, request: Any) -> Any:
        urn = self.make_urn(request.parent, request.type, request.name)
        inputs, secrets = decoded(request.properties)
        outputs = self._outputs(request.type, request.name, urn, inputs)
        self._keep(request, urn, inputs, secrets, "" if request.id in UNKNOWN_SENTINELS else request.id, outputs)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=struct({**outputs, **inputs}))

    def Invoke(self, request: Any) -> Any:
        found = reply(request, self.region, self.unanswered)
        if found is None:
            text = f"the look-up {request.tok} has no offline answer - pass its result as configuration instead"
            raise self._refused(request, text)
        return found

    def RegisterResourceOutputs(self, request: Any) -> Any:
        if request.urn.split("::")[2] == STACK:
            self.stack_outputs, _ = decoded(request.outputs)
        return empty_pb2.Empty()

    def _outputs(self, token: str, name: str, urn: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        try:
            named = settled_name(token, name, inputs, urn)
        except NameTooLongError as error:
            raise RecordError(f"{urn}: {error}") from None
        checked = _with_name(inputs, *named) if named else inputs
        if self.applied:
            return fill_outputs(token, name, checked, urn, Context(region=self.region))
        seen = preview_outputs(token, name, checked, UNKNOWN)
        return {key: value for key, value in seen.items() if value is not UNKNOWN and value != inputs.get(key)}

    def _keep(
        self,
        request: Any,
        urn: str,
        inputs: Mapping[str, Any],
        secrets: frozenset[str],
        identity: str,
        outputs: Mapping[str, Any],
    ) -> None:
        read = isinstance(request, resource_pb2.ReadResourceRequest)
        frames: Sequence[Any] = request.stackTrace.frames
        above = self.kept.get(request.parent)
        self.kept[urn] = Resource(
            urn=urn,
            type=request.type,
            name=request.name,
            inputs=inputs,
            custom=read or request.custom,
            parent=request.parent,
            provider=request.provider.rpartition("::")[0],
            id=identity,
            outputs=outputs,
            dependencies=tuple(sorted(request.dependencies)),
            property_dependencies={}
            if read
            else {key: tuple(sorted(deps.urns)) for key, deps in sorted(request.propertyDependencies.items())},
            aliases=() if read else tuple(_alias(alias) for alias in request.aliases),
            protect=not read and request.protect,
            retain_on_delete=not read and request.retainOnDelete,
            deleted_with="" if read else request.deletedWith,
            ignore_changes=() if read else tuple(request.ignoreChanges),
            external=read,
            secrets=secrets,
            source=self._source(frames) or (above.source if above else None),
        )

    def _refused(self, request: Any, text: str) -> RecordError:
        frames: Sequence[Any] = request.stackTrace.frames
        return RecordError(text, self._source(frames))

    def _source(self, frames: Sequence[Any]) -> Source | None:
        """First frame of the user's own files."""
        for frame in frames:
            if (file := self.user_file(frame.pc.uri)) is not None:
                return Source(file, frame.pc.line)
        return None

    def user_file(self, name: str) -> str | None:
        """The file of that name from `root`, None where it is not one of the user's own."""
        if name not in self._sources:
            path = Path(name)
            inside = self.root is not None and path.is_relative_to(self.root)
            relative = path.relative_to(self.root) if inside and self.root else None
            foreign = relative is None or any(p in {"site-packages", ".venv", "venv"} for p in relative.parts)
            self._sources[name] = None if foreign else str(relative)
        return self._sources[name]


def _with_name(inputs: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """`inputs` with the name that Check settles, at its top level or below (`metadata.name`)."""
    head, _, rest = path.partition(".")
    return {**inputs, head: _with_name(inputs.get(head) or {}, rest, value) if rest else value}


def _alias(alias: Any) -> str:
    return alias.urn if alias.WhichOneof("alias") == "urn" else f"{alias.spec.type}::{alias.spec.name}"


def _holds_text_of_output(value: Any) -> bool:
    if isinstance(value, str):
        return _ON_AN_OUTPUT in value
    if isinstance(value, dict):
        return any(_holds_text_of_output(item) for item in value.values())  # pyright: ignore[reportUnknownVariableType]
    return isinstance(value, list) and any(_holds_text_of_output(item) for item in value)  # pyright: ignore[reportUnknownVariableType]


def record(
    program: Callable[[], Any],
    *,
    project: str = "project",
    stack: str = "dev",
    config: Mapping[str, str] | None = None,
    secret_keys: Sequence[str] = (),
    root: Path | None = None,
    applied: bool = False,
    region: str = "us-east-1",
    unanswered: list[str] | None = None,
) -> Graph:
    """Graph of what `program` registers; nothing leaves the process.

    Values are as at preview; with `applied` computed outputs are filled as after `up`, so that code in `apply` runs.
    `root` is the user's project: positions are of files below it. A look-up without an offline answer is refused, or
    unknown where `unanswered` holds its token. Raises `RecordError` for what the engine refuses, and the program's own.
    """
    recorder = _Recorder(project, stack, root.resolve() if root else None, applied, region, unanswered)

    def inside() -> None:
        settings.ROOT.set(None)
        set_all_config(dict(config or {}), list(secret_keys))
        settings.configure(
            settings.Settings(
                project=project,
                stack=stack,
                monitor=recorder,
                engine=mocks.MockEngine(None),
                dry_run=not applied,
                organization="organization",
                root_directory=str(root or Path.cwd()),
            )
        )
        _run_to_the_end(program)

    with _without_collection(), plain_calls_marked(), shortcuts(lambda name: recorder.user_file(name) is not None):
        contextvars.copy_context().run(inside)
    outputs = dict(sorted(recorder.stack_outputs.items()))
    return ordered(Graph(recorder.kept.values(), project=project, stack=stack, outputs=outputs))


def _run_to_the_end(program: Callable[[], Any]) -> None:
    loop = RecordingLoop()
    asyncio.set_event_loop(loop)
    executor = ThreadPoolExecutor(1)
    loop.set_default_executor(executor)
    loop.set_exception_handler(_silent)
    try:
        loop.run_until_complete(run_in_stack(lambda: _quietly(program)))
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                loop.run_until_complete(task)
        executor.shutdown(wait=True)
        loop.close()
        asyncio.set_event_loop(None)


async def _quietly(program: Callable[[], Any]) -> None:
    """Run `program` and wait for its requests and outputs.

    The SDK waits too, but looks at every open output each time that one settles: with its wait alone, recording
    grows with the square of the outputs. Errors are left for the SDK to raise.
    """
    if isawaitable(result := program()):
        await result
    running: Any = settings.SETTINGS
    while running.rpc_manager.unhandled_exception is None:
        with running.lock:
            tracked: list[asyncio.Task[Any]] = [*running.outputs, *running.rpc_manager.rpcs]
        if not (pending := [task for task in tracked if not task.done()]):
            return
        done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
        if any(not task.cancelled() and task.exception() for task in done):
            return


def _silent(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The first error is raised; its echoes in other tasks need no log."""


@contextmanager
def _without_collection() -> Generator[None]:
    """Recording makes many long-lived objects; collecting among them costs a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
