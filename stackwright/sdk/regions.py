"""The account and the AWS regions that made-up answers speak of: zone names, zone ids, partitions and DNS suffixes."""

from dataclasses import dataclass, field

ACCOUNT = "123456789012"
"""The account number of AWS's own documentation."""

_SHORT = {
    "us": "us",
    "eu": "eu",
    "ap": "ap",
    "sa": "sa",
    "ca": "ca",
    "me": "me",
    "af": "af",
    "il": "il",
    "mx": "mx",
    "cn": "cn",
}
_DIRECTION = {
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "central": "c",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}


@dataclass(frozen=True, slots=True)
class Context:
    """Where a made-up resource stands; `seed` tells two resources of one URN apart."""

    region: str = "us-east-1"
    account: str = ACCOUNT
    project: str = "sandbox-project"
    subscription: str = "00000000-0000-0000-0000-000000000000"
    default_tags: dict[str, str] = field(default_factory=dict[str, str])
    seed: str = ""


def partition(region: str) -> str:
    """ARN partition of a region (AWS General Reference, ARN format)."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def dns_suffix(region: str) -> str:
    """Domain of a region's endpoints."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def zones(region: str) -> list[str]:
    """Zone names of a region, four in every region as in the sandbox (real regions have three to six)."""
    return [f"{region}{letter}" for letter in "abcd"]


def zone_id(zone: str) -> str:
    """Zone id such as `use1-az1`; which letter has which number differs between accounts, here `a` is 1."""
    region, letter = zone[:-1], zone[-1:]
    area, *direction, number = region.split("-")
    short = _SHORT.get(area, area) + ("g" if "gov" in direction else "")
    short += "".join(_DIRECTION.get(word, "") for word in direction)
    return f"{short}{number}-az{ord(letter or 'a') - ord('a') + 1}"
