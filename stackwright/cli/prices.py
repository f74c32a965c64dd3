"""`stackwright prices`: getting the prices of today, what is in use, and what differs between two tables."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stackwright.accelerators.regions import NoRegion, region
from stackwright.blueprints.problems import did_you_mean
from stackwright.cli import console
from stackwright.pricing.prices import (
    EVERYWHERE,
    Prices,
    TableError,
    load,
    read_lines,
    refreshed_folder,
    reread,
    shipped,
)
from stackwright.pricing.refresh.rates import RefreshError
from stackwright.sdk.cache import user_cache

if TYPE_CHECKING:
    from stackwright.pricing.refresh.run import Refreshed

CLOUDS = ("aws", "gcp", "azure")
KEY = "STACKWRIGHT_GCP_API_KEY"
"""Environment variable with the API key for Google's catalog."""
_Bar = tuple[Callable[[str], None], Callable[[Iterable[Any]], Iterator[Any]]]
"""Says what happens, and counts what comes."""
_NO_KEY = f"takes an API key: set {KEY}, or name a file with --key-file"


def refresh(
    cloud: str | None,
    regions: Sequence[str],
    *,
    to: Path | None = None,
    key_file: Path | None = None,
    allow_loss: bool = False,
) -> int:
    """Ask the official price APIs and write the tables; returns the exit code."""
    try:
        clouds = _clouds(cloud, regions)
        if to is not None and len(clouds) > 1:
            return console.complain("--to FILE is the table of one cloud: name it with --cloud")
        keys = {"gcp": _key(key_file)}
        if "gcp" in clouds and not keys["gcp"]:
            if cloud or len(clouds) == 1:
                return console.complain(f"gcp {_NO_KEY}")
            console.say(console.err(), f"gcp: left out, as it {_NO_KEY}", style="yellow")
        codes = {
            _one(each, [name for name in regions if _knows(each, name)], to, keys.get(each, ""), allow_loss)
            for each in clouds
            if each != "gcp" or keys["gcp"]
        }
    except (RefreshError, TableError) as error:
        return console.complain(str(error))
    return console.worst(codes)


def _clouds(cloud: str | None, regions: Sequence[str]) -> Sequence[str]:
    if cloud is not None and cloud not in CLOUDS:
        raise RefreshError(f"--cloud {cloud}: takes {', '.join(CLOUDS)}")
    if cloud is not None:
        for name in regions:
            try:
                region(name, cloud)
            except NoRegion as error:
                raise RefreshError(f"--region {error}") from None
        return (cloud,)
    for name in regions:
        if not any(_knows(each, name) for each in CLOUDS):
            raise RefreshError(f"--region {name}: no cloud has such a region")
    return [each for each in CLOUDS if not regions or any(_knows(each, name) for name in regions)]


def _knows(cloud: str, name: str) -> bool:
    try:
        return bool(region(name, cloud))
    except NoRegion:
        return False


def _key(file: Path | None) -> str:
    if file is None:
        return os.environ.get(KEY, "").strip()
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        why = (getattr(error, "strerror", None) or "is not text").lower()
        raise RefreshError(f"--key-file {file}: cannot be read: {why}") from None


def _one(cloud: str, regions: Sequence[str], to: Path | None, key: str, allow_loss: bool) -> int:
    """Refresh one cloud; nothing is written where a price was lost, unless that is allowed."""
    from stackwright.cli.price_view import print_refreshed
    from stackwright.pricing.refresh.run import ask, clear, merged, pages_folder, placed, wanted
    from stackwright.pricing.refresh.table import write
    from stackwright.pricing.refresh.transport import Transport

    today = datetime.now(UTC).date().isoformat()
    table = Prices(on_disk=read_lines(to)) if to is not None and to.is_file() else load(cloud)
    wants, kept = wanted(cloud, table, regions)
    pages = pages_folder(user_cache() / "prices", cloud, today)
    with _progress(cloud, len(wants)) as (tell, counted):
        answers = ask(cloud, wants, Transport(pages, tell=tell), today=today, key=key, client=_client(cloud))
        found = merged(table, counted(answers), kept)
    print_refreshed(console.out(), cloud, found)
    if found.lost and not allow_loss:
        console.complain(f"{cloud}: not written, as it would lose prices - write it without them with --allow-loss")
        return console.FINDINGS
    file = to or _refreshed(cloud)
    write(file, cloud, found.new if to else placed(_earlier(file, found), found.found))
    clear(pages)
    reread()
    used = "" if to else ", which plan, cost and check use from now on"
    console.say(console.out(), f"written: {_shown(file)}{used}", style="green")
    if found.lost and not to:
        say = f"{console.counted(len(found.lost), 'price')} that {'was' if len(found.lost) == 1 else 'were'} lost"
        console.say(console.out(), f"{say}: the shipped rows hold, with their dates", style="dim")
    return console.CLEAN


