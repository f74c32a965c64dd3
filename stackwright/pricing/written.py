"""An estimate as `plan --json` or `cost --json` wrote it, read again."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, cast

from stackwright.pricing.model import Basis, Estimate, LineItem, Range, Status, Term


class WrittenError(Exception):
    """A document without an estimate that can be read; the message says what is missing, without naming the file."""


def estimate_in(document: Any) -> Estimate:
    """The estimate in what `plan --json` or `cost --json` wrote. Raises `WrittenError`."""
    found = _fields(document)
    estimate = _fields(found["estimate"]) if "estimate" in found else found
    items = estimate.get("items")
    if not isinstance(items, list):
        missing = "has an estimate without its items" if "expected" in estimate else "has no estimate"
        raise WrittenError(f"{missing} - write it with `stackwright plan --json FILE`")
    reasons: dict[str, list[str]] = {}
    for each in map(_fields, cast("list[Any]", estimate.get("unpriced") or [])):
        reasons.setdefault(str(each.get("urn")), []).append(str(each.get("reason", "")))
    try:
        return Estimate(tuple(_item(_fields(each), reasons) for each in cast("list[Any]", items)))
    except (KeyError, TypeError, ValueError) as error:
        told = f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
        text = f"its estimate cannot be read ({told}): was it written by another release?"
        raise WrittenError(f"{text} - write it again with `stackwright plan --json FILE`") from None


def is_written(document: Any) -> bool:
    """Whether `document` is what `plan --json`, `check --json` or `cost --json` writes, whole or not."""
    found = _fields(document)
    return {"schema", "blueprint"} <= found.keys() or {"period", "coverage", "items"} <= found.keys()


def _fields(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _item(found: Mapping[str, Any], reasons: Mapping[str, list[str]]) -> LineItem:
    status, term = Status(found["status"]), found.get("term")
    item = LineItem(
        urn=_text(found["urn"]),
        component=_text(found["component"]),
        dimension=_text(found["dimension"]),
        quantity=_range(found["quantity"]),
        unit=_text(found["unit"]),
        unit_price=None if found["unit_price"] is None else _number(found["unit_price"]),
        status=status,
        basis=Basis(found.get("basis", Basis.PROVISIONED.value)),
        source=_text(found.get("source") or ""),
        as_of=_text(found.get("as_of") or ""),
        note="; ".join(reasons.get(str(found["urn"]), ())) if status in (Status.UNPRICED, Status.UNKNOWN_INPUT) else "",
        machine=_text(found.get("machine") or ""),
        term=Term(term) if term else None,
        machines=_range(found.get("machines")),
    )
    if item.known and item.cost is None:
        raise ValueError(f"an item is {status.value} and has no price")
    return item


def _range(value: Any) -> Range | None:
    if value is None:
        return None
    found = _fields(value)
    return Range(_number(found["low"]), _number(found["expected"]), _number(found["high"]))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise ValueError("a figure is no number")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a name is no text")
    return value
