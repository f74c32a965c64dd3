"""A cloud that accepts everything: the same command line as the sandbox server, none of its knowledge.

It records every call in a text file beside its state file, so that tests see what reached a provider.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2 as wire
from pulumi.runtime.proto import provider_pb2_grpc as service
from pulumi.runtime.proto.plugin_pb2 import PluginInfo

PACKAGES = ("aws", "gcp", "azure-native", "kubernetes")


class Echo(service.ResourceProviderServicer):
    def __init__(self, log: Path, delay: float) -> None:
        self.log = log
        self.delay = delay

    def note(self, text: str) -> None:
        with self.log.open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    def thing(self, identity: str) -> Path:
        return self.log.with_name(f"{identity}.thing")

    def Handshake(self, request, context):
        return wire.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True, accept_outputs=True)

    def Attach(self, request, context):
        return Empty()

    def GetPluginInfo(self, request, context):
        return PluginInfo(version="1.0.0")

    def CheckConfig(self, request, context):
        return wire.CheckResponse(inputs=request.news)

    def DiffConfig(self, request, context):
        return wire.DiffResponse(changes=wire.DiffResponse.DIFF_NONE)

    def Configure(self, request, context):
        return wire.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True)

    def Check(self, request, context):
        return wire.CheckResponse(inputs=request.news)

    def Diff(self, request, context):
        same = request.old_inputs == request.news
        kind = wire.DiffResponse.DIFF_NONE if same else wire.DiffResponse.DIFF_SOME
        replaces = ["kind"] if kind_of(request.old_inputs) != kind_of(request.news) else []
        return wire.DiffResponse(changes=kind, replaces=replaces)

    def Create(self, request, context):
        name = request.urn.rsplit("::", 1)[-1]
        identity = f"id-{name}"
        while self.thing(identity).exists():
            identity += "-again"
        if not request.preview:
            self.note(f"create {name}")
            self.thing(identity).write_bytes(request.properties.SerializeToString())
            deadline = time.monotonic() + self.delay
            while context.is_active() and time.monotonic() < deadline:
                time.sleep(0.05)
            self.note(f"created {name}")
        return wire.CreateResponse(id="" if request.preview else identity, properties=request.properties)

    def Read(self, request, context):
        thing = self.thing(request.id)
        if not thing.exists():
            return wire.ReadResponse()
        found = Struct.FromString(thing.read_bytes())
        return wire.ReadResponse(id=request.id, properties=found, inputs=found)

    def Update(self, request, context):
        self.note(f"update {request.id}")
        self.thing(request.id).write_bytes(request.news.SerializeToString())
        return wire.UpdateResponse(properties=request.news)

    def Delete(self, request, context):
        self.note(f"delete {request.id}")
        self.thing(request.id).unlink()
        return Empty()

    def Cancel(self, request, context):
        return Empty()


def kind_of(properties: Struct) -> str:
    return properties.fields["kind"].string_value if "kind" in properties.fields else ""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--state", type=Path, required=True)
    asked.add_argument("--faults", default="")
    args = asked.parse_args()
    if args.faults == "refuse":
        sys.exit("the echo cloud refuses to start")
    delay = float(args.faults.removeprefix("delay:") or 0)
    ports: dict[str, int] = {}
    servers: list[grpc.Server] = []
    for package in PACKAGES:
        server = grpc.server(ThreadPoolExecutor(8))
        service.add_ResourceProviderServicer_to_server(Echo(args.state.with_name("calls.log"), delay), server)
        ports[package] = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
