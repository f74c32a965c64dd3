"""A JSON file of hundreds of MB, read a member at a time."""

import json
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO, Final

_CHUNK: Final = 1 << 20
_BLANK: Final = " \t\r\n"


class _Text:
    """Text of a file from a place on; what was read before is let go."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = ""
        self._at = 0
        self._decode = json.JSONDecoder().raw_decode

    def _more(self) -> bool:
        chunk = self._file.read(_CHUNK)
        while chunk and chunk[-1] >= 0x80:  # not in the middle of a character
            extra = self._file.read(1)
            if not extra:
                break
            chunk += extra
        self._buffer, self._at = self._buffer[self._at :] + chunk.decode("utf-8"), 0
        return bool(chunk)

    def peek(self) -> str:
        """The next character that is no blank."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                raise ValueError("the file ends in the middle")

    def take(self, expected: str) -> None:
        """Go past `expected`."""
        if self.peek() != expected:
            raise ValueError(f"{expected} is missing")
        self._at += 1

    def name(self) -> str:
        """The next value, which names a member."""
        found = self.value()
        if not isinstance(found, str):
            raise ValueError("a member has no name")
        return found

    def value(self) -> Any:
        """The next value as a whole."""
        self.peek()
        while True:
            try:
                found, end = self._decode(self._buffer, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            if end == len(self._buffer) and self._more():  # a number may go on
                continue
            self._at = end
            return found


def members(file: BinaryIO, inside: Collection[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(path, value) of every member of the top object, and of those in `inside` each member instead of the whole.

    Raises `ValueError` where the file is no JSON object.
    """
    yield from _members(_Text(file), (), inside)


def _members(text: _Text, path: tuple[str, ...], inside: Collection[tuple[str, ...]]) -> Iterator[Any]:
    text.take("{")
    while text.peek() != "}":
        here = (*path, text.name())
        text.take(":")
        if here in inside and text.peek() == "{":
            yield from _members(text, here, inside)
        else:
            yield here, text.value()
        if text.peek() == "}":
            break
        text.take(",")
    text.take("}")
