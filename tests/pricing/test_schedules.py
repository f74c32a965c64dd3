"""`stackwright.pricing.schedules`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.pricing.schedules import minutes_of, monthly_hours, scheduled_hours

Make = Callable[..., Resource]
DAY = 24 * 60
WORKING = pytest.approx(50 / 168 * 730)


@pytest.mark.parametrize(
    ("recurrence", "minutes"),
    [
        ("0 8 * * 1-5", [day * DAY + 480 for day in range(1, 6)]),
        ("30 18 * * MON,WED", [DAY + 1110, 3 * DAY + 1110]),
        ("0 0 ? * 0", [0]),
        ("0 0 * * 7", [0]),
        ("0 9 * * *", [day * DAY + 540 for day in range(7)]),
    ],
)
def test_a_recurrence_names_minutes_of_the_week(recurrence: str, minutes: list[int]) -> None:
    assert minutes_of(recurrence) == minutes


@pytest.mark.parametrize(
    "recurrence", ["", "0 8 1 * *", "0 8 * 6 *", "0 25 * * 1", "0 8-9-10 * * 1", "@daily", "*/5 * * * *", UNKNOWN, 7]
)
def test_what_does_not_recur_every_week_is_not_read(recurrence: Any) -> None:
    assert minutes_of(recurrence) is None


def test_hours_are_those_between_on_and_off_across_the_end_of_the_week() -> None:
    assert monthly_hours([(0, True), (DAY, False)]) == pytest.approx(730 / 7)
    assert monthly_hours([(6 * DAY, True), (DAY, False)]) == pytest.approx(730 * 2 / 7)
    assert monthly_hours([(0, True), (60, True), (120, False)]) == pytest.approx(730 / 84)


def test_a_schedule_that_only_switches_off_says_no_hours() -> None:
    assert monthly_hours([(0, False)]) is None
    assert monthly_hours([]) is None


def _group(make: Make, **switches: dict[str, Any]) -> tuple[Graph, Resource]:
    group = make("aws:eks/nodeGroup:NodeGroup", "pool")
    wires = {"autoscalingGroupName": [group]}
    token = "aws:autoscaling/schedule:Schedule"
    return Graph([group, *(make(token, name, each, wires=wires) for name, each in switches.items())]), group


UP = {"recurrence": "0 8 * * 1-5"}
DOWN = {"recurrence": "0 18 * * 1-5"}


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ({"desiredCapacity": 2}, {"desiredCapacity": 0}),
        ({"minSize": 1, "maxSize": 4}, {"minSize": 0, "maxSize": 0}),
        ({"minSize": 1, "desiredCapacity": -1}, {"maxSize": 0, "minSize": 0, "desiredCapacity": -1}),
    ],
)
def test_scheduled_actions_of_a_group(make: Make, up: dict[str, Any], down: dict[str, Any]) -> None:
    assert scheduled_hours(*_group(make, up=UP | up, down=DOWN | down)) == WORKING


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ({"minSize": 0, "maxSize": 4}, {"desiredCapacity": 0}),
        ({"desiredCapacity": UNKNOWN}, {"desiredCapacity": 0}),
        ({"desiredCapacity": 2, "recurrence": "0 8 1 * *"}, {"desiredCapacity": 0}),
    ],
)
def test_one_action_that_cannot_be_read_makes_the_hours_unknown(
    make: Make, up: dict[str, Any], down: dict[str, Any]
) -> None:
    assert scheduled_hours(*_group(make, up=UP | up, down=DOWN | down)) is None


def test_a_resource_without_a_schedule_has_no_hours_by_it(make: Make) -> None:
    assert scheduled_hours(*_group(make)) is None
    bucket = make("aws:s3/bucket:Bucket")
    assert scheduled_hours(Graph([bucket]), bucket) is None


def test_the_instance_schedule_of_google_cloud(make: Make) -> None:
    times = {"vmStartSchedule": {"schedule": "0 8 * * MON-FRI"}, "vmStopSchedule": {"schedule": "0 18 * * MON-FRI"}}
    policy = make("gcp:compute/resourcePolicy:ResourcePolicy", "hours", {"instanceSchedulePolicy": times})
    machine = make(
        "gcp:compute/instance:Instance", "vm", {"resourcePolicies": UNKNOWN}, wires={"resourcePolicies": [policy]}
    )
    assert scheduled_hours(Graph([policy, machine]), machine) == WORKING


def test_the_schedules_of_an_azure_compute(make: Make) -> None:
    plan = [
        {"action": action, "triggerType": "Cron", "cron": {"expression": when}, "status": "Enabled"}
        for action, when in (("Start", "0 8 * * 1-5"), ("Stop", "0 18 * * 1-5"))
    ]
    off = {"action": "Stop", "cron": {"expression": "0 12 * * *"}, "status": "Disabled"}
    inputs = {"properties": {"properties": {"schedules": {"computeStartStop": [*plan, off]}}}}
    compute = make("azure-native:machinelearningservices:Compute", "desk", inputs)
    assert scheduled_hours(Graph([compute]), compute) == WORKING
