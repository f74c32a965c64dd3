"""`stackwright.pricing.azure.apps`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

PLAN = "azure-native:web:AppServicePlan"
APP = "azure-native:web:WebApp"
ENVIRONMENT = "azure-native:app:ManagedEnvironment"
CONTAINER = "azure-native:app:ContainerApp"


@pytest.mark.parametrize(
    ("inputs", "rate"),
    [
        ({"sku": {"name": "P1v3"}, "reserved": True}, 0.155),
        ({"sku": {"name": "P1v3"}}, 0.315),
        ({"sku": {"name": "B1"}, "kind": "Linux"}, 0.017),
    ],
)
def test_a_plan_is_charged_by_its_size_and_system(
    make: Make, priced: Priced, inputs: dict[str, Any], rate: float
) -> None:
    item = priced(make(PLAN, inputs=inputs), region="eastus").items[0]
    assert (item.unit_price, item.quantity) == (rate, Range.of(730))


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"sku": {"name": "I1v2"}}, "no dated price for plan I1v2"),
        ({"sku": UNKNOWN}, "`sku.name` is not known before deployment"),
        ({"sku": {"name": "S1", "capacity": UNKNOWN}}, "`sku.capacity` is not known before deployment"),
    ],
)
def test_a_plan_without_a_price_is_named(make: Make, priced: Priced, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(make(PLAN, inputs=inputs), region="eastus").unpriced] == [reason]


@pytest.mark.parametrize(
    ("plan", "kind", "expected"),
    [
        ("P1v3", "app", 0.0),
        ("P1v3", "functionapp,linux", 0.0),
        ("Y1", "functionapp", 1e6 * 0.2 * 0.5 * 0.000016 + 0.2),
    ],
)
def test_an_app_costs_nothing_above_its_plan_but_functions_by_the_call(
    make: Make, priced: Priced, plan: str, kind: str, expected: float
) -> None:
    below = make(PLAN, "p", {"sku": {"name": plan}})
    app = make(APP, "a", {"kind": kind}, wires={"serverFarmId": [below]})
    assert priced(below, app, region="eastus").by_urn[app.urn].expected == pytest.approx(expected)


def test_functions_on_flex_consumption_have_no_dated_price(make: Make, priced: Priced) -> None:
    below = make(PLAN, "p", {"sku": {"name": "FC1"}})
    app = make(APP, "a", {"kind": "functionapp,linux"}, wires={"serverFarmId": [below]})
    found = priced(below, app, region="eastus")
    assert [why for _, why in found.unpriced] == ["no dated price for the Flex Consumption plan"]


def test_dedicated_profiles_are_charged_at_their_environment(make: Make, priced: Priced) -> None:
    # fee 0.10; D4 is 4 vCPUs at 0.057077 and 16 GiB at 0.004978, between 1 and 3 of them
    profiles = [
        {"name": "c", "workloadProfileType": "Consumption"},
        {"name": "d", "workloadProfileType": "D4", "minimumCount": 1, "maximumCount": 3},
    ]
    found = priced(make(ENVIRONMENT, inputs={"workloadProfiles": profiles}), region="eastus")
    one = (4 * 0.057077 + 16 * 0.004978) * 730
    assert (found.low, found.high) == (pytest.approx(73 + one), pytest.approx(73 + 3 * one))
    assert priced(make(ENVIRONMENT), region="eastus").items[0].status is Status.FREE
    gpus = [{"workloadProfileType": "NC24-A100", "minimumCount": 0, "maximumCount": 1}]
    odd = priced(make(ENVIRONMENT, inputs={"workloadProfiles": gpus}), region="eastus")
    assert [why for _, why in odd.unpriced] == ["no dated price for instances of NC24-A100"]


def test_replicas_that_wait_are_charged_and_those_that_serve_are_named(make: Make, priced: Priced) -> None:
    # two replicas of 0.5 vCPU and 1 GiB at 0.0108 an hour each
    template = {"containers": [{"resources": {"cpu": 0.5, "memory": "1Gi"}}], "scale": {"minReplicas": 2}}
    found = priced(make(CONTAINER, inputs={"template": template}), region="eastus")
    assert f"{found.expected:.2f}" == "23.65"
    assert [why for _, why in found.unpriced] == ["no dated price for replicas that serve requests"]
    own = priced(make(CONTAINER, inputs={"workloadProfileName": "d"}), region="eastus")
    assert own.items[0].status is Status.FREE


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ({"scale": {"minReplicas": UNKNOWN}}, "`template.scale.minReplicas` is not known before deployment"),
        ({"scale": {"minReplicas": 1}, "containers": [{}]}, "the size of the containers is not stated"),
    ],
)
def test_replicas_of_unknown_number_or_size_are_named(
    make: Make, priced: Priced, template: dict[str, Any], reason: str
) -> None:
    found = priced(make(CONTAINER, inputs={"template": template}), region="eastus")
    assert reason in [why for _, why in found.unpriced]


def test_a_web_test_is_charged_by_its_runs(make: Make, priced: Priced) -> None:
    # three places, every five minutes: 26,280 runs at 0.0005
    token = "azure-native:applicationinsights:WebTest"
    inputs = {"webTestKind": "standard", "frequency": 300, "locations": [{"location": each} for each in "abc"]}
    assert f"{priced(make(token, inputs=inputs), region='eastus').expected:.2f}" == "13.14"
    old = priced(make(token, inputs={"webTestKind": "ping"}), region="eastus")
    assert [why for _, why in old.unpriced] == ["no dated price for web tests other than standard ones"]
