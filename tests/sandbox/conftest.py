"""A running sandbox cloud: in this process, called over gRPC as the engine calls it, or beside the real engine."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as messages
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from stackwright.sandbox.engine.install import find_engine
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


class Server:
    """A sandbox server of its own process."""

    def __init__(self, state: Path, *more: str) -> None:
        command = [sys.executable, "-m", "stackwright.sandbox.server", "--state", str(state), *more]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ports = json.loads(self.process.stdout.readline())

    def close(self) -> int:
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=20)


@pytest.fixture
def server_at():
    """The command of the server, on a file."""
    return Server


class Project:
    """A Pulumi project that the engine deploys to a sandbox."""

    def __init__(self, folder: Path, engine: Path) -> None:
        self.folder = folder
        self.state = folder / "cloud.sqlite"
        for name in ("home", "backend"):
            (folder / name).mkdir()
        venv = Path(sys.prefix)
        options = {"toolchain": "pip", "virtualenv": str(venv)}
        project = {"name": "shop", "runtime": {"name": "python", "options": options}}
        (folder / "Pulumi.yaml").write_text(json.dumps(project))
        self.env = os.environ | {
            "PATH": f"{engine.parent}{os.pathsep}{os.environ['PATH']}",
            "PULUMI_BACKEND_URL": f"file://{folder / 'backend'}",
            "PULUMI_CONFIG_PASSPHRASE": "test",
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        }
        self.server: Server | None = None

    def serve(self, *more: str) -> Server:
        self.server = Server(self.state, *more)
        ports = ",".join(f"{package}:{port}" for package, port in self.server.ports.items())
        self.env["PULUMI_DEBUG_PROVIDERS"] = ports
        return self.server

    def program(self, source: str) -> None:
        (self.folder / "__main__.py").write_text(textwrap.dedent(source))

    def pulumi(self, *args: str, fails: bool = False) -> str:
        done = subprocess.run(
            ["pulumi", *args, "--non-interactive"],
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout
        return done.stdout

    def up(self, *args: str, fails: bool = False) -> str:
        return self.pulumi("up", "--yes", "--skip-preview", *args, fails=fails)

    def ids(self, kind: str) -> list[str]:
        store = Store(self.state)
        try:
            return [row.id for row in store.resources("dev") if row.token.endswith(f":{kind}")]
        finally:
            store.close()


@pytest.fixture
def project(tmp_path):
    engine = find_engine()
    if engine is None:
        pytest.skip("no Pulumi engine on this machine: stackwright engine install")
    made = Project(tmp_path, engine.path)
    made.pulumi("stack", "init", "dev")
    made.pulumi("config", "set", "aws:region", "us-east-1")
    yield made
    if made.server is not None:
        made.server.close()
    shutil.rmtree(tmp_path / "home", ignore_errors=True)