def _refreshed(cloud: str) -> Path:
    return Path(refreshed_folder() or user_cache() / "prices") / f"{cloud}.csv"


def _earlier(file: Path, found: "Refreshed") -> list[Any]:
    """Rows of earlier refreshes that hold on: the file has nothing but what an API told."""
    gone = {(one.want.region, one.want.key) for one in found.lost}
    rows = Prices(on_disk=read_lines(file)) if file.is_file() else ()
    return [row for row in rows if (row.region, row.key) not in gone]


def _client(cloud: str) -> Any | None:
    if cloud != "aws":
        return None
    from stackwright.pricing.refresh.aws import query_client

    client = query_client()
    bulk = "the bulk files, hundreds of MB for EC2 (boto3 with credentials asks for less)"
    how = "the Query API, by boto3" if client else bulk
    console.say(console.err(), f"aws: asks {how}", style="dim")
    return client


@contextmanager
def _progress(cloud: str, total: int) -> Generator[_Bar]:
    """A bar on a terminal, silence elsewhere."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn())
    with Progress(*columns, console=console.err(), transient=True, disable=not console.err().is_terminal) as bar:
        task = bar.add_task(f"{cloud}: prices", total=total)

        def counted(answers: Iterable[Any]) -> Iterator[Any]:
            for one in answers:
                bar.update(task, advance=1, description=f"{cloud}: prices")
                yield one

        def tell(text: str) -> None:
            bar.update(task, description=text)

        yield tell, counted


def _shown(file: Path) -> str:
    home = Path.home()
    return f"~/{file.relative_to(home)}" if file.is_relative_to(home) else str(file)


def show(cloud: str | None, region: str | None, service: str | None) -> int:
    """Print what is in use, where it comes from and how old it is; returns the exit code."""
    from stackwright.cli.price_view import print_rows, print_services

    if cloud not in (None, *CLOUDS):
        return console.complain(f"--cloud {cloud}: takes {', '.join(CLOUDS)}")
    try:
        tables = {each: list(load(each)) for each in CLOUDS if cloud in (None, each)}
    except TableError as error:
        return console.complain(str(error))
    asked = (service or "").lower()
    rows = [
        (each, row)
        for each, table in tables.items()
        for row in table
        if (region is None or row.region in (region, EVERYWHERE)) and asked in ("", row.key.service.lower())
    ]
    if not rows:
        known = {name for table in tables.values() for row in table for name in (row.key.service, row.region)}
        hint = did_you_mean(service or region or "", known) or "`stackwright prices show` lists what there is"
        return console.complain(f"no such rows are in use - {hint}")
    ours = {each: frozenset(shipped(each)) for each in tables}
    (print_rows if asked else print_services)(console.out(), rows, ours, datetime.now(UTC).date())
    return console.CLEAN


def diff(old: str, new: str) -> int:
    """Print what differs between two tables; returns the exit code."""
    from stackwright.cli.price_view import print_changes
    from stackwright.pricing.refresh.table import differences

    try:
        changes = differences(_table(old), _table(new))
    except TableError as error:
        return console.complain(str(error))
    if not changes:
        console.say(console.out(), "no difference")
    print_changes(console.out(), changes)
    return console.FINDINGS if changes else console.CLEAN


def _table(name: str) -> Prices:
    """The shipped table of a cloud, or the one in a file."""
    return shipped(name) if name in CLOUDS else Prices(on_disk=read_lines(Path(name)))
