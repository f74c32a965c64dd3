"""The provider of one package: answers the engine's calls from the installed SDK and the store."""

import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as messages
from pulumi.runtime.proto.plugin_pb2 import PluginAttach, PluginInfo
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

from stackwright.sandbox import wire
from stackwright.sandbox.check import DEFAULTS, check_inputs
from stackwright.sandbox.configuration import Configured, config_failures, read_settings
from stackwright.sandbox.diff import Change, changes, deletes_first
from stackwright.sandbox.faults import Faults
from stackwright.sandbox.naming import cloud_name, settle
from stackwright.sandbox.resources import Cloud, RefusedError
from stackwright.sandbox.store import NameTakenError, Store
from stackwright.sandbox.tagging import ALL_TAGS, add_all_tags
from stackwright.sdk.lookups import answer, known_lookups
from stackwright.sdk.names import NameTooLongError, autoname
from stackwright.sdk.packages import package_version

Result = TypeVar("Result")

_KINDS = {
    ("add", False): messages.PropertyDiff.ADD,
    ("add", True): messages.PropertyDiff.ADD_REPLACE,
    ("delete", False): messages.PropertyDiff.DELETE,
    ("delete", True): messages.PropertyDiff.DELETE_REPLACE,
    ("update", False): messages.PropertyDiff.UPDATE,
    ("update", True): messages.PropertyDiff.UPDATE_REPLACE,
}


