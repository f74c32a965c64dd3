"""Hours a month that a schedule of the graph leaves machines on, where its recurrence can be read."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, Graph, Resource, value_at
from stackwright.pricing.bill import as_number
from stackwright.pricing.model import HOURS

SCALING: Final = "aws:autoscaling/schedule:Schedule"
POLICY: Final = "gcp:compute/resourcePolicy:ResourcePolicy"
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_HOUR, _DAY, _WEEK = 60, 24 * 60, 7 * 24 * 60

Event = tuple[int, bool]
"""Minute of the week, from Sunday 0:00, and whether the machines go on."""


def scheduled_hours(graph: Graph, resource: Resource) -> float | None:
    """Hours a month that the schedules of `resource` leave it on; None without one, or where it cannot be read."""
    reader = _READERS.get(resource.type)
    events = list(reader(graph, resource)) if reader else []
    return None if None in events else monthly_hours(event for event in events if event)


def monthly_hours(events: Iterable[Event]) -> float | None:
    """Hours a month between the events that switch on and those that switch off; None without both."""
    week = sorted(set(events))
    if {on for _, on in week} != {True, False}:
        return None
    following = [*week[1:], (week[0][0] + _WEEK, False)]
    minutes = sum(after - at for (at, on), (after, _) in zip(week, following, strict=True) if on)
    return minutes / _WEEK * HOURS


def minutes_of(recurrence: Any) -> list[int] | None:
    """Minutes of the week that a cron line of five fields names; None where it is not one of every week."""
    fields = recurrence.split() if isinstance(recurrence, str) else []
    if len(fields) != 5 or any(each not in ("*", "?") for each in fields[2:4]):
        return None
    minutes, hours, days = _numbers(fields[0], 59), _numbers(fields[1], 23), _numbers(fields[4].replace("?", "*"), 7)
    if minutes is None or hours is None or days is None:
        return None
    return sorted({day % 7 * _DAY + hour * _HOUR + minute for day in days for hour in hours for minute in minutes})


def _numbers(field: str, greatest: int) -> list[int] | None:
    """Values of one field: `*`, `8`, `1-5`, `1,3` or `MON-FRI`."""
    if field == "*":
        return list(range(greatest + 1))
    found: list[int] = []
    for part in field.lower().split(","):
        ends = [str(_DAYS.index(end)) if end in _DAYS and greatest == 7 else end for end in part.split("-")]
        if len(ends) > 2 or not all(re.fullmatch(r"\d{1,2}", end) and int(end) <= greatest for end in ends):
            return None
        found += range(int(ends[0]), int(ends[-1]) + 1)
    return found or None


def _events(recurrence: Any, on: bool) -> Iterator[Event | None]:
    minutes = minutes_of(recurrence)
    yield from [None] if minutes is None else [(minute, on) for minute in minutes]


def _scaling(graph: Graph, group: Resource) -> Iterator[Event | None]:
    """A scheduled action that leaves no machine switches off, and one that asks for some on."""
    for each in graph.all_pointing_at(group, SCALING, "autoscalingGroupName"):
        on = _leaves(*(as_number(each.get(name)) for name in ("minSize", "desiredCapacity", "maxSize")))
        yield from [None] if on is None else _events(each.get("recurrence"), on)


def _leaves(least: float | None, desired: float | None, most: float | None) -> bool | None:
    """Whether a scaled group has machines; None where that is not said. AWS takes -1 for no change."""
    if desired is not None and desired >= 0:
        return desired > 0
    return True if least and least > 0 else False if most == 0 else None


def _policies(graph: Graph, instance: Resource) -> Iterator[Event | None]:
    for each in graph.wired(instance, "resourcePolicies"):
        if each.type == POLICY and each.get("instanceSchedulePolicy") is not MISSING:
            yield from _events(each.get("instanceSchedulePolicy.vmStartSchedule.schedule"), on=True)
            yield from _events(each.get("instanceSchedulePolicy.vmStopSchedule.schedule"), on=False)


def _start_stop(_: Graph, compute: Resource) -> Iterator[Event | None]:
    for _path, each in compute.all("properties.properties.schedules.computeStartStop[*]"):
        if value_at(each, "status") in (MISSING, "Enabled"):
            yield from _events(value_at(each, "cron.expression"), value_at(each, "action") == "Start")


_READERS: Final[Mapping[str, Callable[[Graph, Resource], Iterator[Event | None]]]] = {
    "aws:eks/nodeGroup:NodeGroup": _scaling,
    "aws:autoscaling/group:Group": _scaling,
    "gcp:compute/instance:Instance": _policies,
    "azure-native:machinelearningservices:Compute": _start_stop,
}
"""What reads the schedules of each type of resource."""
