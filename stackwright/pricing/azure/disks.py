"""What a managed disk costs on Azure, on its own or below a machine: it is billed as the next larger tier."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

# GiB of each tier (Azure documentation, managed disk types)
_TIERS: Final[Mapping[int, int]] = {
    1: 4,
    2: 8,
    3: 16,
    4: 32,
    6: 64,
    10: 128,
    15: 256,
    20: 512,
    30: 1024,
    40: 2048,
    50: 4096,
    60: 8192,
    70: 16384,
    80: 32767,
}
_LETTERS: Final[Mapping[str, str]] = {"Premium_LRS": "P", "StandardSSD_LRS": "E", "Standard_LRS": "S"}
_LEAST_HDD = 4
"""Tier that the smallest hard disk is billed as."""

TIERED: Final = tuple(
    Key("Managed Disks", f"{letter}{tier} LRS", "disk-month")
    for letter in "PES"
    for tier in _TIERS
    if letter != "S" or tier >= _LEAST_HDD
)
BY_SIZE: Final[Mapping[str, Key]] = {
    "PremiumV2_LRS": Key("Managed Disks", "PremiumV2 LRS capacity", "GiB-month"),
    "UltraSSD_LRS": Key("Managed Disks", "Ultra LRS capacity", "GiB-month"),
}
"""Disks that are billed by the GiB, and apart for their IOPS and throughput."""
SNAPSHOT: Final = Key("Managed Disks", "snapshot on Standard HDD", "GB-month")

KEYS: Final = (*TIERED, *BY_SIZE.values(), SNAPSHOT)


def disk(bill: Bill, kind: str, size: float, count: Range, *, what: str) -> Iterable[LineItem]:
    """`count` disks of `size` GiB of the SKU `kind` (`Premium_LRS`)."""
    letter = _LETTERS.get(kind)
    least = _LEAST_HDD if letter == "S" else 1
    tier = next((tier for tier, gib in _TIERS.items() if gib >= size and tier >= least), None)
    if kind in BY_SIZE:
        yield bill.priced(BY_SIZE[kind], count * size, dimension=f"{what} storage")
        yield bill.unpriced(f"{what} performance", "no dated price for provisioned IOPS and throughput")
    elif letter is None or tier is None:
        yield bill.unpriced(f"{what} storage", f"no dated price for {kind} disks of {size:g} GiB")
    else:
        yield bill.priced(
            Key("Managed Disks", f"{letter}{tier} LRS", "disk-month"), count, dimension=f"{what} disk {letter}{tier}"
        )


def volume(bill: Bill) -> Iterable[LineItem]:
    """A disk of its own."""
    kind, size = bill.text("sku.name", "Standard_LRS"), bill.number("diskSizeGB")
    if kind is None or size is None:
        yield bill.unknown("storage", "sku.name" if kind is None else "diskSizeGB")
    else:
        yield from disk(bill, kind, size, Range.of(1), what="managed")


def snapshot(bill: Bill) -> Iterable[LineItem]:
    """A copy of a disk on the storage that snapshots are kept on unless they say otherwise, counted as full."""
    kind, size = bill.text("sku.name", "Standard_LRS"), bill.number("diskSizeGB")
    sources = bill.stack.graph.wired(bill.resource, "creationData")
    full = next((gib for gib in (as_number(each.get("diskSizeGB")) for each in sources) if gib), None) or size
    if kind not in ("Standard_LRS", "Standard_ZRS"):
        yield bill.unpriced("storage", f"no dated price for snapshots on {kind or 'unknown'} storage")
    elif full is None:
        yield bill.unpriced("storage", "the size of the disk that is copied is not in the graph")
    else:
        yield bill.priced(SNAPSHOT, Range.of(full), note="counted as full")


DECISIONS: Final[Mapping[str, Decision]] = {
    "azure-native:compute:Disk": volume,
    "azure-native:compute:Snapshot": snapshot,
}