class Provider(ResourceProviderServicer):
    """Serves one package; several engines and stacks may call it at once."""

    def __init__(self, package: str, store: Store, faults: Faults, stopping: threading.Event) -> None:
        self.package = package
        self.store = store
        self.faults = faults
        self.stopping = stopping
        self.configured = Configured()
        self.cloud = Cloud(store)

    def Handshake(self, request: Any, context: Any) -> Any:
        """Start a conversation with an engine."""
        return messages.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    def Attach(self, request: PluginAttach, context: Any) -> Any:
        """Start a conversation with an engine that found a running server."""
        return Empty()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        """Say the version of the installed SDK."""
        return PluginInfo(version=package_version(self.package) or "0.0.0")

    def CheckConfig(self, request: Any, context: Any) -> Any:
        """Refuse settings that the real provider refuses."""
        failures = config_failures(self.package, wire.decoded(request.news))
        found = [messages.CheckFailure(property=path, reason=reason) for path, reason in failures]
        return messages.CheckResponse(inputs=request.news, failures=found)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        """Say whether settings changed."""
        before = read_settings(wire.decoded(request.old_inputs))
        same = before == read_settings(wire.decoded(request.news))
        kind = messages.DiffResponse.DIFF_NONE if same else messages.DiffResponse.DIFF_SOME
        return messages.DiffResponse(changes=kind)

    def Configure(self, request: Any, context: Any) -> Any:
        """Take the settings of one provider instance."""
        self.configured.add(context.peer(), read_settings(wire.decoded(request.args)))
        return messages.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    def Check(self, request: Any, context: Any) -> Any:
        """Refuse or complete the inputs of a resource."""
        token, name = type_and_name(request.urn)
        given = wire.decoded(request.news)
        noted = given.pop(DEFAULTS, None)
        given.pop(ALL_TAGS, None)  # ours, when an import sends back what Read said
        inputs, failures = check_inputs(token, given)
        if noted:
            inputs[DEFAULTS] = noted
        add_all_tags(token, inputs, self.configured.of(context.peer()).context().default_tags)
        mode = request.autonaming.mode if request.HasField("autonaming") else None
        if mode != messages.CheckRequest.AutonamingOptions.DISABLE:
            proposed = request.autonaming.proposed_name
            seed = request.randomSeed or request.urn
            try:
                settle(token, name, inputs, wire.decoded(request.olds), seed=seed, proposed=proposed)
            except NameTooLongError as problem:
                rule = autoname(token)
                failures.append((rule.property if rule else "", str(problem)))
        found = [messages.CheckFailure(property=path, reason=reason) for path, reason in failures]
        return messages.CheckResponse(inputs=wire.encoded(inputs), failures=found)

    def Diff(self, request: Any, context: Any) -> Any:
        """Say what changed, and whether it needs a new resource."""
        token, _ = type_and_name(request.urn)
        before = wire.decoded(request.old_inputs or request.olds)
        after = wire.decoded(request.news)
        row = self.store.find(token, request.id, request.urn)
        if row is not None:
            self.store.hear(row, request.urn)
        return diff_response(changes(token, before, after, request.ignoreChanges), token, before, after)

    def Create(self, request: Any, context: Any) -> Any:
        """Make a resource, or say what is known of it before."""
        token, name = type_and_name(request.urn)
        inputs = wire.decoded(request.properties)
        if request.preview:
            outputs = self.cloud.expected(token, name, inputs)
            return messages.CreateResponse(id="", properties=wire.encoded(outputs))

        def create() -> tuple[str, dict[str, Any]]:
            settings = self.configured.of(context.peer())
            place = settings.context()
            taken = cloud_name(token, inputs, place.region)
            return self.cloud.create(token, name, request.urn, inputs, settings, taken)

        id, outputs = self._faulty("create", token, context, create)
        return messages.CreateResponse(id=id, properties=wire.encoded(outputs))

    def Read(self, request: Any, context: Any) -> Any:
        """Say what a resource is; nothing when it does not exist."""
        token, _ = type_and_name(request.urn)
        row = self._faulty("read", token, context, lambda: self.store.find(token, request.id, request.urn))
        if row is None:
            return messages.ReadResponse()
        if row.urn == request.urn:
            self.store.hear(row)
        inputs, outputs = wire.encoded(dict(row.inputs)), wire.encoded(dict(row.outputs))
        return messages.ReadResponse(id=row.id, inputs=inputs, properties=outputs)

    def Update(self, request: Any, context: Any) -> Any:
        """Change a resource in place."""
        token, _ = type_and_name(request.urn)
        inputs = wire.decoded(request.news)
        settings = self.configured.of(context.peer())

        def update() -> dict[str, Any]:
            return self.cloud.update(token, request.id, request.urn, inputs, settings, preview=request.preview)

        outputs = update() if request.preview else self._faulty("update", token, context, update)
        return messages.UpdateResponse(properties=wire.encoded(outputs))

    def Delete(self, request: Any, context: Any) -> Any:
        """Take a resource away."""
        token, _ = type_and_name(request.urn)
        self._faulty("delete", token, context, lambda: self.cloud.delete(token, request.id, request.urn))
        return Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        """Answer a look-up."""
        region = self.configured.of(context.peer()).context().region
        result = answer(request.tok, wire.opened(wire.decoded(request.args)), region)
        if result is None:
            known = ", ".join(known_lookups())
            text = f"the sandbox cloud has no answer to {request.tok}; it knows {known}"
            refuse(context, grpc.StatusCode.UNIMPLEMENTED, text)
        fields: dict[str, Any] = {"return": wire.encoded(result)}
        return messages.InvokeResponse(**fields)

    def Cancel(self, request: Any, context: Any) -> Any:
        """Nothing has to be stopped."""
        return Empty()

    def _faulty(self, verb: str, token: str, context: Any, act: Callable[[], Result]) -> Result:
        """Do what a call asks for, with the fault it meets: not at all, or without a timely answer."""
        fault = self.faults.meet(verb, token)
        if fault is not None and fault.action == "fail":
            refuse(context, grpc.StatusCode.UNKNOWN, fault.message)
        try:
            result = act()
        except RefusedError as problem:
            refuse(context, grpc.StatusCode.FAILED_PRECONDITION, str(problem))
        except NameTakenError as problem:
            refuse(context, grpc.StatusCode.ALREADY_EXISTS, str(problem))
        if fault is not None:
            self._wait(context, fault.seconds if fault.action == "delay" else None)
        return result

    def _wait(self, context: Any, seconds: float | None) -> None:
        """Hold an answer back, for good when `seconds` is None; ends with the call or the server."""
        until = time.monotonic() + (seconds if seconds is not None else float("inf"))
        while context.is_active() and time.monotonic() < until:
            if self.stopping.wait(min(0.1, max(0.0, until - time.monotonic()))):
                break
        if seconds is None:
            refuse(context, grpc.StatusCode.CANCELLED, "the answer is lost")


def type_and_name(urn: str) -> tuple[str, str]:
    """Type token and logical name of a URN."""
    _, _, types, name = urn.split("::", 3)
    return types.rpartition("$")[2], name


def diff_response(found: list[Change], token: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Any:
    """The engine's form of what changed."""
    if not found:
        return messages.DiffResponse(changes=messages.DiffResponse.DIFF_NONE, hasDetailedDiff=True)
    detailed = {
        change.path: messages.PropertyDiff(kind=_KINDS[change.kind, change.replaces], inputDiff=True)
        for change in found
    }
    replaces = list(dict.fromkeys(_top(change.path) for change in found if change.replaces))
    return messages.DiffResponse(
        changes=messages.DiffResponse.DIFF_SOME,
        diffs=list(dict.fromkeys(_top(change.path) for change in found)),
        replaces=replaces,
        deleteBeforeReplace=bool(replaces) and deletes_first(token, before, after),
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def _top(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def refuse(context: Any, code: grpc.StatusCode, text: str) -> NoReturn:
    """End a call with a sentence."""
    context.abort(code, text)
    raise RuntimeError(text)  # not reached: `abort` raises
