"""`stackwright.pricing.azure.models`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
ACCOUNT = "azure-native:cognitiveservices:Account"
SEARCH = "azure-native:search:Service"


def _deployment(make: Make, sku: Any, model: str = "gpt-4o", **more: Any) -> Resource:
    return make(DEPLOYMENT, inputs={"sku": {"name": sku} | more, "properties": {"model": {"name": model}}})


@pytest.mark.parametrize(
    ("sku", "region", "rate"),
    [
        ("ProvisionedManaged", "eastus", 2),
        ("ProvisionedManaged", "westeurope", 2.72),
        ("DataZoneProvisionedManaged", "swedencentral", 1.2),
        ("GlobalProvisionedManaged", "japaneast", 1),
    ],
)
def test_provisioned_throughput_is_charged_by_the_hour(
    make: Make, priced: Priced, sku: str, region: str, rate: float
) -> None:
    item = priced(_deployment(make, sku, capacity=100), region=region).items[0]
    assert (item.unit_price, item.quantity, item.note) == (rate, Range.of(73_000), "billed whether used or not")


def test_throughput_is_billed_where_its_account_is(make: Make, priced: Priced) -> None:
    account = make(ACCOUNT, "a", {"kind": "OpenAI", "location": "uksouth"})
    inputs = {"sku": {"name": "ProvisionedManaged", "capacity": 50}}
    found = priced(account, make(DEPLOYMENT, "d", inputs, wires={"accountName": [account]}), region="eastus")
    assert found.items[1].unit_price == 2.54


def test_tokens_are_charged_where_a_model_has_a_dated_rate(make: Make, priced: Priced) -> None:
    # 10 million tokens at 0.00013 a thousand
    found = priced(_deployment(make, "Standard", "text-embedding-3-large"), region="eastus2")
    assert f"{found.expected:.2f}" == "1.30"
    assert found.assumptions[0].startswith("10,000,000 tokens to each model")


@pytest.mark.parametrize(
    ("sku", "model", "reason"),
    [
        ("Standard", "gpt-4o", "no dated price for tokens of gpt-4o as Standard"),
        ("GlobalStandard", "gpt-4o", "no dated price for tokens of gpt-4o as GlobalStandard"),
        (
            "DataZoneStandard",
            "text-embedding-3-large",
            "no dated price for tokens of text-embedding-3-large as DataZoneStandard",
        ),
        (UNKNOWN, "gpt-4o", "`sku.name` is not known before deployment"),
    ],
)
def test_a_deployment_without_a_price_is_named(make: Make, priced: Priced, sku: Any, model: str, reason: str) -> None:
    assert [why for _, why in priced(_deployment(make, sku, model), region="eastus").unpriced] == [reason]


@pytest.mark.parametrize(("kind", "status"), [("OpenAI", Status.FREE), ("SpeechServices", Status.UNPRICED)])
def test_an_account_of_models_is_billed_at_its_deployments(
    make: Make, priced: Priced, kind: str, status: Status
) -> None:
    assert [item.status for item in priced(make(ACCOUNT, inputs={"kind": kind}), region="eastus").items] == [status]


def test_a_search_service_is_replicas_times_partitions(make: Make, priced: Priced) -> None:
    # standard2 1.344 a unit and hour
    inputs = {"sku": {"name": "standard2"}, "replicaCount": 3, "partitionCount": 2}
    found = priced(make(SEARCH, inputs=inputs), region="eastus")
    assert f"{found.expected:.2f}" == "5886.72"
    assert priced(make(SEARCH, inputs={"sku": {"name": "free"}}), region="eastus").items[0].status is Status.FREE
    first = priced(make(SEARCH, inputs={"sku": {"name": "standard"}}), region="eastus")
    assert [why for _, why in first.unpriced] == ["no dated price for AI Search standard (unit-hour) in eastus"]
