"""IAM policy documents as rules read them: statements with lists where the JSON has scalars."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

from stackwright.plan.graph import UNKNOWN, Absent

MALFORMED: Final = "is not a JSON policy document"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy document."""

    allows: bool
    actions: tuple[str, ...]
    """Lower case; `not:` in front of what a NotAction excludes."""
    resources: tuple[str, ...]
    principals: tuple[tuple[str, str], ...]
    """(kind, id); kind `*` for everybody, `not` for NotPrincipal."""
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(operator, key, values), operator and key in lower case."""

    @property
    def for_everybody(self) -> bool:
        """Whether the principal is anybody at all."""
        return any(kind == "not" or name == "*" for kind, name in self.principals)

    def condition_keys(self) -> frozenset[str]:
        """Keys that the conditions look at."""
        return frozenset(key for _, key, _ in self.conditions)


Document = tuple[Statement, ...]


def parsed(value: Any) -> Document | Absent | None:
    """Statements of a document; `UNKNOWN` before deployment; None for what is no document."""
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(value, str):
        return _of_text(value)
    return _document(value)


@lru_cache(maxsize=1024)
def _of_text(text: str) -> Document | None:
    try:
        return cast("Document | None", _document(json.loads(text)))
    except ValueError:
        return None


def _document(value: Any) -> Document | Absent | None:
    if not isinstance(value, Mapping):
        return None
    if _has_unknown(value):
        return UNKNOWN
    found = cast("Mapping[str, Any]", value).get("Statement")
    listed = cast("list[Any]", found if isinstance(found, list) else [found])
    if not all(isinstance(one, Mapping) for one in listed):
        return None
    return tuple(_statement(one) for one in listed)


def _has_unknown(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_unknown(item) for item in cast("Mapping[str, Any]", value).values())
    if isinstance(value, list):
        return any(_has_unknown(item) for item in cast("list[Any]", value))
    return value is UNKNOWN


def _statement(raw: Mapping[str, Any]) -> Statement:
    denied = [f"not:{name.lower()}" for name in _texts(raw.get("NotAction"))]
    return Statement(
        allows=raw.get("Effect") == "Allow",
        actions=tuple([name.lower() for name in _texts(raw.get("Action"))] + denied),
        resources=tuple(_texts(raw.get("Resource")) + ["*" for _ in _texts(raw.get("NotResource"))][:1]),
        principals=tuple(_principals(raw)),
        conditions=tuple(_conditions(raw.get("Condition"))),
    )


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in cast("list[Any]", value if isinstance(value, list) else [value])]


def _principals(raw: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if "NotPrincipal" in raw:
        yield "not", "*"
    given = raw.get("Principal")
    if isinstance(given, Mapping):
        for kind, names in cast("Mapping[str, Any]", given).items():
            for name in _texts(names):
                yield kind, name
    else:
        for name in _texts(given):
            yield name, name


def _conditions(value: Any) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    if not isinstance(value, Mapping):
        return
    for operator, tests in cast("Mapping[str, Any]", value).items():
        if isinstance(tests, Mapping):
            for key, values in cast("Mapping[str, Any]", tests).items():
                yield operator.lower(), key.lower(), tuple(text.lower() for text in _texts(values))


def refuses_plain_http(document: Document) -> bool:
    """Whether everybody is denied everything over plain HTTP."""
    return any(
        not statement.allows
        and statement.for_everybody
        and any(action == "*" or action.endswith(":*") for action in statement.actions)
        and any(key == "aws:securetransport" and "false" in values for _, key, values in statement.conditions)
        for statement in document
    )


def opens_to_everybody(statement: Statement, closing: frozenset[str]) -> bool:
    """Whether the statement allows anybody, with no condition on any of the `closing` keys."""
    return (
        statement.allows and statement.for_everybody and not any(_closes(one, closing) for one in statement.conditions)
    )


def _closes(condition: tuple[str, str, tuple[str, ...]], closing: frozenset[str]) -> bool:
    """Whether a condition lets only named callers through; one that excludes some, or asks for nothing, does not."""
    operator, key, values = condition
    return key in closing and "not" not in operator and not operator.endswith("ifexists") and "*" not in values
