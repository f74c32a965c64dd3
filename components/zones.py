"""The zones of a network: those that are asked for, those that are taken, and the one that something stands in."""

from collections.abc import Mapping, Sequence

import pulumi


def asked(zones: int | Sequence[str]) -> Mapping[str, int | list[str]]:
    """A count or names, as the arguments of a network have them."""
    return {"zone_count": zones} if isinstance(zones, int) else {"zone_names": list(zones)}


def different(zones: list[str], most: int, known: Sequence[str] = ()) -> list[str]:
    """`zones`, if they are at most `most`, no two the same, and of the `known` ones where these are told."""
    if len(zones) > most or len(set(zones)) < len(zones) or (known and not {*zones} <= {*known}):
        *others, last = known or ("",)
        of = f" of {', '.join(others)} and {last}" if known else ""
        raise ValueError(f"must be at most {most} different zones{of}")
    return zones


def first(count: int, names: Sequence[str]) -> Sequence[str]:
    """The first `count` of the zones that a region has."""
    if len(names) < count:
        raise pulumi.RunError(f"the region has {len(names)} zones to use, not {count}: {', '.join(names)}")
    return names[:count]


def chosen(zone: str | None, names: Sequence[str], what: str = "subnet") -> str:
    """`zone` if the network has a `what` there, the first of its zones when None."""
    if zone is not None and zone not in names:
        raise pulumi.RunError(f"the network has no {what} in {zone}, only in {', '.join(names)}")
    return zone or names[0]
