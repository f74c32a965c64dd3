"""A running sandbox cloud in this process, called over gRPC as the engine calls it."""

import threading
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as messages
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from stackwright.sandbox.faults import Faults, parse_faults
from stackwright.sandbox.server import serve
from stackwright.sandbox.store import Store
from stackwright.sandbox.wire import decoded, encoded


class Client:
    """The engine's side of one package."""

    def __init__(self, port: int, package: str) -> None:
        self.package = package
        # one connection each, as the engine opens one for each provider instance
        alone = [("grpc.use_local_subchannel_pool", 1)]
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=alone)
        self.stub = ResourceProviderStub(self.channel)

    def urn(self, token: str, name: str, stack: str = "dev") -> str:
        return f"urn:pulumi:{stack}::shop::{token}::{name}"

    def configure(self, stack: str = "dev", **settings):
        urn = self.urn(f"pulumi:providers:{self.package}", "default", stack)
        return self.stub.Configure(messages.ConfigureRequest(urn=urn, args=encoded(settings), acceptSecrets=True))

    def check(self, token: str, name: str, inputs: dict, olds: dict | None = None, **more):
        fields = {"news": encoded(inputs), "olds": encoded(olds or {}), "randomSeed": b"1" * 32} | more
        request = messages.CheckRequest(urn=self.urn(token, name), **fields)
        answer = self.stub.Check(request)
        return decoded(answer.inputs), {failure.property: failure.reason for failure in answer.failures}

    def diff(self, token: str, name: str, old: dict, new: dict, id: str = "x", ignore: tuple[str, ...] = ()):
        request = messages.DiffRequest(
            urn=self.urn(token, name), id=id, old_inputs=encoded(old), news=encoded(new), ignoreChanges=ignore
        )
        return self.stub.Diff(request)

    def create(self, token: str, name: str, inputs: dict, *, preview: bool = False, stack: str = "dev", timeout=None):
        urn = self.urn(token, name, stack)
        request = messages.CreateRequest(urn=urn, properties=encoded(inputs), preview=preview)
        answer = self.stub.Create(request, timeout=timeout)
        return answer.id, decoded(answer.properties)

    def read(self, token: str, name: str, id: str):
        answer = self.stub.Read(messages.ReadRequest(urn=self.urn(token, name), id=id))
        return answer.id, decoded(answer.inputs), decoded(answer.properties)

    def update(self, token: str, name: str, id: str, old: dict, new: dict, *, preview: bool = False):
        request = messages.UpdateRequest(
            urn=self.urn(token, name), id=id, olds=encoded(old), news=encoded(new), preview=preview
        )
        return decoded(self.stub.Update(request).properties)

    def delete(self, token: str, name: str, id: str) -> Empty:
        return self.stub.Delete(messages.DeleteRequest(urn=self.urn(token, name), id=id))

    def invoke(self, token: str, args: dict):
        return decoded(getattr(self.stub.Invoke(messages.InvokeRequest(tok=token, args=encoded(args))), "return"))


class Sandbox:
    """The server, its store, and a client for each package."""

    def __init__(self, path: Path, faults: str = "") -> None:
        self.store = Store(path)
        self.stopping = threading.Event()
        self.ports, self.servers = serve(self.store, Faults(parse_faults(faults)), self.stopping)
        self.clients = {package: Client(port, package) for package, port in self.ports.items()}
        self.aws = self.clients["aws"]
        self.more: list[Client] = []

    def another(self, package: str) -> Client:
        self.more.append(Client(self.ports[package], package))
        return self.more[-1]

    def close(self) -> None:
        self.stopping.set()
        for client in [*self.clients.values(), *self.more]:
            client.channel.close()
        for stopped in [server.stop(None) for server in self.servers]:
            stopped.wait()
        self.store.close()


@pytest.fixture
def sandbox_with(tmp_path):
    """Start a sandbox, with faults on request; all of them share one file."""
    running: list[Sandbox] = []

    def start(faults: str = "") -> Sandbox:
        running.append(Sandbox(tmp_path / "cloud.sqlite", faults))
        return running[-1]

    yield start
    for sandbox in running:
        sandbox.close()


@pytest.fixture
def sandbox(sandbox_with):
    """A sandbox without faults."""
    return sandbox_with()


@pytest.fixture
def aws(sandbox):
    """The AWS provider of a sandbox."""
    return sandbox.aws
