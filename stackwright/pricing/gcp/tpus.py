"""What TPU virtual machines cost on Google Cloud: the chips of a slice, asked for at once or through a queue."""

import re
from collections.abc import Iterable, Mapping
from math import prod
from typing import Any, Final

from stackwright.plan.graph import UNKNOWN, value_at
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range, Term
from stackwright.pricing.nodes import machine_hours
from stackwright.pricing.terms import rate_of

# the name of a slice counts chips, or cores of which a chip has two (Cloud TPU documentation, TPU configurations)
_BY_NAME: Final[Mapping[str, tuple[str, int]]] = {
    "v5litepod": ("TPU-v5e", 1),
    "v5p": ("TPU-v5p", 2),
    "v6e": ("TPU-v6e", 1),
}
_BY_KIND: Final[Mapping[str, str]] = {"V5LITE_POD": "TPU-v5e", "V5P": "TPU-v5p", "V6E": "TPU-v6e"}


def slice_(bill: Bill) -> Iterable[LineItem]:
    """Hours of every chip of a slice, on spot where it is asked for so."""
    return _chips(bill, bill.resource.inputs, "acceleratorType")


def queued(bill: Bill) -> Iterable[LineItem]:
    """Hours of every chip of the slices that a queue is asked for, from the day that they are granted."""
    specs = [each for _, each in bill.resource.all("tpu.nodeSpecs[*]")]
    if not specs or UNKNOWN in specs:
        yield bill.unknown("chip hours", "tpu.nodeSpecs")
    for spec in specs:
        if isinstance(spec, Mapping):
            yield from _chips(bill, value_at(spec, "node"), "tpu.nodeSpecs[*].node.acceleratorType")


def _chips(bill: Bill, node: Any, path: str) -> Iterable[LineItem]:
    name, kind = value_at(node, "acceleratorType"), value_at(node, "acceleratorConfig.type")
    label = name if isinstance(name, str) else kind
    found = _named(name) if isinstance(name, str) else _configured(node)
    if not isinstance(label, str):
        yield bill.unknown("chip hours", path)
    elif found is None:
        yield bill.unpriced("chip hours", f"no dated price for {label} slices")
    elif value_at(node, "schedulingConfig.reserved") is True:
        yield bill.unpriced("chip hours", "no dated price for chips of a reservation")
    else:
        chip, count = found
        cheap = any(value_at(node, f"schedulingConfig.{each}") is True for each in ("spot", "preemptible"))
        rate = rate_of("Cloud TPU", chip, what=label, unit="chip-hour", units=count)
        yield from machine_hours(bill, label, [rate], Range.of(1), Term.SPOT if cheap else Term.ON_DEMAND)


def _named(name: str) -> tuple[str, float] | None:
    found = re.fullmatch(r"(v\w+?)-(\d+)", name)
    chip, each = _BY_NAME.get(found[1], ("", 1)) if found else ("", 1)
    return (chip, int(found[2]) / each) if found and chip else None


def _configured(node: Any) -> tuple[str, float] | None:
    kind, shape = (value_at(node, f"acceleratorConfig.{each}") for each in ("type", "topology"))
    chip = _BY_KIND.get(str(kind))
    sized = isinstance(shape, str) and re.fullmatch(r"\d+(x\d+)*", shape)
    return (chip, prod(map(int, shape.split("x")))) if chip and sized else None


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:tpu/v2Vm:V2Vm": slice_,
    "gcp:tpu/v2QueuedResource:V2QueuedResource": queued,
}
