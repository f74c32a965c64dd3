"""Answers of price APIs over HTTPS: asked again when they fail, kept until a run is through."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from stackwright.pricing.refresh.rates import RefreshError

_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_TRIES: Final = 6
_LONGEST_PAUSE: Final = 60.0
_CHUNK: Final = 1 << 20


class _Straight(HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: Any) -> None:
        """No redirect is followed: a key goes nowhere else."""


class Transport:
    """Gets pages, each once a run: a run that was broken off goes on where it was."""

    def __init__(
        self,
        folder: Path,
        *,
        tell: Callable[[str], None] = lambda _: None,
        pause: Callable[[float], None] = time.sleep,
        timeout: float = 60,
    ) -> None:
        self.folder = folder
        self._tell = tell
        self._pause = pause
        self._timeout = timeout
        self._open = build_opener(_Straight).open
        self.asked = 0
        """Pages that came over the network in this run."""

    def json(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The JSON at `url`; `headers` are in no file and no message."""
        return self.kept(url, lambda: self._page(url, headers or {}))

    def kept(self, name: str, ask: Callable[[], Any]) -> Any:
        """The page called `name`, from the folder or by `ask`."""
        file = self.folder / f"{_mark(name)}.json"
        try:
            return json.loads(file.read_bytes())
        except (OSError, ValueError):
            found = ask()
        self.asked += 1
        self._write(file, json.dumps(found, separators=(",", ":")).encode())
        return found

    def _write(self, file: Path, data: bytes) -> None:
        part = file.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(file)
        except OSError as error:
            raise RefreshError(f"{file.parent}: cannot be written: {(error.strerror or str(error)).lower()}") from None

    def _page(self, url: str, headers: Mapping[str, str]) -> Any:
        def ask() -> Any:
            with self._open(Request(url, headers=dict(headers)), timeout=self._timeout) as answer:
                return json.loads(answer.read())

        return self._again(url, ask)

    def file(self, url: str) -> Path:
        """The file at `url` on disk; one that was broken off goes on where it ended, unless it has changed since."""
        file = self.folder / f"{_mark(url)}.file"
        if not file.is_file():
            self._again(url, lambda: self._download(url, file))
            self.asked += 1
        return file

    def _download(self, url: str, file: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        part, tag = file.with_suffix(".part"), file.with_suffix(".tag")
        headers: dict[str, str] = {}
        if part.is_file() and tag.is_file() and part.stat().st_size:
            headers = {"Range": f"bytes={part.stat().st_size}-", "If-Range": tag.read_text(encoding="utf-8")}
        with self._open(Request(url, headers=headers), timeout=self._timeout) as answer:
            goes_on = answer.status == 206
            tag.write_text(answer.headers.get("ETag", ""), encoding="utf-8")
            if not tag.stat().st_size:
                tag.unlink()
            with part.open("ab" if goes_on else "wb") as out:
                while chunk := answer.read(_CHUNK):
                    out.write(chunk)
            length = answer.headers.get("Content-Length")
            start = int(headers["Range"][6:-1]) if goes_on else 0
            if length is not None and part.stat().st_size - start != int(length):
                raise ConnectionError("the file ended early")
        part.replace(file)

    def _again(self, url: str, ask: Callable[[], Any]) -> Any:
        host = urlsplit(url).hostname or url
        why = ""
        for attempt in range(_TRIES):
            if attempt:
                self._tell(f"{host}: {why}, asking again")
            try:
                return ask()
            except HTTPError as error:
                with error:
                    why, wait = f"answers {error.code}", _wait(error.headers.get("Retry-After"), attempt)
                if error.code not in _AGAIN:
                    raise RefreshError(f"{host}: {why} - {_advice(error.code)}") from None
            except (URLError, OSError, HTTPException, ValueError) as error:
                why, wait = _failed(error), _wait(None, attempt)
            if attempt + 1 < _TRIES:
                self._pause(wait)
        raise RefreshError(f"{host}: {why}, {_TRIES} times - run the same command again, it goes on from here")


def _failed(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return "does not answer in time"
    if isinstance(error, (HTTPException, ValueError)):
        return "broke off in the middle of an answer"
    return str(getattr(reason, "strerror", None) or reason).lower() or "cannot be reached"


def _wait(told: str | None, attempt: int) -> float:
    return min(float(told) if told and told.isdigit() else 2.0**attempt, _LONGEST_PAUSE)


def _advice(code: int) -> str:
    if code in (400, 401, 403):
        return "check the key and what it may do"
    return "the address or the query is not what this API takes"


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def address(cloud: str, usual: str) -> str:
    """Where the price API of `cloud` is: `usual`, or what STACKWRIGHT_PRICE_API_<CLOUD> says."""
    return (os.environ.get(f"STACKWRIGHT_PRICE_API_{cloud.upper()}") or usual).rstrip("/")
