"""A refresh: which prices to ask for, the answers, and the table that comes of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from stackwright.pricing.prices import EVERYWHERE, Key, Price, Prices
from stackwright.pricing.refresh.aws import aws_answers
from stackwright.pricing.refresh.aws_queries import aws_query
from stackwright.pricing.refresh.azure import azure_answers
from stackwright.pricing.refresh.azure_queries import azure_query
from stackwright.pricing.refresh.gcp import gcp_answers
from stackwright.pricing.refresh.gcp_queries import gcp_queries
from stackwright.pricing.refresh.rates import Answer, Lost, RefreshError, Want
from stackwright.pricing.refresh.sanity import warnings
from stackwright.pricing.refresh.table import Change, differences
from stackwright.pricing.refresh.transport import Transport

CLOUDS: Final = ("aws", "gcp", "azure")

_LISTED: Final[Mapping[str, Callable[[Key], Any]]] = {"aws": aws_query, "gcp": gcp_queries, "azure": azure_query}


@dataclass(frozen=True)
class Refreshed:
    """What came of asking one cloud."""

    old: Prices
    new: Prices
    found: tuple[Price, ...]
    """Rows that the API told."""
    lost: tuple[Lost, ...]
    """Prices of the old table that it did not tell, or not clearly."""
    absent: tuple[Lost, ...]
    """Prices that a new region does not have: nothing is lost by them."""
    kept: Mapping[str, int]
    """Rows that no official list is known to have, by service: they stay as they are."""

    @property
    def changes(self) -> Sequence[Change]:
        """What differs from the old table."""
        return differences(self.old, self.new)

    def odd(self, provider: str) -> list[str]:
        """What looks wrong in the new table and did not in the old one."""
        before = set(warnings(provider, self.old))
        return [text for text in warnings(provider, self.new) if text not in before]


def wanted(provider: str, table: Prices, regions: Sequence[str]) -> tuple[list[Want], Mapping[str, int]]:
    """Prices to ask for, and how many rows of each service cannot be asked for.

    Without `regions` they are those of the table; a region that it has not gets what the table's first one has.
    """
    if not table.regions:
        raise RefreshError(f"there is no table for {provider} to refresh")
    wants: dict[Want, None] = {}
    kept: Counter[str] = Counter()
    for row in table:
        if regions and row.region not in regions:
            continue
        if _LISTED[provider](row.key) and (row.region != EVERYWHERE or _everywhere(provider, row.key)):
            wants[Want(row.region, row.key)] = None
        else:
            kept[row.key.service] += 1
    for region in regions:
        if region not in table.regions:
            home = [row.key for row in table if row.region == table.regions[0]]
            wants.update(dict.fromkeys(Want(region, key) for key in home if _LISTED[provider](key)))
    return list(wants), dict(sorted(kept.items()))


def _everywhere(provider: str, key: Key) -> bool:
    """Whether the provider's list has the key at one place for all regions."""
    queries = _LISTED[provider](key)
    return all(getattr(query, "place", "") for query in (queries if isinstance(queries, tuple) else (queries,)))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def ask(
    provider: str, wants: Iterable[Want], transport: Transport, *, today: str, key: str = "", client: Any | None = None
) -> Iterator[Answer]:
    """The answers of the provider's price API, as they come."""
    apis: Mapping[str, Callable[..., Iterator[Answer]]] = {
        "aws": partial(aws_answers, client=client),
        "gcp": partial(gcp_answers, key=key),
        "azure": azure_answers,
    }
    return apis[provider](wants, transport, today=today)


def merged(table: Prices, answers: Iterable[Answer], kept: Mapping[str, int]) -> Refreshed:
    """The table with what was answered in place of what it had, and without what was lost."""
    found: list[Price] = []
    lost: list[Lost] = []
    absent: list[Lost] = []
    for one in answers:
        if not isinstance(one, Lost):
            found += one
        elif one.want.region in table.regions or one.want.region == EVERYWHERE:
            lost.append(one)
        else:
            absent.append(one)
    gone = {(one.want.region, one.want.key) for one in lost}
    rows = [row for row in table if (row.region, row.key) not in gone]
    return Refreshed(table, placed(rows, found), tuple(found), tuple(lost), tuple(absent), kept)


def placed(rows: Iterable[Price], found: Iterable[Price]) -> Prices:
    """A table of `rows` with `found` at the places of what they replace, new ones at the end."""
    new: dict[tuple[str, Key], list[Price]] = {}
    for row in found:
        new.setdefault((row.region, row.key), []).append(row)
    together: dict[tuple[str, Key], list[Price]] = {}
    for row in rows:
        place = row.region, row.key
        if place in new:
            together[place] = new[place]
        else:
            together.setdefault(place, []).append(row)
    return Prices(row for each in (together | new).values() for row in each)


def pages_folder(cache: Path, provider: str, today: str) -> Path:
    """Where the pages of today's run are; those of other days are let go, as prices are of one day."""
    root = cache / "pages" / provider
    for old in root.glob("*"):
        if old.name != today:
            clear(old)
    return root / today


def clear(folder: Path) -> None:
    """Let go of the pages of a run that is through."""
    if folder.is_dir():
        for file in folder.iterdir():
            file.unlink(missing_ok=True)
        folder.rmdir()
