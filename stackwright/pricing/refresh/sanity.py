"""Cheap tests that a wrong match fails: they found Windows prices among Linux ones, and placeholders for prices."""

import re
from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Final

from stackwright.accelerators.catalog import find
from stackwright.pricing.prices import Key, Price, Prices

_MACHINES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("EC2",),
    "gcp": ("Compute Engine", "Compute Engine Spot"),
    "azure": ("Virtual Machines", "Virtual Machines Spot"),
}
"""Services whose rows are machine types by the hour."""
_LINEAR: Final = 0.02
"""Share by which the price of a vCPU may differ in a family; a tenth of the smallest wrong match seen."""
_BURST: Final = re.compile(r"t\d")
"""Families whose sizes are so much of a vCPU, which the number of vCPUs does not say."""
_RATIO: Final = 0.03
"""Share by which the ratio of two regions may differ in a family."""


def warnings(provider: str, prices: Prices) -> Iterator[str]:
    """What is odd about the table, in words."""
    for service in _MACHINES.get(provider, ()):
        rows = [row for row in prices if row.key.service == service and row.key.unit == "hour"]
        yield from _bent(provider, rows)
        if not service.endswith(" Spot"):
            yield from _odd_ratios(prices, rows)
    yield from _dear_spot(prices)


def family(name: str) -> str:
    """`m6i`, `n2-standard`, `Standard_Ds_v5`: machines that only differ in size."""
    if name.startswith("Standard_"):
        return re.sub(r"^(Standard_[A-Z]+)\d+", r"\1", name)
    return name.partition(".")[0] if "." in name else name.rpartition("-")[0]


def _bent(provider: str, rows: Iterable[Price]) -> Iterator[str]:
    """A family whose price does not grow with its vCPUs; accelerators and disks of one's own bend it rightly."""
    rates: dict[tuple[str, str, str], list[tuple[float, str]]] = {}
    for row in rows:
        machine = find(row.key.dimension, provider)
        if machine and not machine.accelerator and not row.above and not _BURST.match(machine.name):
            place = (
                row.key.service,
                row.region,
                f"{family(machine.name)}{'' if not machine.nvme_gib else ' with disks'}",
            )
            rates.setdefault(place, []).append((row.usd / machine.vcpus, machine.name))
    for (service, region, name), found in rates.items():
        usual = median(rate for rate, _ in found)
        odd = [each for rate, each in found if abs(rate / usual - 1) > _LINEAR]
        if odd and len(found) > 2:
            yield f"{service} {name} in {region}: {', '.join(odd)} do not cost what their vCPUs say"


def _odd_ratios(prices: Prices, rows: Iterable[Price]) -> Iterator[str]:
    """A machine whose price differs between two regions by another ratio than that of its family."""
    regions = prices.regions
    if not regions:
        return
    home, ratios = regions[0], dict[tuple[str, str], list[tuple[float, str]]]()
    for row in rows:
        at_home = prices.find(home, row.key)
        if row.region != home and at_home and at_home.region == home:
            ratios.setdefault((family(row.key.dimension), row.region), []).append(
                (row.usd / at_home.usd, row.key.dimension)
            )
    for (name, region), found in ratios.items():
        usual = median(ratio for ratio, _ in found)
        odd = [each for ratio, each in found if abs(ratio / usual - 1) > _RATIO]
        if odd and len(found) > 2:
            yield f"{name} in {region}: {', '.join(odd)} cost another share of the price in {home} than their family"


def _dear_spot(prices: Prices) -> Iterator[str]:
    for row in prices:
        service, spot, _ = row.key.service.partition(" Spot")
        usual = prices.find(row.region, Key(service, row.key.dimension, row.key.unit)) if spot else None
        if usual and row.usd > usual.usd:
            yield f"{row.key.service} {row.key.dimension} in {row.region} costs more than on demand"
