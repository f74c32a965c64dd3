"""What pydantic says about a blueprint, in words a user can act on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stackwright.blueprints.paths import Steps, text_of, value_at
from stackwright.blueprints.problems import did_you_mean, listed
from stackwright.blueprints.schemas import field_at, fields_at
from stackwright.blueprints.values import FORMS


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake at one place of a blueprint, not yet tied to a file."""

    steps: Steps
    message: str
    allowed: str = ""
    hint: str = ""
    at_key: bool = False
    """The name of the field is wrong, not its value."""
    show: bool = True
    """The value found belongs into the message."""


Details = Mapping[str, Any]

_PLAIN: Mapping[str, tuple[str, str]] = {
    "int_type": ("is not a whole number", "a whole number"),
    "int_from_float": ("is not a whole number", "a whole number"),
    "float_type": ("is not a number", "a number"),
    "finite_number": ("is not a number that can be used", "a number"),
    "date_from_datetime_parsing": ("is not a date", "year-month-day, such as 2027-01-31"),
    "date_type": ("is not a date", "year-month-day, such as 2027-01-31"),
    "bool_type": ("is neither true nor false", "true, false"),
    "string_type": ("is not text", "text"),
    "tuple_type": ("is not a list", "a list, written as [a, b] or with one `- item` a line"),
    "model_type": ("is not a section with fields of its own", "fields below it, indented, or {field: value}"),
    "dict_type": ("is not a section with fields of its own", "fields below it, indented, or {field: value}"),
}
_BOUNDS: Mapping[str, tuple[str, Callable[[Details], str]]] = {
    "greater_than": ("is too small", lambda ctx: f"more than {ctx['gt']:.15g}"),
    "greater_than_equal": ("is too small", lambda ctx: f"{ctx['ge']:.15g} or more"),
    "less_than": ("is too large", lambda ctx: f"less than {ctx['lt']:.15g}"),
    "less_than_equal": ("is too large", lambda ctx: f"{ctx['le']:.15g} or less"),
    "string_too_short": ("is too short", lambda ctx: f"{ctx['min_length']} characters or more"),
    "string_too_long": ("is too long", lambda ctx: f"{ctx['max_length']} characters or less"),
    "too_short": ("has too few entries", lambda ctx: f"{ctx['min_length']} or more"),
    "too_long": ("has too many entries", lambda ctx: f"{ctx['max_length']} or less"),
}


def mistakes(
    error: ValidationError, spec: type[BaseModel], data: Any, whole: str = "the blueprint"
) -> Iterator[Mistake]:
    """The mistakes behind `error`, which `spec` raised for `data`; `whole` names the file."""
    found = error.errors(include_url=False, include_input=False)
    for details in found:
        loc = details["loc"]
        below = any(other["loc"][: len(loc)] == loc and len(other["loc"]) > len(loc) for other in found)
        if not (below and details["type"] in ("too_short", "too_long")):  # only sound items were counted
            yield _mistake(details, spec, data, whole)


def _mistake(details: ErrorDetails, spec: type[BaseModel], data: Any, whole: str) -> Mistake:
    kind, context = details["type"], details.get("ctx", {})
    steps = tuple(step for step in details["loc"] if step != "[key]")
    if kind == "missing":
        return _missing(spec, steps)
    if kind == "extra_forbidden":
        return _unknown(spec, steps, whole)
    if value_at(data, steps) is None and kind != "refused":
        return Mistake(steps, "is empty", _PLAIN.get(kind, ("", ""))[1], "give it a value", at_key=True, show=False)
    if kind in ("enum", "literal_error"):
        return _outside(steps, value_at(data, steps), context)
    if kind == "string_pattern_mismatch":
        return Mistake(
            steps, "does not have the right form", FORMS.get(context["pattern"], ""), show="[key]" not in details["loc"]
        )
    if kind == "refused":
        of_key = "[key]" in details["loc"]
        return Mistake(steps, context["message"], context["allowed"], context["hint"], at_key=of_key, show=not of_key)
    if kind in _BOUNDS:
        message, allowed = _BOUNDS[kind]
        return Mistake(steps, message, allowed(context))
    message, allowed = _PLAIN.get(kind, ("is not what belongs here", ""))
    return Mistake(steps, message, allowed, _quotes(kind, value_at(data, steps)))


def _missing(spec: type[BaseModel], steps: Steps) -> Mistake:
    field = field_at(spec, steps)
    example = next(iter(field.get("examples", ())), None)
    plain = example is not None and not isinstance(example, list | dict)
    hint = f"add `{steps[-1]}: {example}`" if plain else f"add `{steps[-1]}`"
    return Mistake(steps, "is required", listed(field.get("enum", ())), hint, show=False)


def _unknown(spec: type[BaseModel], steps: Steps, whole: str) -> Mistake:
    known = fields_at(spec, steps[:-1])
    where = f"`{text_of(steps[:-1])}`" if steps[:-1] else whole
    hint = did_you_mean(str(steps[-1]), known) or "remove it"
    return Mistake(steps, f"is not a field of {where}", listed(known), hint, at_key=True, show=False)


def _outside(steps: Steps, found: Any, context: Details) -> Mistake:
    allowed = str(context["expected"]).replace(" or ", ", ").replace("'", "")
    if isinstance(found, list) and steps[-1] == "capacity":
        return Mistake(steps, "a chain of capacities is not there yet", allowed, "choose one of them", show=False)
    hint = did_you_mean(found, allowed.split(", ")) if isinstance(found, str) else ""
    return Mistake(steps, "is not one of the values that exist", allowed, hint)


def _quotes(kind: str, found: Any) -> str:
    if kind == "string_type" and isinstance(found, int | float):
        return "put it in quotes"
    if kind in ("int_type", "float_type") and isinstance(found, str) and found.strip().replace(".", "", 1).isdigit():
        return "remove the quotes"
    if kind == "bool_type" and str(found).lower() in ("yes", "on", "y"):
        return "write `true`"
    if kind == "bool_type" and str(found).lower() in ("no", "off", "n"):
        return "write `false`"
    if kind == "string_type" and isinstance(found, dict) and "secret" in found:
        return "this field takes no secret; pass the id of a secret in the cloud's secret manager"
    return ""
