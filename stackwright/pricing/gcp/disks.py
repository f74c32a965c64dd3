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
LOCAL: Final = Key("Persistent Disk", "local-ssd", "GB-month")

KEYS: Final = (*STORAGE.values(), LOCAL)

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
    """A disk in two zones, which has rates of its own."""
    yield bill.unpriced("storage", "no dated price for regional disks")


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:compute/disk:Disk": volume,
    "gcp:compute/regionDisk:RegionDisk": regional_volume,
}
