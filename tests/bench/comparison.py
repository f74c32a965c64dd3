"""What two tools find on the same resources, as a page; and what is said of the findings that are not ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass
class Found:
    """What each tool says of one resource: checkov's ids, and ids of our rules."""

    both: set[str] = field(default_factory=set)
    ours: set[str] = field(default_factory=set)
    theirs: set[str] = field(default_factory=set)


NOT_TAKEN: Final = {
    "CKV2_AWS_68": ("wrong", "nothing is known of the role but its name: the good notebook is blamed too"),
    "CKV_AWS_18": ("wrong here", "the bucket takes the logs of the others; its own would go round in a circle"),
    "CKV_AWS_23": ("not a fault", "a rule of a security group without a description lets nobody in"),
    "CKV_AWS_68": ("a choice", "a firewall for web requests has a price, and many sites have nothing it guards"),
    "CKV_AWS_117": ("a choice", "a function is called by its policy in a network too, which only adds a NAT gateway"),
    "CKV_AWS_120": ("not a fault", "a cache changes speed and price, and answers with what is old"),
    "CKV_AWS_154": ("out of date", "clusters outside of a network ended with EC2-Classic in 2022"),
}
"""Ids of checkov's that no rule of ours maps to, and why; what is right is a rule."""
_PAGE: Final = """# Side by side with checkov

Written by `python tests/bench/side_by_side.py --write`; do not edit it here.

{resources} AWS resources, good and bad, are written twice in `tests/bench/side_by_side/`: as a Pulumi program for
Stackwright, and as a CloudFormation template for checkov. Checkov cannot read a Pulumi program. All properties have
the same values; what a template says inline is a resource of its own in Pulumi, and is counted with the resource it
belongs to. A finding of both is one of checkov's whose id a rule of ours names in its frameworks and finds on the same
resource. Rules about money, tags and regions, which checkov has none of, are left out.

Measured: {about}.

- time of the whole process, Stackwright ÷ checkov: {ratio:.2f} (checkov without its look-ups on the network)
- findings of both: {both}
- of Stackwright only: {ours}
- of checkov only: {theirs}, of which {undecided} are undecided

## By resource

{quiet} resources are not listed: neither tool says anything about them.

| resource | both | only Stackwright | only checkov |
| --- | --- | --- | --- |
{rows}

## What checkov finds that we do not take

| checkov | on | verdict | why |
| --- | --- | --- | --- |
{decisions}
"""


def render(table: Mapping[str, Found], resources: int, ratio: float, about: str) -> str:
    """The page about what was found."""
    loud = {name: row for name, row in table.items() if row.both or row.ours or row.theirs}
    rows = [f"| {name} | {_ids(row.both)} | {_ids(row.ours)} | {_ids(row.theirs)} |" for name, row in loud.items()]
    return _PAGE.format(
        about=about,
        ratio=ratio,
        resources=resources,
        quiet=resources - len(loud),
        both=sum(len(row.both) for row in loud.values()),
        ours=sum(len(row.ours) for row in loud.values()),
        theirs=sum(len(row.theirs) for row in loud.values()),
        undecided=len([one for one in _theirs(table) if one not in NOT_TAKEN]),
        rows="\n".join(rows),
        decisions="\n".join(_decided(one, names) for one, names in _theirs(table).items()),
    )


def undecided(table: Mapping[str, Found]) -> list[str]:
    """Ids of checkov's that somebody has to say something about."""
    return [one for one in _theirs(table) if one not in NOT_TAKEN]


def _theirs(table: Mapping[str, Found]) -> dict[str, list[str]]:
    ids = sorted({one for row in table.values() for one in row.theirs})
    return {one: [name for name, row in table.items() if one in row.theirs] for one in ids}


def _decided(id: str, names: list[str]) -> str:
    verdict, why = NOT_TAKEN.get(id, ("undecided", ""))
    return f"| {id} | {', '.join(names)} | {verdict} | {why} |"


def _ids(ids: set[str]) -> str:
    return ", ".join(sorted(ids))
