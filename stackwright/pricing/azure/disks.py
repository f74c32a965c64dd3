"""What a managed disk costs on Azure, on its own or below a machine: it is billed as the next larger tier."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
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
_LETTERS: Final[Mapping[str, str]] = {"Premium_LRS": "P", "StandardSSD_LRS": "E"}

TIERED: Final = tuple(Key("Managed Disks", f"{letter}{tier} LRS", "disk-month") for letter in "PE" for tier in _TIERS)
PREMIUM_V2: Final = Key("Managed Disks", "PremiumV2 LRS capacity", "GiB-month")

KEYS: Final = (*TIERED, PREMIUM_V2)


def disk(bill: Bill, kind: str, size: float, count: Range, *, what: str) -> Iterable[LineItem]:
    """`count` disks of `size` GiB of the SKU `kind` (`Premium_LRS`)."""
    letter = _LETTERS.get(kind)
    tier = next((tier for tier, gib in _TIERS.items() if gib >= size), None)
    if kind == "PremiumV2_LRS":
        yield bill.priced(PREMIUM_V2, count * size, dimension=f"{what} storage")
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


DECISIONS: Final[Mapping[str, Decision]] = {"azure-native:compute:Disk": volume}
