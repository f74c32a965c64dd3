"""What containers without machines cost on Google Cloud: Cloud Run, and functions that run on it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, value_at
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import Basis, LineItem
from stackwright.pricing.prices import Key

CPU: Final = Key("Cloud Run", "vCPU while a request runs", "vCPU-hour")
MEMORY: Final = Key("Cloud Run", "memory while a request runs", "GiB-hour")
REQUESTS: Final = Key("Cloud Run", "requests", "1M requests")

KEYS: Final = (CPU, MEMORY, REQUESTS)

_UNITS: Final[Mapping[str, float]] = {"M": 1e6 / 2**30, "Mi": 1 / 1024, "G": 1e9 / 2**30, "Gi": 1, "": 1 / 2**30}
"""GiB of each suffix of an amount of memory."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where a type keeps its size; the defaults are the service's own (Cloud Run documentation, resource limits)."""

    containers: str
    least: str
    """Path of the instances that are always there."""


_SERVICE: Final = _Shape("template.containers[*]", "template.scaling.minInstanceCount")
_FIRST: Final = _Shape(
    "template.spec.containers[*]", "template.metadata.annotations['autoscaling.knative.dev/minScale']"
)


def service(bill: Bill) -> Iterable[LineItem]:
    """A service: vCPU and memory while it serves, and its requests; one call of it is as long as one of a function."""
    return _served(bill, _SERVICE)


def first_service(bill: Bill) -> Iterable[LineItem]:
    """A service in the first version of the API."""
    return _served(bill, _FIRST)


def function(bill: Bill) -> Iterable[LineItem]:
    """A function of the second generation, which is billed as a Cloud Run service (Cloud Run functions pricing)."""
    memory = _gib(bill.text("serviceConfig.availableMemory", "256Mi"))
    cpu = _cpus(bill.text("serviceConfig.availableCpu"))
    if cpu is None:
        reason = "how many vCPUs go with the memory of a function is the service's choice"
        yield bill.unpriced("vCPU", reason)
    yield from _while_serving(bill, cpu, memory)
    yield from _standing(bill, bill.number("serviceConfig.minInstanceCount", 0))


def _served(bill: Bill, shape: _Shape) -> Iterable[LineItem]:
    containers = [each for _, each in bill.resource.all(shape.containers)]
    if any(each is UNKNOWN or value_at(each, "resources") is UNKNOWN for each in containers):
        yield bill.unknown("vCPU and memory", shape.containers)
        return
    if any(value_at(each, "resources.cpuIdle") is False for each in containers):
        yield bill.unpriced("instances", "no dated price for instances that are billed while they wait")
        return
    limits = [value_at(each, "resources.limits") for each in containers]
    cpus = [_cpus(_text(value_at(each, "cpu"), "1")) for each in limits]
    sizes = [_gib(_text(value_at(each, "memory"), "512Mi")) for each in limits]
    if any(isinstance(each, Mapping) and "nvidia.com/gpu" in each for each in limits):
        yield bill.unpriced("accelerators", "no dated price for accelerators of a service")
    cpu = None if None in cpus else sum(each for each in cpus if each)
    memory = None if None in sizes else sum(each for each in sizes if each)
    yield from _while_serving(bill, cpu if cpus else 1, memory if sizes else 0.5)
    yield from _standing(bill, bill.number(shape.least, 0))


def _while_serving(bill: Bill, cpu: float | None, memory: float | None) -> Iterable[LineItem]:
    says = f"{bill.assume('function_calls')}; {bill.assume('function_seconds')}"
    hours = bill.stack.usage.function_calls * bill.stack.usage.function_seconds * (1 / 3600)
    for key, amount in ((CPU, cpu), (MEMORY, memory)):
        if amount is not None:
            yield bill.priced(key, hours * amount, basis=Basis.ASSUMED, note=says)
    yield bill.used(REQUESTS, "function_calls", times=1 / 1_000_000)


def _standing(bill: Bill, least: float | None) -> Iterable[LineItem]:
    if least is None:
        yield bill.unknown("idle instances", "minInstanceCount")
    elif least:
        yield bill.unpriced("idle instances", "no dated price for instances that wait for requests")


def _text(value: Any, default: str) -> str:
    return default if value is MISSING else str(value)


def _cpus(text: str | None) -> float | None:
    """`2`, `0.5` and `500m` as vCPUs."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(m?)", text or "")
    return float(found[1]) / (1000 if found[2] else 1) if found else None


def _gib(text: str | None) -> float | None:
    """`512Mi`, `2Gi` and `1G` in GiB."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(Mi|Gi|M|G|)", text or "")
    return float(found[1]) * _UNITS[found[2]] if found else None


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:cloudrun/service:Service": first_service,
    "gcp:cloudrunv2/service:Service": service,
    "gcp:cloudfunctionsv2/function:Function": function,
}
