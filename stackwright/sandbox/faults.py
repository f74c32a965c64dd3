"""Faults on request: the Nth call of a type fails, is slow, or is carried out and never answered.

A plan is a list of faults with `;` between them, such as
`create aws:s3/bucket:Bucket 2 fail "AccessDenied: no"; create aws:eks/cluster:Cluster 1 delay 5; delete * 1 lose`.
"""

import shlex
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

VERBS = ("create", "read", "update", "delete")
ACTIONS = ("fail", "delay", "lose")


class FaultError(ValueError):
    """A fault that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call."""

    verb: str
    token: str
    """Type token, `*` for any type."""
    number: int
    """Which call, from 1; 0 for every call."""
    action: str
    message: str = ""
    seconds: float = 0.0


def parse_faults(text: str) -> list[Fault]:
    """Faults of a plan; raises `FaultError` with a sentence for what is wrong."""
    return [_parsed(part) for part in _parts(text)]


def _parts(text: str) -> Iterable[str]:
    quoted, current = False, ""
    for character in text:
        quoted ^= character == '"'
        if character == ";" and not quoted:
            yield from [current] if current.strip() else []
            current = ""
        else:
            current += character
    if quoted:
        raise FaultError(f"fault `{text.strip()}`: a quote is not closed")
    yield from [current] if current.strip() else []


def _parsed(text: str) -> Fault:
    words = shlex.split(text)
    where = f"fault `{text.strip()}`"
    if len(words) < 4:
        raise FaultError(f'{where}: expected VERB TYPE NUMBER ACTION, such as create aws:s3/bucket:Bucket 2 fail "no"')
    verb, token, number, action, *rest = words
    if verb not in VERBS:
        raise FaultError(f"{where}: expected one of {', '.join(VERBS)}, got `{verb}`")
    if token != "*" and token.count(":") != 2:
        raise FaultError(f"{where}: expected a type token such as aws:s3/bucket:Bucket, or *, got `{token}`")
    if number != "*" and not (number.isdigit() and int(number)):
        raise FaultError(f"{where}: expected the number of a call from 1, or *, got `{number}`")
    if action not in ACTIONS:
        raise FaultError(f"{where}: expected one of {', '.join(ACTIONS)}, got `{action}`")
    count = 0 if number == "*" else int(number)
    if action == "fail":
        return Fault(verb, token, count, action, message=" ".join(rest) or "InternalFailure: injected fault")
    if action == "lose" and not rest:
        return Fault(verb, token, count, action)
    if action == "delay" and len(rest) == 1 and rest[0].replace(".", "", 1).isdigit():
        return Fault(verb, token, count, action, seconds=float(rest[0]))
    raise FaultError(f"{where}: `delay` takes seconds, `lose` takes nothing")


class Faults:
    """Counts calls and says which fault the next one meets."""

    def __init__(self, plan: Iterable[Fault] = ()) -> None:
        self._plan = tuple(plan)
        self._calls: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def meet(self, verb: str, token: str) -> Fault | None:
        """Count a call and return its fault, if any."""
        if not self._plan:
            return None
        with self._lock:
            self._calls[verb, token] += 1
            self._calls[verb, "*"] += 1
            for fault in self._plan:
                mine = fault.verb == verb and fault.token in (token, "*")
                if mine and fault.number in (0, self._calls[verb, fault.token]):
                    return fault
        return None
