import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2 as wire
from pulumi.runtime.proto import language_pb2_grpc as service

from stackwright.sandbox.engine.beside import install_host

pytestmark = pytest.mark.enable_socket


class Running:
    """A language host as the engine starts it, and the engine's address it watches."""

    def __init__(self, folder: Path) -> None:
        install_host(folder)
        self.engine = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{self.engine.getsockname()[1]}"
        self.process = subprocess.Popen(
            [str(folder / "bin" / "pulumi-language-python"), address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"STACKWRIGHT_PYTHON": sys.executable},
            process_group=0,
        )
        assert self.process.stdout is not None
        port = int(self.process.stdout.readline())
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.runtime = service.LanguageRuntimeStub(self.channel)

    def close(self) -> None:
        self.channel.close()
        self.engine.close()
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path / "engine")
    yield running
    running.close()


def info(folder: Path, **options: str) -> wire.ProgramInfo:
    chosen = Struct()
    chosen.update(options)
    return wire.ProgramInfo(root_directory=str(folder), program_directory=str(folder), entry_point=".", options=chosen)


def plugin(folder: Path, program: str) -> wire.RunPluginRequest:
    (folder / "__main__.py").write_text(program)
    env = [f"{name}={value}" for name, value in os.environ.items()]
    return wire.RunPluginRequest(pwd=str(folder), env=env, args=["one"], info=info(folder), kind="resource")


def test_the_handshake_is_accepted(host: Running) -> None:
    assert host.runtime.Handshake(wire.LanguageHandshakeRequest()) == wire.LanguageHandshakeResponse()


def test_it_names_the_version_of_the_sdk(host: Running) -> None:
    from pulumi._version import version

    assert host.runtime.GetPluginInfo(Empty()).version == version


def test_it_asks_for_nothing_to_be_downloaded(host: Running, tmp_path: Path) -> None:
    packages = host.runtime.GetRequiredPackages(wire.GetRequiredPackagesRequest(info=info(tmp_path)))
    assert len(packages.packages) == 0


def test_a_project_without_its_virtualenv_is_told_so(host: Running, tmp_path: Path) -> None:
    answer = host.runtime.Run(wire.RunRequest(pwd=str(tmp_path), info=info(tmp_path, virtualenv="gone")))
    assert "gone of runtime.options.virtualenv has no Python - create it: python3 -m venv" in answer.error
    with pytest.raises(grpc.RpcError, match="has no Python"):
        host.runtime.About(wire.AboutRequest(info=info(tmp_path, virtualenv="gone")))


def test_about_names_the_interpreter(host: Running, tmp_path: Path) -> None:
    told = host.runtime.About(wire.AboutRequest(info=info(tmp_path, virtualenv=sys.prefix)))
    assert told.executable == str(Path(sys.prefix) / "bin" / "python")
    assert told.version == ".".join(map(str, sys.version_info[:3]))


def test_the_installed_packages_are_listed(host: Running, tmp_path: Path) -> None:
    asked = wire.GetProgramDependenciesRequest(info=info(tmp_path, virtualenv=sys.prefix), transitiveDependencies=True)
    listed = {one.name: one.version for one in host.runtime.GetProgramDependencies(asked).dependencies}
    assert listed["grpcio"] == grpc.__version__


def test_a_plugin_runs_and_its_output_and_exit_code_come_back(host: Running, tmp_path: Path) -> None:
    program = "import sys\nprint('out', sys.argv[1])\nprint('err', file=sys.stderr)\nsys.exit(7)"
    answers = list(host.runtime.RunPlugin(plugin(tmp_path, program)))
    assert b"".join(answer.stdout for answer in answers) == b"out one\n"
    assert b"".join(answer.stderr for answer in answers) == b"err\n"
    assert answers[-1].WhichOneof("output") == "exitcode"
    assert answers[-1].exitcode == 7


def test_a_plugin_ends_when_the_engine_no_longer_listens_to_it(host: Running, tmp_path: Path) -> None:
    pid = start_forever(host, tmp_path)
    assert until(lambda: not alive(pid))


def test_a_plugin_and_the_host_end_when_the_engine_is_gone(host: Running, tmp_path: Path) -> None:
    pid = start_forever(host, tmp_path, keep=True)
    host.engine.close()
    assert host.process.stdin is not None
    host.process.stdin.close()
    assert host.process.wait(timeout=20) == 0
    assert until(lambda: not alive(pid))


def test_the_host_ends_when_the_address_stops_answering_although_its_input_is_open(host: Running) -> None:
    host.engine.close()
    assert host.process.wait(timeout=20) == 0


def test_the_host_stays_when_only_its_input_closes(host: Running) -> None:
    assert host.process.stdin is not None
    host.process.stdin.close()
    host.runtime.Handshake(wire.LanguageHandshakeRequest())
    assert host.process.poll() is None


def test_an_interrupt_ends_the_host_without_a_word(host: Running) -> None:
    host.runtime.Handshake(wire.LanguageHandshakeRequest())
    host.process.send_signal(signal.SIGINT)
    assert host.process.wait(timeout=20) == 0
    assert host.process.stdout is not None
    assert host.process.stderr is not None
    assert (host.process.stdout.read(), host.process.stderr.read()) == (b"", b"")


def test_cancel_ends_what_runs(host: Running, tmp_path: Path) -> None:
    pid = start_forever(host, tmp_path, keep=True)
    host.runtime.Cancel(Empty())
    assert until(lambda: not alive(pid))


def test_a_python_without_the_sdk_hands_over_to_the_next(tmp_path: Path) -> None:
    install_host(tmp_path)
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nexec "{Path(sys.executable).resolve()}" -I -S "$@"\n')
    bare.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as engine:
        process = subprocess.Popen(
            [str(tmp_path / "bin" / "pulumi-language-python"), f"127.0.0.1:{engine.getsockname()[1]}"],
            stdout=subprocess.PIPE,
            env=os.environ | {"STACKWRIGHT_PYTHON": str(bare)},
        )
        assert process.stdout is not None
        assert int(process.stdout.readline()) > 0
        process.terminate()
        process.communicate()


def start_forever(host: Running, folder: Path, keep: bool = False) -> int:
    """Start a plugin that never ends; listen to it to its first line, or for good when `keep`."""
    program = "import os, time\nprint(os.getpid(), flush=True)\nwhile True: time.sleep(60)"
    answers = host.runtime.RunPlugin(plugin(folder, program))
    pid = int(next(answers).stdout)
    if keep:
        threading.Thread(target=drain, args=(answers,), daemon=True).start()
    else:
        answers.cancel()
    return pid


def drain(answers: Iterator[wire.RunPluginResponse]) -> None:
    try:
        for _ in answers:
            pass
    except grpc.RpcError:
        return


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False
