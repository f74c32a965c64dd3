"""What SageMaker costs: hosted variants of an endpoint; a rate for Studio or training is never taken for hosting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

CONFIG: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
TARGET: Final = "aws:appautoscaling/target:Target"
STORAGE: Final = Key("SageMaker Hosting", "storage", "GB-month")
DATA: Final = Key("SageMaker Hosting", "data in and out", "GB")

KEYS: Final = (STORAGE, DATA)


def hosting(machine: str) -> Key:
    """Hours of one hosted instance (`ml.g5.xlarge`)."""
    return Key("SageMaker Hosting", machine, "instance-hour")


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
    for index, variant in enumerate(variants):
        yield from _variant(bill, variant, index, [each for each in scaling if _belongs(each, variant, variants)])
    yield bill.used(DATA, "endpoint_gb")


def _variants(config: Resource) -> list[Mapping[str, Any]] | None:
    found: list[Mapping[str, Any]] = []
    for name in ("productionVariants", "shadowProductionVariants"):
        for _, each in config.all(f"{name}[*]"):
            if not isinstance(each, Mapping):
                return None if each is UNKNOWN else found
            found.append(each)  # pyright: ignore[reportUnknownArgumentType]
    return found or None


def _variant(bill: Bill, variant: Mapping[str, Any], index: int, scaling: list[_Scaling]) -> Iterable[LineItem]:
    label = variant.get("variantName")
    name = label if isinstance(label, str) else f"variant {index + 1}"
    machine = variant.get("instanceType")
    if variant.get("serverlessConfig"):
        yield bill.unpriced(f"{name} serverless", "no dated price for SageMaker serverless inference")
        return
    count = _count(variant, scaling)
    if not isinstance(machine, str) or count is None:
        yield bill.unknown(f"{name} hours", "instanceType" if count else "initialInstanceCount")
        return
    yield bill.priced(hosting(machine), count * HOURS, dimension=f"{name} {machine} hours")
    volume = as_number(variant.get("volumeSizeInGb"))
    if volume:
        yield bill.priced(STORAGE, count * volume, dimension=f"{name} storage")


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
