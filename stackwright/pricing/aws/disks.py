"""What an EBS volume costs, on its own or below a machine."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

STORAGE: Final[Mapping[str, Key]] = {
    kind: Key("EBS", f"{kind} storage", "GB-month") for kind in ("gp2", "gp3", "io1", "io2", "st1", "sc1")
}
GP3_IOPS: Final = Key("EBS", "gp3 IOPS above 3000", "IOPS-month")
GP3_THROUGHPUT: Final = Key("EBS", "gp3 throughput above 125 MB/s", "MBps-month")
PROVISIONED_IOPS: Final = Key("EBS", "io1/io2 IOPS", "IOPS-month")

KEYS: Final = (*STORAGE.values(), GP3_IOPS, GP3_THROUGHPUT, PROVISIONED_IOPS)

# what gp3 includes in its storage price (Amazon EBS User Guide, general purpose SSD volumes)
_FREE_IOPS = 3000
_FREE_MBPS = 125
_FIRST_IOPS = 32_000


def disk(bill: Bill, ebs: Mapping[str, object], count: Range, *, what: str) -> Iterable[LineItem]:
    """Storage, IOPS and throughput of `count` volumes as `ebs` describes one (`volumeSize`, `volumeType`, ...)."""
    kind = ebs.get("volumeType") or "gp2"  # the API's default
    size = as_number(ebs.get("volumeSize"))
    if size is None:
        yield bill.unknown(f"{what} storage", "volumeSize")
        return
    key = STORAGE.get(str(kind))
    if key is None:
        yield bill.unpriced(f"{what} storage", f"no dated price for {kind} volumes")
        return
    yield bill.priced(key, count * size, dimension=f"{what} {key.dimension}")
    iops, throughput = as_number(ebs.get("iops")), as_number(ebs.get("throughput"))
    if kind == "gp3":
        if iops and iops > _FREE_IOPS:
            yield bill.priced(GP3_IOPS, count * (iops - _FREE_IOPS), dimension=f"{what} IOPS")
        if throughput and throughput > _FREE_MBPS:
            yield bill.priced(GP3_THROUGHPUT, count * (throughput - _FREE_MBPS), dimension=f"{what} throughput")
    elif kind in ("io1", "io2") and iops:
        yield from _provisioned(bill, iops, count, what)


def _provisioned(bill: Bill, iops: float, count: Range, what: str) -> Iterable[LineItem]:
    if iops > _FIRST_IOPS:  # io2 has rates of its own above it
        yield bill.unpriced(f"{what} IOPS", "no dated price for more than 32,000 provisioned IOPS")
    else:
        yield bill.priced(PROVISIONED_IOPS, count * iops, dimension=f"{what} IOPS")


def volume(bill: Bill) -> Iterable[LineItem]:
    """A volume of its own."""
    ebs = {"volumeSize": bill.resource.inputs.get("size"), "volumeType": bill.resource.inputs.get("type")}
    more = {name: bill.resource.inputs.get(name) for name in ("iops", "throughput")}
    yield from disk(bill, ebs | more, Range.of(1), what="volume")


DECISIONS: Final[Mapping[str, Decision]] = {"aws:ebs/volume:Volume": volume}
