"""Energy of the accelerators of a stack at their board power, as far as a dated source tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stackwright.accelerators.power import Power, board_power
from stackwright.pricing.model import Range
from stackwright.pricing.pools import Pool


@dataclass(frozen=True, slots=True)
class Energy:
    """Energy a month of the accelerators alone, all at full load; never that of hosts, network or cooling."""

    kwh: Range
    powers: tuple[Power, ...]
    """Board powers that are used, each once."""
    unknown: tuple[str, ...]
    """Accelerators that are left out, because no dated source tells theirs."""

    def to_json(self) -> dict[str, Any]:
        """The `energy` of `cost --json`."""
        return {
            "unit": "kWh",
            "period": "month",
            **self.kwh.to_json(1),
            "accelerators": [
                {"accelerator": each.accelerator, "watts": each.watts, "source": each.source, "as_of": each.as_of}
                for each in self.powers
            ],
            "left_out": list(self.unknown),
        }


def energy(pools: Iterable[Pool]) -> Energy | None:
    """Energy of `pools`; None where no board power is known."""
    total, powers, unknown = Range.of(0), dict[str, Power](), dict[str, None]()
    for pool in pools:
        name = pool.machine.accelerator
        power = board_power(name)
        if power is None:
            unknown[name] = None
            continue
        powers[name] = power
        kwh = pool.accelerator_hours * (power.watts / 1000)
        total = Range(total.low + kwh.low, total.expected + kwh.expected, total.high + kwh.high)
    return Energy(total, tuple(powers.values()), tuple(unknown)) if powers else None
