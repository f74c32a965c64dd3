"""What buckets cost on AWS: storage by class, what they gain in a month, requests, and what leaves for the internet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from stackwright.plan.graph import MISSING, value_at
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import Basis, LineItem, Range
from stackwright.pricing.prices import Key

LIFECYCLES: Final = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
)
CLASSES: Final[Mapping[str, str]] = {
    "STANDARD_IA": "Standard-IA",
    "ONEZONE_IA": "One Zone-IA",
    "INTELLIGENT_TIERING": "Intelligent-Tiering",
    "GLACIER_IR": "Glacier Instant Retrieval",
    "GLACIER": "Glacier Flexible Retrieval",
    "DEEP_ARCHIVE": "Glacier Deep Archive",
}
"""Names of the colder classes on the price list, by their names in the API."""

STORAGE: Final = Key("S3", "Standard storage", "GB-month")
WRITES: Final = Key("S3", "Standard PUT/COPY/POST/LIST", "1k requests")
READS: Final = Key("S3", "Standard GET and other", "1k requests")
EGRESS: Final = Key("Data Transfer", "out to the internet", "GB")
MONITORING: Final = Key("S3", "Intelligent-Tiering monitoring", "1k objects-month")
_TIERED: Final = "Intelligent-Tiering"


def cold_storage(name: str) -> Key:
    """Storage in the colder class `name`; Intelligent-Tiering is counted in the first of its tiers."""
    return Key("S3", f"{name}{' frequent access' if name == _TIERED else ''} storage", "GB-month")


def transitions(name: str) -> Key:
    """Moves of objects to the colder class `name`."""
    return Key("S3", f"{name} transitions", "1k requests")


def retrieval(name: str) -> Key:
    """Data read back from the colder class `name`; Intelligent-Tiering gives it back without a charge."""
    return Key("S3", f"{name} retrieval", "GB")


KEYS: Final = (
    *(STORAGE, WRITES, READS, EGRESS, MONITORING),
    *(cold_storage(name) for name in CLASSES.values()),
    *(transitions(name) for name in CLASSES.values()),
    *(retrieval(name) for name in CLASSES.values() if name != _TIERED),
)


def bucket(bill: Bill) -> Iterable[LineItem]:
    """Storage in each class, growth, requests, and data to the internet."""
    colder = _colder(bill)
    stored, says = bill.stack.usage.bucket_gb, bill.assume("bucket_gb")
    share = bill.stack.usage.bucket_cold_share if colder else Range.of(0)
    usual = Range(*(gb * (1 - part) for gb, part in zip(_three(stored), _three(share), strict=True)))
    yield from bill.tiered(STORAGE, usual, basis=Basis.ASSUMED, note=says)
    yield from _growth(bill, usual)
    if colder:
        yield from _cold(bill, colder, stored * share * (1 / len(colder)))
    yield bill.used(WRITES, "bucket_writes", times=1 / 1000)
    yield bill.used(READS, "bucket_reads", times=1 / 1000)
    yield from bill.used_in_tiers(EGRESS, "egress_gb")


def _three(value: Range) -> tuple[float, float, float]:
    return value.low, value.expected, value.high


def _growth(bill: Bill, stored: Range) -> Iterable[LineItem]:
    """What a month adds is stored for half of it, at the rate of the tier that it falls in."""
    gained = bill.stack.usage.bucket_growth_gb * 0.5
    more = Range(*(before + new for before, new in zip(_three(stored), _three(gained), strict=True)))
    before = {item.dimension: item.quantity for item in bill.tiered(STORAGE, stored)}
    for item in bill.tiered(STORAGE, more, basis=Basis.ASSUMED, note=bill.assume("bucket_growth_gb")):
        had, has = before.get(item.dimension) or Range.of(0), item.quantity or Range.of(0)
        added = Range(*(now - then for now, then in zip(_three(has), _three(had), strict=True)))
        if added.high:
            yield replace(item, quantity=added, dimension=f"growth of {item.dimension}")


def _colder(bill: Bill) -> list[str]:
    """Classes that the lifecycle of the bucket moves objects to; those of replaced versions are not counted."""
    rules = [value for _, value in bill.resource.all("lifecycleRules[*]")]
    for each in bill.stack.graph.all_pointing_at(bill.resource, LIFECYCLES, "bucket"):
        rules += [value for _, value in each.all("rules[*]")]
    found: dict[str, None] = {}
    for rule in rules:
        if value_at(rule, "status") in ("Disabled", False) or value_at(rule, "enabled") is False:
            continue
        for index in range(len(CLASSES)):
            moved = value_at(rule, f"transitions[{index}].storageClass")
            if moved is not MISSING:
                found[CLASSES.get(str(moved), str(moved))] = None
    return list(found)


def _cold(bill: Bill, classes: list[str], each: Range) -> Iterable[LineItem]:
    says = f"{bill.assume('bucket_cold_share')}, the same in each class"
    moved = bill.stack.usage.bucket_writes * (1 / 1000) * bill.stack.usage.bucket_cold_share * (1 / len(classes))
    for name in classes:
        yield bill.priced(cold_storage(name), each, basis=Basis.ASSUMED, note=says)
        yield bill.priced(transitions(name), moved, basis=Basis.ASSUMED, note=bill.assume("bucket_writes"))
        if name == _TIERED:
            yield bill.priced(MONITORING, moved, basis=Basis.ASSUMED, note=bill.assume("bucket_writes"))
        else:
            yield bill.used(retrieval(name), "retrieval_gb", times=1 / len(classes))


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketV2:BucketV2": bucket,
}
