"""Simulated price APIs on loopback: they answer in the documented shapes, with figures that are made up."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from stackwright.pricing.prices import Key
from stackwright.pricing.refresh.rates import Want
from stackwright.pricing.refresh.transport import Transport

Answer = Any
"""JSON, bytes, a status code, or (status, headers, bytes)."""


class Simulated:
    """A price API that is not one: it answers what a test says, one answer after the other for each path."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        """Paths with their queries, in order, unquoted."""
        self.headers: list[dict[str, str]] = []
        self.answers: dict[str, list[Answer]] = {}
        simulated = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                simulated.asked.append(unquote(self.path))
                simulated.headers.append(dict(self.headers))
                simulated.reply(self, urlsplit(self.path).path, parse_qs(urlsplit(self.path).query))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                simulated.asked.append(body.decode())
                simulated.reply(self, "POST", {})

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def says(self, path: str, *answers: Answer) -> None:
        """What is answered at `path`: the answers in order, and the last one from then on."""
        self.answers[path] = list(answers)

    def reply(self, handler: BaseHTTPRequestHandler, path: str, query: dict[str, list[str]]) -> None:
        given = self.answers.get(path, [404])
        answer = given.pop(0) if len(given) > 1 else given[0]
        if callable(answer):
            answer = answer(query, handler.headers)
        status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
        if isinstance(body, int):
            status, body = body, b"{}"
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulated]:
    """All three price APIs, simulated by one server."""
    server = Simulated()
    for cloud in ("AWS", "AWS_QUERY", "GCP", "AZURE"):
        monkeypatch.setenv(f"STACKWRIGHT_PRICE_API_{cloud}", server.url)
    yield server
    server.close()


@pytest.fixture
def pauses() -> list[float]:
    """Seconds that were waited before asking again."""
    return []


@pytest.fixture
def transport(tmp_path: Path, pauses: list[float]) -> Transport:
    """A transport that keeps pages in a folder of its own and waits for nothing."""
    return Transport(tmp_path / "pages", pause=pauses.append, timeout=5)


Asks = Callable[..., Want]


@pytest.fixture
def want() -> Asks:
    """Makes a want: region, service, dimension, unit."""
    return lambda region, service, dimension, unit: Want(region, Key(service, dimension, unit))
