"""Area of concern: the packs as programs, started the way a language host starts them."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from ruamel.yaml import YAML

from stackwright.plan.wire import struct
from stackwright.policies.registry import PACKS
from stackwright.policies.tokens import token

FOLDER = Path(__file__).parents[2] / "policies" / "packs"

pytestmark = pytest.mark.enable_socket


@pytest.fixture(params=sorted(PACKS))
def pack(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def program(pack: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(FOLDER / pack)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        yield running
        running.kill()


def _client(program: "subprocess.Popen[bytes]") -> analyzer_pb2_grpc.AnalyzerStub:
    assert program.stdout
    port = int(program.stdout.readline())
    return analyzer_pb2_grpc.AnalyzerStub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def test_a_pack_says_its_port_answers_and_ends_when_told(program: "subprocess.Popen[bytes]", pack: str) -> None:
    client = _client(program)
    info = client.GetAnalyzerInfo(empty_pb2.Empty())
    assert {one.name for one in info.policies} == {rule.id for rule in PACKS[pack]}
    volume = token("ebs/Volume")
    asked = proto.AnalyzeRequest(urn=f"urn:pulumi:a::b::{volume}::c", type=volume, name="c", properties=struct({}))
    found = {one.policyName for one in client.Analyze(asked).diagnostics}
    assert found == ({"aws-ec2-ebs-encrypted"} if pack == "security" else set())
    client.Cancel(empty_pb2.Empty())
    assert program.wait(timeout=20) == 0
    assert program.stdout
    assert program.stdout.read() == b""


def test_an_interrupt_ends_a_pack_without_a_traceback(program: "subprocess.Popen[bytes]") -> None:
    import signal

    client = _client(program)
    client.GetPluginInfo(empty_pb2.Empty())
    program.send_signal(signal.SIGINT)
    assert program.wait(timeout=20) == 0
    assert program.stderr
    assert b"Traceback" not in program.stderr.read()


def test_a_pack_s_folder_holds_its_description_and_its_program_only(pack: str) -> None:
    assert {file.name for file in (FOLDER / pack).iterdir() if file.is_file()} == {"PulumiPolicy.yaml", "__main__.py"}
    settings = YAML(typ="safe").load((FOLDER / pack / "PulumiPolicy.yaml").read_text())
    assert settings["runtime"]["options"]["toolchain"] == "pip"
