"""What a disk costs on Google Cloud, on its own or below a machine."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

STORAGE: Final[Mapping[str, Key]] = {
    kind: Key("Persistent Disk", kind, "GB-month")
    for kind in (
        "pd-standard",
        "pd-balanced",
        "pd-ssd",
        "pd-extreme",
        "hyperdisk-balanced",
        "hyperdisk-extreme",
        "hyperdisk-ml",
        "hyperdisk-throughput",
    )
}
REGIONAL: Final[Mapping[str, Key]] = {
    kind: Key("Persistent Disk", f"regional {kind}", "GB-month") for kind in ("pd-standard", "pd-balanced", "pd-ssd")
}
"""Disks with a copy in a second zone."""
LOCAL: Final = Key("Persistent Disk", "local-ssd", "GB-month")
SNAPSHOT: Final = Key("Persistent Disk", "snapshot", "GB-month")
IMAGE: Final = Key("Persistent Disk", "image", "GB-month")

KEYS: Final = (*STORAGE.values(), *REGIONAL.values(), LOCAL, SNAPSHOT, IMAGE)

_LOCAL_GB = 375
"""Size of one local SSD (Compute Engine, local SSD disks)."""


def disk(bill: Bill, kind: Any, size: Any, count: Range, *, what: str) -> Iterable[LineItem]:
    """Storage of `count` disks of `size` GB and type `kind`, which may be a path that ends with it."""
    gigabytes = as_number(size)
    if not isinstance(kind, str) or gigabytes is None:
        yield bill.unknown(f"{what} storage", "diskType" if gigabytes is not None else "diskSizeGb")
        return
    name = kind.rpartition("/")[2]
    key = STORAGE.get(name)
    if key is None:
        yield bill.unpriced(f"{what} storage", f"no dated price for {name} disks")
    else:
        yield bill.priced(key, count * gigabytes, dimension=f"{what} {name} storage")


def local_disks(bill: Bill, number: float, count: Range, *, what: str) -> Iterable[LineItem]:
    """`number` local SSDs in each of `count` machines."""
    yield bill.priced(LOCAL, count * (number * _LOCAL_GB), dimension=f"{what} local SSD")


def volume(bill: Bill) -> Iterable[LineItem]:
    """A disk of its own, in one zone; provisioned IOPS and throughput have no dated price."""
    yield from disk(bill, bill.text("type", "pd-standard"), bill.number("size"), Range.of(1), what="disk")
    if bill.number("provisionedIops", 0) or bill.number("provisionedThroughput", 0):
        yield bill.unpriced("provisioned performance", "no dated price for provisioned IOPS and throughput")


def regional_volume(bill: Bill) -> Iterable[LineItem]:
    """A disk with a copy in a second zone, which has rates of its own."""
    kind, size = bill.text("type", "pd-standard"), bill.number("size")
    if kind is None or size is None:
        yield bill.unknown("storage", "type" if kind is None else "size")
        return
    name = kind.rpartition("/")[2]
    if name in REGIONAL:
        yield bill.priced(REGIONAL[name], Range.of(size))
    else:
        yield bill.unpriced("storage", f"no dated price for regional {name} disks")


def snapshot(bill: Bill) -> Iterable[LineItem]:
    """A copy of a disk, counted as full."""
    yield from _copy(bill, SNAPSHOT, bill.number("diskSizeGb"))


def image(bill: Bill) -> Iterable[LineItem]:
    """An image of a disk, counted as full."""
    yield from _copy(bill, IMAGE, bill.number("diskSizeGb"))


def _copy(bill: Bill, key: Key, size: float | None) -> Iterable[LineItem]:
    disks = bill.stack.graph.wired(bill.resource, "sourceDisk")
    full = next((gb for gb in (as_number(each.get("size")) for each in disks) if gb), None) or size
    if full is None:
        yield bill.unpriced("storage", "the size of what is copied is not in the graph")
    else:
        yield bill.priced(key, Range.of(full), note="counted as full")


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:compute/disk:Disk": volume,
    "gcp:compute/image:Image": image,
    "gcp:compute/regionDisk:RegionDisk": regional_volume,
    "gcp:compute/snapshot:Snapshot": snapshot,
}
