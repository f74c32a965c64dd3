"""Area of concern: on which terms dev stacks have their accelerators, whatever each cloud calls them."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.machine_counts import MACHINES
from stackwright.policies.machine_terms import TERMS, accelerated, fewest, is_spot
from stackwright.policies.machine_uses import MACHINE_TYPES
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure, gcp, token

POOL, GROUP, TEMPLATE = token("eks/NodeGroup"), token("autoscaling/Group"), token("ec2/LaunchTemplate")
ENDPOINT, TARGET = token("sagemaker/EndpointConfiguration"), token("appautoscaling/Target")
GPU = {"instanceTypes": ["g6.xlarge"]}
A100, L4 = "Standard_NC24ads_A100_v4", "g2-standard-4"
_JOB = {"vmSize": A100}


def _spot(*parts: Part) -> list[Any]:
    return [is_spot(use) for use in accelerated(graph_of(parts))]


def _fewest(*parts: Part) -> list[Any]:
    graph = graph_of(parts)
    return [fewest(use, graph) for use in accelerated(graph)]


def test_every_type_that_runs_accelerators_has_terms() -> None:
    judged = {kind for kind, row in MACHINES.items() if row.runs}
    assert judged <= TERMS.keys()
    assert {kind for kind in TERMS if kind != gcp("tpu/V2Vm")} <= MACHINE_TYPES


@pytest.mark.parametrize(
    ("kind", "inputs", "spot"),
    [
        (POOL, {**GPU, "capacityType": "SPOT"}, True),
        (POOL, {**GPU, "capacityType": "CAPACITY_BLOCK"}, True),
        (POOL, GPU, False),
        (POOL, {**GPU, "capacityType": UNKNOWN}, UNKNOWN),
        (token("ec2/Instance"), {"instanceType": "g6.xlarge"}, False),
        (token("ec2/Instance"), {"instanceType": "g6.xlarge", "instanceMarketOptions": {"marketType": "spot"}}, True),
        (gcp("container/NodePool"), {"nodeConfig": {"machineType": L4, "spot": True}}, True),
        (gcp("container/NodePool"), {"nodeConfig": {"machineType": L4, "flexStart": True}}, True),
        (gcp("container/NodePool"), {"nodeConfig": {"machineType": L4}}, False),
        (gcp("compute/Instance"), {"machineType": L4, "scheduling": {"provisioningModel": "SPOT"}}, True),
        (gcp("compute/Instance"), {"machineType": L4, "scheduling": {"provisioningModel": "STANDARD"}}, False),
        (gcp("tpu/V2Vm"), {"acceleratorType": "v6e-8"}, False),
        (gcp("tpu/V2Vm"), {"acceleratorType": "v6e-8", "schedulingConfig": {"spot": True}}, True),
        (azure("containerservice/AgentPool"), {"vmSize": A100, "scaleSetPriority": "Spot"}, True),
        (azure("containerservice/AgentPool"), {"vmSize": A100, "capacityReservationGroupID": "/s/group"}, True),
        (azure("containerservice/AgentPool"), {"vmSize": A100}, False),
        (azure("compute/VirtualMachine"), {"hardwareProfile": {"vmSize": A100}, "priority": "Regular"}, False),
    ],
)
def test_spot_capacity_is_known_by_what_each_type_calls_it(kind: str, inputs: dict[str, Any], spot: Any) -> None:
    assert _spot(part(kind, "machines", inputs)) == [spot]


def test_each_pool_of_a_cluster_has_terms_of_its_own() -> None:
    pools = [{"vmSize": A100, "scaleSetPriority": "Spot"}, {"vmSize": A100}, {"vmSize": "Standard_D4s_v5"}]
    cluster = part(azure("containerservice/ManagedCluster"), "cluster", {"agentPoolProfiles": pools})
    assert _spot(cluster) == [True, False]


def test_the_market_of_a_launch_template_counts_for_the_group_that_uses_it() -> None:
    template = part(
        TEMPLATE, "template", {"instanceType": "g6.xlarge", "instanceMarketOptions": {"marketType": "spot"}}
    )
    group = part(GROUP, "group", {"launchTemplate": {"id": UNKNOWN}, "minSize": 0}, launchTemplate="template")
    assert _spot(template, group) == [True]


def test_what_is_not_sold_as_spot_has_no_such_choice() -> None:
    variant = {"instanceType": "ml.g6.xlarge", "initialInstanceCount": 1}
    desk = {"computeType": "ComputeInstance", "properties": _JOB}
    assert str(_spot(part(ENDPOINT, "endpoint", {"productionVariants": [variant]}))) == "[<Absent.MISSING: 'missing'>]"
    desks = part(azure("machinelearningservices/Compute"), "desk", {"properties": desk})
    assert by_id("ai-spot-required")(graph_of((desks,))) == []


def test_machines_without_accelerators_are_nobodys_concern() -> None:
    pool = part(POOL, "pool", {"instanceTypes": ["m7i.large"], "scalingConfig": {"minSize": 3}})
    assert _spot(pool) == []


@pytest.mark.parametrize(
    ("kind", "inputs", "least"),
    [
        (POOL, {**GPU, "scalingConfig": {"minSize": 0, "desiredSize": 1}}, 0),
        (POOL, {**GPU, "scalingConfig": {"minSize": 2}}, 2),
        (POOL, {**GPU, "scalingConfig": {"minSize": UNKNOWN}}, UNKNOWN),
        (gcp("container/NodePool"), {"nodeConfig": {"machineType": L4}, "autoscaling": {"maxNodeCount": 4}}, 0),
        (gcp("container/NodePool"), {"nodeConfig": {"machineType": L4}, "autoscaling": {"minNodeCount": 1}}, 1),
        (gcp("container/NodePool"), {"nodeConfig": {"machineType": L4}, "nodeCount": 2}, 1),
        (gcp("compute/Instance"), {"machineType": L4}, 1),
        (gcp("compute/Instance"), {"machineType": L4, "resourcePolicies": "nights"}, 0),
        (azure("containerservice/AgentPool"), {"vmSize": A100, "minCount": 0, "count": 1}, 0),
        (azure("containerservice/AgentPool"), {"vmSize": A100, "count": 1}, 1),
        (azure("machinelearningservices/OnlineDeployment"), {"properties": {"instanceType": A100}}, 1),
        (
            azure("machinelearningservices/Compute"),
            {"properties": {"properties": {**_JOB, "scaleSettings": {"a": 1}}}},
            0,
        ),
        (azure("machinelearningservices/Compute"), {"properties": {"properties": _JOB}}, 1),
        (
            azure("machinelearningservices/Compute"),
            {"properties": {"properties": {**_JOB, "idleTimeBeforeShutdown": "PT30M"}}},
            0,
        ),
    ],
)
def test_the_smallest_number_is_known_by_what_each_type_calls_it(kind: str, inputs: dict[str, Any], least: Any) -> None:
    assert _fewest(part(kind, "machines", inputs)) == [least]


def test_a_schedule_switches_a_group_off() -> None:
    group = part(GROUP, "group", {"minSize": 1, "mixedInstancesPolicy": _mixed("g6.xlarge")})
    nights = part(
        token("autoscaling/Schedule"), "nights", {"autoscalingGroupName": UNKNOWN}, autoscalingGroupName="group"
    )
    assert _fewest(group) == [1]
    assert _fewest(group, nights) == [0]


def _mixed(kind: str) -> dict[str, Any]:
    return {"launchTemplate": {"overrides": [{"instanceType": kind}]}}


def test_what_scales_an_endpoint_decides_how_few_machines_it_has() -> None:
    config = part(ENDPOINT, "config", {"productionVariants": [{"instanceType": "ml.g6.xlarge"}]})
    target = {"serviceNamespace": "sagemaker", "maxCapacity": 4}
    assert _fewest(config) == [1]
    assert _fewest(config, part(TARGET, "scaling", {**target, "minCapacity": 0})) == [0]
    assert _fewest(config, part(TARGET, "scaling", {**target, "minCapacity": 2})) == [2]


def test_an_accelerated_type_that_is_not_known_yet_may_run_day_and_night() -> None:
    pool = part(POOL, "pool", {"instanceTypes": [UNKNOWN], "scalingConfig": {"minSize": 1}})
    for name in ("ai-no-always-on-dev", "ai-spot-required"):
        assert [found.result.value for found in by_id(name)(graph_of((pool,)))] == ["unknown"]
