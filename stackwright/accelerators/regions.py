"""Regions that exist, so that a mistyped `region` is caught before anything runs."""

import csv
import difflib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# botocore 1.44.5 data/partitions.json; a region listed is not a promise that a machine type is sold there
_PARTITIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "aws": {
        "aws": (
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "me-west-1",
            "mx-central-1",
            "sa-east-1",
            "sa-west-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ),
        "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
        "aws-cn": ("cn-north-1", "cn-northwest-1"),
    },
}


class NoRegion(LookupError):
    """A region that the cloud does not have; the message is a sentence for the user."""

    def __init__(self, message: str, nearest: tuple[str, ...]) -> None:
        super().__init__(message)
        self.nearest = nearest


def regions(cloud: str) -> tuple[str, ...]:
    """Region names of `cloud`; empty where the table has none yet."""
    return tuple(name for names in _PARTITIONS.get(cloud, {}).values() for name in names) or tuple(_zones(cloud))


def region(name: str, cloud: str) -> str:
    """`name` when `cloud` has such a region, else `NoRegion` with the nearest names."""
    known = regions(cloud)
    if not known or name in known:
        return name
    nearest = tuple(difflib.get_close_matches(name.strip().lower(), known, n=3, cutoff=0.7))
    hint = f": did you mean {' or '.join(nearest)}?" if nearest else f": {cloud} has {', '.join(known)}"
    raise NoRegion(f"`{name}` is not a region of {cloud}{hint}", nearest)


def zones(name: str, cloud: str) -> tuple[str, ...]:
    """Zones of the region `name`: full names on Google Cloud, `1` to `3` on Azure, empty where there are none.

    On AWS they differ per account and are looked up, so none are listed. Not every machine type is in every zone.
    """
    region(name, cloud)
    return _zones(cloud).get(name, ())


@cache
def _zones(cloud: str) -> Mapping[str, tuple[str, ...]]:
    table = files("stackwright.accelerators").joinpath("region_zones.csv")
    with table.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["cloud"] == cloud]
    return {row["region"]: tuple(row["zones"].split()) for row in rows}


def partition(name: str) -> str:
    """ARN partition of an AWS region: `aws`, `aws-us-gov` or `aws-cn`."""
    for found, names in _PARTITIONS["aws"].items():
        if name in names:
            return found
    raise NoRegion(f"`{name}` is not a region of aws", ())
