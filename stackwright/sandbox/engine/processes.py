"""The processes of the language host: none outlives it, and it does not outlive the engine."""

import contextlib
import os
import queue
import socket
import stat
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from typing import IO


class Children:
    """The processes this host started, so that none outlives it."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def start(self, args: list[str], cwd: str, env: Mapping[str, str], piped: bool) -> "subprocess.Popen[bytes]":
        """Start a process; `piped` captures what it writes."""
        pipe = subprocess.PIPE if piped else None
        with self._lock:
            child = subprocess.Popen(args, cwd=cwd or None, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
            self._running.add(child)
        return child

    def wait(self, child: "subprocess.Popen[bytes]") -> int:
        """Return the exit code of a process once it has ended."""
        code = child.wait()
        with self._lock:
            self._running.discard(child)
        return code

    def end(self, child: "subprocess.Popen[bytes]") -> None:
        """Stop one process if it still runs: politely, then for good."""
        with contextlib.suppress(OSError):
            child.terminate()
        try:
            child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def end_all(self) -> None:
        """Stop every process still running."""
        for child in list(self._running):
            with contextlib.suppress(OSError):
                child.terminate()
        for child in list(self._running):
            self.end(child)


def chunks(child: "subprocess.Popen[bytes]") -> Iterator[tuple[str, bytes]]:
    """Yield what a process writes, as it writes it, until both of its streams close."""
    found: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()

    def read(channel: str, stream: IO[bytes]) -> None:
        with stream:
            while data := os.read(stream.fileno(), 65536):
                found.put((channel, data))
        found.put((channel, b""))

    streams = {"stdout": child.stdout, "stderr": child.stderr}
    for channel, stream in streams.items():
        if stream is not None:
            threading.Thread(target=read, args=(channel, stream), daemon=True).start()
    open_streams = len(streams)
    while open_streams:
        channel, data = found.get()
        if data:
            yield channel, data
        else:
            open_streams -= 1


class Watchdog:
    """Ends the host and its children when the engine is gone, however it went."""

    def __init__(self, engine: str, children: Children) -> None:
        self.address = engine
        self.children = children

    def leave(self, *_: object) -> None:
        """End everything at once and say nothing."""
        self.children.end_all()
        os._exit(0)

    def answers(self) -> bool:
        """Whether something listens at the engine's address."""
        name, _, port = self.address.rpartition(":")
        try:
            socket.create_connection((name.strip("[]") or "127.0.0.1", int(port)), timeout=5).close()
        except (OSError, ValueError):
            return False
        return True

    def watch(self) -> None:
        """Leave when the engine's address stops answering; a closed pipe from it is the first sign."""
        if stat.S_ISFIFO(os.fstat(0).st_mode):
            threading.Thread(target=self._until_closed, daemon=True).start()
        missed = 0
        while missed < 2:
            time.sleep(1)
            missed = 0 if self.answers() else missed + 1
        self.leave()

    def _until_closed(self) -> None:
        while os.read(0, 4096):
            pass
        for _ in range(20):  # an engine that ends closes its pipe a moment before its address
            if not self.answers():
                self.leave()
            time.sleep(0.05)
