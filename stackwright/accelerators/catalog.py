"""Look-ups in the machine tables: `H100:8` to a machine type, a name to its facts, a miss to what exists."""

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from stackwright.accelerators.machines import Machine

# spellings people use, upper case without separators; every canonical name is its own alias
_ALIASES = {
    "A10040GB": "A100",
    "A10080": "A100-80GB",
    "H10080GB": "H100",
    "V10032": "V100-32GB",
    "RTX6000": "RTX-PRO-6000",
    "RTX4500": "RTX-PRO-4500",
    "TRAINIUM": "TRAINIUM1",
    "TRN1": "TRAINIUM1",
    "TRN2": "TRAINIUM2",
    "INFERENTIA": "INFERENTIA1",
    "INF1": "INFERENTIA1",
    "INF2": "INFERENTIA2",
    "H10094GB": "H100-NVL",
    "TPUV5LITEPOD": "TPU-v5e",
    "V5E": "TPU-v5e",
    "V5P": "TPU-v5p",
    "V6E": "TPU-v6e",
    "TRILLIUM": "TPU-v6e",
    "TPU7": "TPU-7x",
    "IRONWOOD": "TPU-7x",
}

# `A100:1` asks for a GPU, not for its smallest memory: where that is not sold in the count, the larger one answers
_LARGER = {"A100": "A100-80GB", "H100": "H100-NVL", "V100": "V100-32GB"}

_CLOUDS = ("aws", "gcp", "azure")


class NoMachine(LookupError):
    """Nothing sold answers to what was asked; the message is a sentence for the user."""

    def __init__(self, message: str, nearest: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)
        """What exists instead, in the form that was asked (`H100:8`, or a machine type)."""


def resolve(text: str, cloud: str) -> Machine:
    """The machine type behind `accelerator:count`, such as `H100:8`; a missing count is 1.

    Of several, one with an on-demand price wins, then the fewest vCPUs, the least memory, and the name.
    Where `A100` (40 GB) is not sold in that count, `A100-80GB` answers, likewise `H100-NVL` for `H100`.
    """
    asked, _, number = text.strip().partition(":")
    count = int(number) if re.fullmatch(r"[1-9]\d{0,5}", number) else 1
    name = _accelerator(asked, count, cloud)
    counts = _counts(name, cloud)
    if number and str(count) != number:
        nearest = [f"{name}:{known}" for known in sorted(counts)]
        raise NoMachine(f"`{number}` is not a count of accelerators: use {_either(nearest)}", nearest)
    found = counts.get(count)
    if found is None:
        raise _no_count(name, count, sorted(counts))
    return found


def machine(name: str, cloud: str) -> Machine:
    """The machine type called `name`."""
    known = _by_name(cloud)
    found = known.get(name.strip().lower())
    if found is None:
        close = difflib.get_close_matches(name.strip().lower(), known, n=3, cutoff=0.7)
        nearest = [known[each].name for each in close]
        hint = f": did you mean {_either(nearest)}?" if nearest else ""
        raise NoMachine(f"`{name}` is not a machine type that is known on {cloud}{hint}", nearest)
    return found


def find(name: str, cloud: str) -> Machine | None:
    """The machine type called `name`, also by its managed name (`ml.g5.xlarge`), or None."""
    return _by_name(cloud).get(name.removeprefix("ml.").lower())


def machines(cloud: str) -> tuple[Machine, ...]:
    """Every machine type of `cloud`, accelerated ones first."""
    return _rows(cloud)


def accelerators(cloud: str) -> Mapping[str, tuple[int, ...]]:
    """Counts per machine that each accelerator of `cloud` is sold in."""
    return {name: tuple(sorted(counts)) for name, counts in _by_count(cloud).items()}


def clouds_with(text: str, *, other_than: str = "") -> tuple[str, ...]:
    """Clouds that sell the accelerator that `text` names, in any count."""
    name = _plain(text.partition(":")[0])
    return tuple(cloud for cloud in _CLOUDS if cloud != other_than and name in _spellings(cloud))


@cache
def _by_name(cloud: str) -> Mapping[str, Machine]:
    # the first row of a name wins: on Google Cloud an N1 machine has no accelerator unless one was asked for
    found: dict[str, Machine] = {}
    for each in _rows(cloud):
        found.setdefault(each.name.lower(), each)
    return found


