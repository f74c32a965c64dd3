"""Serves the sandbox cloud: `python -m stackwright.sandbox.server --state FILE [--faults PLAN]`.

Prints one line of JSON, the port of each package, and ends on SIGTERM or when its standard input closes.
"""

import argparse
import json
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from stackwright.sandbox.faults import FaultError, Faults, parse_faults
from stackwright.sandbox.provider import Provider
from stackwright.sandbox.store import Store
from stackwright.sandbox.vertex import Vertex, VertexCalls

PACKAGES = ("aws", "gcp", "azure-native", "kubernetes")
FAULTS = "STACKWRIGHT_FAULTS"
"""Environment variable that holds a plan of faults."""

_THREADS = 64
_LARGEST = 400 * 1024 * 1024
"""Messages the engine accepts (`sdk/go/common/util/rpcutil`, MaxRPCMessageSize)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until the parent goes; return 2 with a sentence when the arguments are wrong."""
    parser = argparse.ArgumentParser(prog="python -m stackwright.sandbox.server", description="the sandbox cloud")
    parser.add_argument("--state", type=Path, required=True, help="SQLite file that holds what exists")
    parser.add_argument("--faults", default=os.environ.get(FAULTS, ""), help="faults to inject, `;` between them")
    args = parser.parse_args(argv)
    try:
        faults = Faults(parse_faults(args.faults))
        store = Store(args.state)
    except FaultError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except sqlite3.Error as problem:
        sys.stderr.write(f"{args.state}: {problem}\n")
        return 2
    stopping = _stopping()
    ports, servers = serve(store, faults, stopping, args.state.with_suffix(".vertex.json"))
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    while not stopping.wait(1.0):
        pass
    for running in [server.stop(grace=0.2) for server in servers]:
        running.wait()
    store.close()
    return 0


def serve(
    store: Store, faults: Faults, stopping: threading.Event, vertex: Path | None = None
) -> tuple[dict[str, int], list[grpc.Server]]:
    """Start the provider of every package, each on a port of the loopback interface that the system picks.

    Google Cloud's port also answers what dynamic resources ask Vertex AI; `vertex` keeps what they made.
    """
    options = [("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]
    ports: dict[str, int] = {}
    servers: list[grpc.Server] = []
    for package in PACKAGES:
        server = grpc.server(ThreadPoolExecutor(_THREADS), options=options)
        provider = Provider(package, store, faults, stopping)
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
        if package == "gcp":
            server.add_generic_rpc_handlers((VertexCalls(lambda: Vertex(vertex)),))
        ports[package] = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
    return ports, servers


def _stopping() -> threading.Event:
    """An event that is set when the server has to end: told so, or left alone."""
    stopping = threading.Event()

    def stop(number: int, frame: object) -> None:
        stopping.set()

    def read_to_the_end() -> None:
        while os.read(sys.stdin.fileno(), 4096):  # not through a buffer, whose lock would outlive the interpreter
            pass
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=read_to_the_end, daemon=True).start()
    return stopping


if __name__ == "__main__":
    sys.exit(main())
