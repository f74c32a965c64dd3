"""`stackwright.pricing.aws.endpoints`."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

CONFIG = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
TARGET = "aws:appautoscaling/target:Target"


def _variant(name: str = "main", **more: Any) -> dict[str, Any]:
    return {"variantName": name, "instanceType": "ml.c5.xlarge", "initialInstanceCount": 2} | more


def _stack(make: Make, variants: Sequence[Any], *more: Resource, **inputs: Any) -> list[Resource]:
    config = make(CONFIG, "config", {"productionVariants": variants} | inputs)
    endpoint = make(
        ENDPOINT,
        "chat",
        {"name": "chat", "endpointConfigName": UNKNOWN},
        wires={"endpointConfigName": [config]},
    )
    return [config, endpoint, *more]


def _hours(found: Estimate) -> dict[str, Range | None]:
    return {item.dimension: item.quantity for item in found.items if item.unit == "instance-hour"}


def test_the_configuration_is_free_and_the_endpoint_pays(make: Make, priced: Priced) -> None:
    config, endpoint = _stack(make, [_variant()])
    found = priced(config, endpoint)
    assert f"{found.by_urn[endpoint.urn].expected:.2f}" == f"{0.204 * 2 * 730:.2f}"
    assert found.by_urn[config.urn] == Range(0, 0, 0)
    assert f"{priced(config).expected:.2f}" == "0.00"


def test_a_rate_of_another_kind_is_never_taken_for_hosting(make: Make, priced: Priced) -> None:
    # these have dated rates for Studio or training, and none for hosting
    for machine in ("ml.r5.4xlarge", "ml.c6i.8xlarge", "ml.g5.xlarge"):
        found = priced(*_stack(make, [_variant(instanceType=machine)]))
        assert f"no dated price for SageMaker Hosting {machine} (instance-hour) in us-east-1" in dict(
            (reason, urn) for urn, reason in found.unpriced
        )
        assert found.expected == 0


def test_the_scaling_target_of_a_variant_is_its_range(make: Make, priced: Priced) -> None:
    named = make(TARGET, "a", {"resourceId": "endpoint/chat/variant/main", "minCapacity": 1, "maxCapacity": 5})
    other = make(TARGET, "b", {"resourceId": "endpoint/other/variant/main", "minCapacity": 1, "maxCapacity": 90})
    found = priced(*_stack(make, [_variant(), _variant("canary")], named, other))
    assert _hours(found) == {
        "main ml.c5.xlarge hours": Range(1, 2, 5) * 730,
        "canary ml.c5.xlarge hours": Range(2, 2, 2) * 730,
    }


def test_a_target_whose_variant_is_not_known_widens_every_range(make: Make, priced: Priced) -> None:
    resources = _stack(make, [_variant(), _variant("canary")])
    target = make(
        TARGET,
        inputs={"resourceId": UNKNOWN, "minCapacity": 1, "maxCapacity": 3},
        wires={"resourceId": [resources[1]]},
    )
    assert set(_hours(priced(*resources, target)).values()) == {Range(1, 2, 3) * 730}


def test_managed_scaling_is_a_range_too(make: Make, priced: Priced) -> None:
    managed = {"status": "ENABLED", "minInstanceCount": 1, "maxInstanceCount": 8}
    assert list(_hours(priced(*_stack(make, [_variant(managedInstanceScaling=managed)]))).values()) == [
        Range(1, 2, 8) * 730
    ]


def test_unknown_bounds_are_an_unknown_cost(make: Make, priced: Priced) -> None:
    target = make(
        TARGET,
        inputs={"resourceId": "endpoint/chat/variant/main", "minCapacity": 1, "maxCapacity": UNKNOWN},
    )
    found = priced(*_stack(make, [_variant()], target))
    assert [item.status for item in found.items if item.dimension == "main hours"] == [Status.UNKNOWN_INPUT]


def test_shadow_variants_pay_too(make: Make, priced: Priced) -> None:
    found = priced(*_stack(make, [_variant()], shadowProductionVariants=[_variant("shadow")]))
    assert list(_hours(found)) == ["main ml.c5.xlarge hours", "shadow ml.c5.xlarge hours"]


def test_a_volume_pays_by_its_size_in_every_instance(make: Make, priced: Priced) -> None:
    variant = _variant(instanceType="ml.m5.xlarge", volumeSizeInGb=100)
    found = priced(*_stack(make, [variant]), region="eu-west-1")
    assert {item.dimension: item.quantity for item in found.items}["main storage"] == Range.of(200)


def _without(memory: Any, **more: Any) -> dict[str, Any]:
    return {"variantName": "main", "serverlessConfig": {"maxConcurrency": 5, "memorySizeInMb": memory} | more}


def test_a_serverless_variant_pays_for_the_seconds_of_its_calls(make: Make, priced: Priced) -> None:
    # 100,000 calls of 0.2 s at 3 GB: 0.00006 a second
    found = priced(*_stack(make, [_without(3072)]))
    assert {item.dimension: item.cost for item in found.items}["main seconds"] == Range(500, 20_000, 1e6) * 0.00006
    assert [reason for _, reason in found.unpriced] == [
        "no dated price for SageMaker Hosting data in and out (GB) in us-east-1"
    ]


@pytest.mark.parametrize(
    ("variant", "reason"),
    [
        (_without(2048), "no dated price for SageMaker Serverless Inference 2 GB of memory (second) in us-east-1"),
        (_without(UNKNOWN), "`serverlessConfig.memorySizeInMb` is not known before deployment"),
        (_without(3072, provisionedConcurrency=2), "no dated price for serverless variants that are kept ready"),
    ],
)
def test_what_a_serverless_variant_has_no_price_for_is_named(
    make: Make, priced: Priced, variant: dict[str, Any], reason: str
) -> None:
    assert reason in [why for _, why in priced(*_stack(make, [variant])).unpriced]


def test_an_asynchronous_endpoint_has_rates_of_its_own_and_may_have_no_instance(make: Make, priced: Priced) -> None:
    variant = _variant(instanceType="ml.g6e.2xlarge", initialInstanceCount=1, volumeSizeInGb=50)
    none = make(TARGET, "a", {"resourceId": "endpoint/chat/variant/main", "minCapacity": 0, "maxCapacity": 2})
    found = priced(*_stack(make, [variant], none, asyncInferenceConfig={"outputConfig": {}}))
    hour, disk, data = 2.8026 * 730, 0.14 * 50, 0.02
    assert f"{found.low:.2f}" == f"{data * 1:.2f}"
    assert f"{found.expected:.2f}" == f"{hour + disk + data * 10:.2f}"
    assert f"{found.high:.2f}" == f"{2 * (hour + disk) + data * 100:.2f}"
    assert found.coverage == 1


@pytest.mark.parametrize(
    "variants",
    [UNKNOWN, [UNKNOWN], [], [_variant(instanceType=UNKNOWN)], [_variant(initialInstanceCount=UNKNOWN)]],
)
def test_what_is_not_known_is_said(make: Make, priced: Priced, variants: Any) -> None:
    found = priced(*_stack(make, variants))
    assert Status.UNKNOWN_INPUT in {item.status for item in found.items}


def test_an_endpoint_finds_its_configuration_by_name(make: Make, priced: Priced) -> None:
    config = make(CONFIG, inputs={"name": "chat-1", "productionVariants": [_variant()]})
    endpoint = make(ENDPOINT, inputs={"endpointConfigName": "chat-1"})
    assert priced(config, endpoint).expected > 0


def test_an_endpoint_without_its_configuration_is_an_unknown_cost(make: Make, priced: Priced) -> None:
    assert priced(make(ENDPOINT, inputs={"endpointConfigName": "elsewhere"})).coverage == 0
