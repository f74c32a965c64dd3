"""What SageMaker endpoints cost: hosted, asynchronous and serverless variants; no rate is taken for another's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import Basis, LineItem, Range
from stackwright.pricing.nodes import machine_hours
from stackwright.pricing.prices import Key
from stackwright.pricing.terms import managed

CONFIG: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
TARGET: Final = "aws:appautoscaling/target:Target"
HOSTING: Final = "SageMaker Hosting"
ASYNCHRONOUS: Final = "SageMaker Asynchronous Inference"
SERVERLESS_MB: Final = (1024, 2048, 3072, 4096, 5120, 6144)
"""Sizes of memory that a serverless variant can have."""

BY_MACHINE: Final = frozenset({HOSTING, ASYNCHRONOUS})
"""Services of which each instance type has a price of its own."""


def _storage(service: str) -> Key:
    return Key(service, "storage", "GB-month")


def _data(service: str) -> Key:
    return Key(service, "data in and out", "GB")


def hosting(machine: str, service: str = HOSTING) -> Key:
    """Hours of one instance of an endpoint (`ml.g5.xlarge`)."""
    return Key(service, machine, "instance-hour")


def serverless(megabytes: float) -> Key:
    """Seconds of work of a serverless variant, by its memory."""
    return Key("SageMaker Serverless Inference", f"{megabytes / 1024:g} GB of memory", "second")


KEYS: Final = (
    *(part(service) for service in (HOSTING, ASYNCHRONOUS) for part in (_storage, _data)),
    *(serverless(megabytes) for megabytes in SERVERLESS_MB),
)


@dataclass(frozen=True, slots=True)
class _Scaling:
    variant: str | None
    """None when the name is not known before deployment."""
    low: float | None
    high: float | None


def endpoint(bill: Bill) -> Iterable[LineItem]:
    """Instance hours, volumes and data of every variant, shadow variants included."""
    name = bill.get("endpointConfigName")
    config = bill.stack.wired(bill.resource, "endpointConfigName", CONFIG, name)
    variants = _variants(config) if config else None
    if config is None or variants is None:
        yield bill.unknown("instance hours", "endpointConfigName")
        return
    scaling = _scalings(bill)
    service = HOSTING if config.get("asyncInferenceConfig") is MISSING else ASYNCHRONOUS
    for index, variant in enumerate(variants):
        bounds = [each for each in scaling if _belongs(each, variant, variants)]
        yield from _variant(bill, variant, index, bounds, service)
    yield bill.used(_data(service), "endpoint_gb")


def _variants(config: Resource) -> list[Mapping[str, Any]] | None:
    found: list[Mapping[str, Any]] = []
    for name in ("productionVariants", "shadowProductionVariants"):
        for _, each in config.all(f"{name}[*]"):
            if not isinstance(each, Mapping):
                return None if each is UNKNOWN else found
            found.append(each)  # pyright: ignore[reportUnknownArgumentType]
    return found or None


def _variant(
    bill: Bill, variant: Mapping[str, Any], index: int, scaling: list[_Scaling], service: str
) -> Iterable[LineItem]:
    label = variant.get("variantName")
    name = label if isinstance(label, str) else f"variant {index + 1}"
    machine, without = variant.get("instanceType"), variant.get("serverlessConfig")
    if without:
        yield from _serverless(bill, name, without if isinstance(without, Mapping) else {})  # pyright: ignore[reportUnknownArgumentType]
        return
    count = _count(variant, scaling)
    if not isinstance(machine, str) or count is None:
        yield bill.unknown(f"{name} hours", "instanceType" if count else "initialInstanceCount")
        return
    rate = managed(hosting(machine, service))
    yield from machine_hours(bill, machine, [rate], count, what=f"{name} {machine}")
    volume = as_number(variant.get("volumeSizeInGb"))
    if volume:
        yield bill.priced(_storage(service), count * volume, dimension=f"{name} storage")


def _serverless(bill: Bill, name: str, config: Mapping[str, Any]) -> Iterable[LineItem]:
    """Seconds that the calls of a variant take; what it keeps ready is charged apart."""
    memory = as_number(config.get("memorySizeInMb"))
    if memory is None:
        yield bill.unknown(f"{name} seconds", "serverlessConfig.memorySizeInMb")
    else:
        seconds = bill.stack.usage.endpoint_calls * bill.stack.usage.endpoint_seconds
        note = f"{bill.assume('endpoint_calls')}; {bill.assume('endpoint_seconds')}"
        yield bill.priced(serverless(memory), seconds, dimension=f"{name} seconds", basis=Basis.ASSUMED, note=note)
    if config.get("provisionedConcurrency"):
        yield bill.unpriced(f"{name} concurrency", "no dated price for serverless variants that are kept ready")


def _count(variant: Mapping[str, Any], scaling: list[_Scaling]) -> Range | None:
    initial = as_number(variant.get("initialInstanceCount", 1))
    managed = variant.get("managedInstanceScaling")
    if isinstance(managed, Mapping) and managed.get("status") == "ENABLED":  # pyright: ignore[reportUnknownMemberType]
        low, high = as_number(managed.get("minInstanceCount")), as_number(managed.get("maxInstanceCount"))  # pyright: ignore[reportUnknownMemberType]
        scaling = [*scaling, _Scaling(None, low, high)]
    if initial is None or any(each.low is None or each.high is None for each in scaling):
        return None
    low = min([initial, *(each.low for each in scaling if each.low is not None)])
    high = max([initial, *(each.high for each in scaling if each.high is not None)])
    return Range(low, initial, high)


def _scalings(bill: Bill) -> list[_Scaling]:
    """Autoscaling targets of the endpoint, found by the wire to it or by its name."""
    names = {bill.resource.id, bill.get("name"), bill.resource.name} - {"", MISSING, UNKNOWN}
    found: list[_Scaling] = []
    for target in bill.stack.graph.of_type(TARGET):
        path = target.get("resourceId")
        _, owner, variant = _parsed(path)
        wired = bill.resource.urn in target.property_dependencies.get("resourceId", ())
        if wired or owner in names:
            low, high = as_number(target.get("minCapacity")), as_number(target.get("maxCapacity"))
            found.append(_Scaling(variant, low, high))
    return found


def _parsed(path: Any) -> tuple[str, str, str | None]:
    """`endpoint/<endpoint>/variant/<variant>` in its parts."""
    parts = path.split("/") if isinstance(path, str) else []
    return ("endpoint", parts[1], parts[3]) if len(parts) == 4 and parts[0] == "endpoint" else ("", "", None)


def _belongs(scaling: _Scaling, variant: Mapping[str, Any], variants: list[Mapping[str, Any]]) -> bool:
    """A target of unknown name counts for every variant that no named target claims, so no range is too narrow."""
    name = variant.get("variantName")
    known = [each.get("variantName") for each in variants]
    return scaling.variant == name or scaling.variant is None or scaling.variant not in known


def config(bill: Bill) -> Iterable[LineItem]:
    """Free: instances run, and are billed, for the endpoint that uses it."""
    yield bill.free("billed with the endpoint that uses it")


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:sagemaker/endpoint:Endpoint": endpoint,
    CONFIG: config,
}
