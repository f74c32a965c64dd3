"""Prices on a terminal: what a refresh found, what is in use, and what differs."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stackwright.cli.console import counted, say, show
from stackwright.pricing.age import days_between
from stackwright.pricing.prices import Price
from stackwright.pricing.refresh.rates import Lost
from stackwright.pricing.refresh.run import Refreshed
from stackwright.pricing.refresh.table import Change, figure

CHANGES = 20
"""Changes that are shown; a file has them all."""
LOST = 8
"""Prices of one reason that are named one by one."""
WHOLE = 400
"""Columns that a source may need."""
Rows = Sequence[tuple[str, Price]]


def print_refreshed(console: Console, cloud: str, found: Refreshed) -> None:
    """What was asked, what changed, what was lost, and what looks odd."""
    gone = {(one.want.region, one.want.key) for one in found.lost}
    changes = [change for change in found.changes if (change.region, change.key) not in gone]
    changes.sort(key=lambda change: -abs(change.percent or 0))
    told = len({(row.region, row.key) for row in found.found})
    lost = f", {len(found.lost):,} lost" if found.lost else ""
    head = f"{counted(told, 'price')} as of today, {_counts(changes)}{lost}"
    say(console, Text.assemble((f"{cloud}: ", "bold"), head))
    print_changes(console, changes, most=CHANGES)
    for text in _lost(found.lost):
        say(console, Text.assemble(("lost: ", "red"), text))
    if found.absent:
        regions = sorted({one.want.region for one in found.absent})
        say(console, f"not offered: {counted(len(found.absent), 'price')} in {', '.join(regions)}", style="dim")
    for text in found.odd(cloud):
        say(console, f"looks wrong: {text}", style="yellow")
    if found.kept:
        rows = counted(sum(found.kept.values()), "row")
        say(console, f"as before, on no list that is read: {rows} of {', '.join(found.kept)}", style="dim")


def _lost(lost: Sequence[Lost]) -> Iterator[str]:
    """A line a price, those without rivals together where they are many."""
    reasons = Counter(one.reason for one in lost if not one.rivals)
    single = [one for one in lost if one.rivals or reasons[one.reason] <= LOST]
    yield from map(str, single[:LOST])
    if len(single) > LOST:
        yield f"{len(single) - LOST:,} more such"
    for reason, number in reasons.items():
        if number > LOST:
            services = Counter(one.want.key.service for one in lost if one.reason == reason and not one.rivals)
            names = ", ".join(f"{service} ({count:,})" for service, count in services.most_common())
            yield f"{number:,} prices: {reason}: {names}"


def _counts(changes: Iterable[Change]) -> str:
    counts = {"changed": 0, "added": 0, "gone": 0}
    for change in changes:
        counts["added" if change.old is None else "gone" if change.new is None else "changed"] += 1
    return ", ".join(f"{number} {what}" for what, number in counts.items() if number) or "nothing changed"


def print_changes(console: Console, changes: Sequence[Change], most: int | None = None) -> None:
    """A row a change: old, new, and by how much."""
    if not changes:
        return
    table = _table("price", "unit", "region", "old>", "new>", "change>")
    for change in changes[:most]:
        key = change.key
        name = f"{key.service} {key.dimension}" + (f" above {change.above:,g}" if change.above else "")
        old, new = ("" if usd is None else figure(usd) for usd in (change.old, change.new))
        table.add_row(name, key.unit, change.region, old, new, _change(change))
    show(console, table)
    if most is not None and len(changes) > most:
        say(console, f"and {counted(len(changes) - most, 'more change')}", style="dim")


def _change(change: Change) -> Text:
    if change.percent is None:
        return Text("added", "green") if change.old is None else Text("gone", "red")
    return Text(f"{change.percent:+.1f} %", "red" if change.percent > 0 else "green")


def print_services(console: Console, rows: Rows, ours: Mapping[str, Collection[Price]], today: date) -> None:
    """A line a service: how many rows, from where, and how old the oldest is."""
    table = _table("cloud", "service", "rows>", "regions>", "oldest", "days>", "from")
    groups: dict[tuple[str, str], list[Price]] = {}
    for cloud, row in rows:
        groups.setdefault((cloud, row.key.service), []).append(row)
    for (cloud, service), found in sorted(groups.items()):
        oldest = min(row.as_of for row in found)
        fresh = sum(row not in ours[cloud] for row in found)
        origin = "shipped" if not fresh else "refreshed" if fresh == len(found) else f"{fresh} refreshed"
        days = f"{days_between(oldest, today):,}"
        regions = str(len({row.region for row in found}))
        table.add_row(cloud, service, f"{len(found):,}", regions, oldest, days, origin)
    show(console, table)
    say(console, f"{counted(len(rows), 'row')}; --service NAME shows them", style="dim")


def print_rows(console: Console, rows: Rows, ours: Mapping[str, Collection[Price]], today: date) -> None:
    """A line a row, with its source."""
    table = _table("region", "price", "unit", "USD>", "days>", "source")
    for cloud, row in rows:
        name = row.key.dimension + (f" above {row.above:,g}" if row.above else "")
        source = row.source if row not in ours[cloud] else f"shipped: {row.source}"
        table.add_row(row.region, name, row.key.unit, figure(row.usd), f"{days_between(row.as_of, today):,}", source)
    _show_whole(console, table)


def _show_whole(console: Console, table: Table) -> None:
    """A table whose lines are as long as they are where no terminal would fold them."""
    if not console.is_terminal:
        table.width, table.columns[-1].ratio = WHOLE, 1
    with console.capture() as captured:
        console.print(table, crop=False)
    for line in captured.get().splitlines():
        console.out(line.rstrip(), highlight=False)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in columns:
        right = name.endswith(">")
        whole = right or name not in (columns[0], columns[-1])
        table.add_column(name.rstrip(">"), justify="right" if right else "left", overflow="fold", no_wrap=whole)
    return table
