"""`stackwright.pricing.aws.containers`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.aws.containers import ENDS
from stackwright.pricing.model import Estimate, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

CLUSTER = "aws:eks/cluster:Cluster"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"


def test_a_cluster_pays_by_the_hour_and_names_auto_mode(make: Make, priced: Priced) -> None:
    plain = priced(make(CLUSTER))
    auto = priced(make(CLUSTER, inputs={"computeConfig": {"enabled": True}}))
    assert (f"{plain.expected:.2f}", plain.coverage) == ("73.00", 1)
    assert [reason for _, reason in auto.unpriced] == ["no dated price for EKS Auto Mode"]


@pytest.mark.parametrize(("version", "cost"), [("1.30", 438), ("1.35", 73), ("1.99", 73)])
def test_a_version_out_of_standard_support_costs_six_times_as_much(
    make: Make, priced: Priced, version: str, cost: float
) -> None:
    assert round(priced(make(CLUSTER, inputs={"version": version})).expected, 2) == cost


def test_a_cluster_that_is_upgraded_in_time_stays_in_standard_support(make: Make, priced: Priced) -> None:
    inputs = {"version": "1.30", "upgradePolicy": {"supportType": "STANDARD"}}
    assert f"{priced(make(CLUSTER, inputs=inputs)).expected:.2f}" == "73.00"


def test_an_unknown_version_is_an_unknown_cost(make: Make, priced: Priced) -> None:
    assert priced(make(CLUSTER, inputs={"version": UNKNOWN})).items[0].status is Status.UNKNOWN_INPUT


def test_versions_end_one_after_the_other() -> None:
    assert list(ENDS) == sorted(ENDS)
    assert list(ENDS.values()) == sorted(ENDS.values())


def _service(make: Make, task: dict[str, Any] | None = None, *more: Resource, **inputs: Any) -> list[Resource]:
    definition = make(TASK, "app", {"cpu": "512", "memory": "2048"} | (task or {}))
    wires = {"taskDefinition": [definition]}
    given = {"launchType": "FARGATE", "taskDefinition": UNKNOWN, "desiredCount": 3} | inputs
    return [definition, make(SERVICE, "app", given, wires=wires), *more]


def test_tasks_on_fargate_pay_for_processors_and_memory(make: Make, priced: Priced) -> None:
    found = priced(*_service(make))
    assert f"{found.expected:.2f}" == f"{3 * 730 * (0.5 * 0.04048 + 2 * 0.004445):.2f}"
    assert found.coverage == 1


def test_the_bounds_of_what_scales_a_service_are_its_range(make: Make, priced: Priced) -> None:
    target = make(
        "aws:appautoscaling/target:Target", "t", {"resourceId": "service/x/app", "minCapacity": 1, "maxCapacity": 9}
    )
    found = priced(*_service(make, None, target))
    assert [round(each / found.low) for each in (found.low, found.expected, found.high)] == [1, 3, 9]


def test_a_capacity_provider_may_be_fargate_too(make: Make, priced: Priced) -> None:
    strategies = [{"capacityProvider": "FARGATE", "weight": 1}]
    assert priced(*_service(make, launchType="", capacityProviderStrategies=strategies)).expected > 0


def test_tasks_on_machines_cost_nothing_of_their_own(make: Make, priced: Priced) -> None:
    assert [item.status for item in priced(*_service(make, launchType="EC2")).items] == [Status.FREE, Status.FREE]


@pytest.mark.parametrize(
    ("task", "inputs", "reason"),
    [
        ({"runtimePlatform": {"cpuArchitecture": "ARM64"}}, {}, "no dated price for Fargate on arm64 or Windows"),
        ({"ephemeralStorage": {"sizeInGib": 100}}, {}, "no dated price for what exceeds 20 GB of a task"),
        (
            {},
            {"launchType": "", "capacityProviderStrategies": [{"capacityProvider": "FARGATE_SPOT"}]},
            "no dated price for Fargate Spot",
        ),
        ({}, {"launchType": UNKNOWN}, "`launchType` is not known before deployment"),
        ({"cpu": UNKNOWN}, {}, "`taskDefinition` is not known before deployment"),
        ({}, {"desiredCount": UNKNOWN}, "`desiredCount` is not known before deployment"),
    ],
)
def test_what_is_not_known_of_tasks_is_named(
    make: Make, priced: Priced, task: dict[str, Any], inputs: dict[str, Any], reason: str
) -> None:
    assert [why for _, why in priced(*_service(make, task, **inputs)).unpriced] == [reason]