@cache
def _rows(cloud: str) -> tuple[Machine, ...]:
    table = files("stackwright.accelerators").joinpath(f"{cloud}.csv")
    if not cloud.isalpha() or not table.is_file():
        raise NoMachine(f"there is no machine table for `{cloud}` yet")
    with table.open(encoding="utf-8") as lines:
        return tuple(_machine(cloud, row) for row in csv.DictReader(lines))


def _counts(name: str, cloud: str) -> Mapping[int, Machine]:
    sold = _by_count(cloud)
    return {**sold.get(_LARGER.get(name, ""), {}), **sold.get(name, {})}


@cache
def _by_count(cloud: str) -> Mapping[str, Mapping[int, Machine]]:
    found: dict[str, dict[int, Machine]] = {}
    for each in sorted(machines(cloud), key=_preference):
        if each.accelerator:
            found.setdefault(each.accelerator, {}).setdefault(each.accelerator_count, each)
    return found


@cache
def _spellings(cloud: str) -> Mapping[str, str]:
    known = _by_count(cloud)
    also = {alias: name for alias, name in _ALIASES.items() if name in known}
    larger = {name: name for name, other in _LARGER.items() if other in known}
    return larger | also | {_plain(name): name for name in known}


def _preference(each: Machine) -> tuple[bool, int, float, str]:
    return not each.on_demand, each.vcpus, each.memory_gib, each.name


def _machine(cloud: str, row: Mapping[str, str]) -> Machine:
    return Machine(
        cloud=cloud,
        name=row["name"],
        accelerator=row["accelerator"],
        accelerator_count=int(row["accelerator_count"]),
        accelerator_memory_gib=float(row["accelerator_memory_gib"]),
        vcpus=int(row["vcpus"]),
        memory_gib=float(row["memory_gib"]),
        arch=row["arch"],
        network_cards=int(row["network_cards"]),
        fabric_interfaces=int(row["fabric_interfaces"]),
        primary_card_has_fabric=row["primary_card_has_fabric"] == "yes",
        nvme_gib=round(float(row["nvme_gb"]) * 1e9 / 2**30, 1),
        family=row["family"],
        quota_code=row["quota_code"],
        managed_name=row["managed_name"],
        source=row["source"],
        on_demand=row["on_demand"] == "yes",
        spot=row.get("spot", row["on_demand"]) == "yes",
        api_name=row.get("api_name", ""),
        managed_accelerator=row.get("managed_accelerator", ""),
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text.upper()).removeprefix("NVIDIA").removeprefix("AWS")


def _accelerator(asked: str, count: int, cloud: str) -> str:
    spellings = _spellings(cloud)
    found = spellings.get(_plain(asked))
    if found is not None:
        return found
    elsewhere = clouds_with(asked, other_than=cloud)
    if elsewhere:
        raise _elsewhere(asked, count, cloud, elsewhere)
    close = difflib.get_close_matches(_plain(asked), spellings, n=3, cutoff=0.6)
    nearest = list(dict.fromkeys(spellings[each] for each in close)) or sorted(set(spellings.values()))
    hint = f"did you mean {_either(nearest)}?" if close else f"use {_either(nearest)}"
    raise NoMachine(f"`{asked}` is not an accelerator that is sold on {cloud}: {hint}", nearest)


def _elsewhere(asked: str, count: int, cloud: str, elsewhere: tuple[str, ...]) -> NoMachine:
    """Another cloud sells it; here, the nearest are whole ones in about that count with about as much memory."""
    known = _spellings(elsewhere[0])
    wanted = next(iter(_counts(known[_plain(asked)], elsewhere[0]).values())).accelerator_memory_gib
    sold = [each for counts in _by_count(cloud).values() for each in counts.values() if "/" not in each.accelerator]
    sold.sort(key=lambda each: (abs(each.accelerator_count - count), abs(each.accelerator_memory_gib - wanted)))
    nearest = [f"{each.accelerator}:{each.accelerator_count}" for each in sold[:2]]
    return NoMachine(
        f"`{asked}` is not an accelerator that is sold on {cloud}: {_either(list(elsewhere))} "
        f"{'has' if len(elsewhere) == 1 else 'have'} it; nearest here: {_either(nearest)}",
        nearest,
    )


def _no_count(name: str, count: int, sold: list[int]) -> NoMachine:
    below = [each for each in sold if each < count][-1:]
    above = [each for each in sold if each > count][:1]
    nearest = [f"{name}:{each}" for each in below + above]
    verb = "is" if len(sold) == 1 else "are"
    return NoMachine(
        f"{count} x {name} is not sold; {_either([str(each) for each in sold])} per machine {verb}: "
        f"use {_either(nearest)}",
        nearest,
    )


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
