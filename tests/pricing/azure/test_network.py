"""`stackwright.pricing.azure.network`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import Resource
from stackwright.pricing.model import Estimate

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]


def _made(make: Make, kind: str, **inputs: Any) -> Resource:
    return make(f"azure-native:network:{kind}", inputs=inputs)


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("PublicIPAddress", {"sku": {"name": "Standard"}}, "3.65"),  # 0.005 an hour
        ("PrivateEndpoint", {}, "7.80"),  # 0.01 an hour, and 50 GB at 0.01
        ("NatGateway", {"sku": {"name": "Standard"}}, "37.35"),  # 0.045 an hour, and 100 GB at 0.045
    ],
)
def test_what_stands_by_the_hour(make: Make, priced: Priced, kind: str, inputs: dict[str, Any], expected: str) -> None:
    found = priced(_made(make, kind, **inputs), region="eastus")
    assert (f"{found.expected:.2f}", found.coverage) == (expected, 1)


@pytest.mark.parametrize(
    ("kind", "inputs", "reason"),
    [
        ("NatGateway", {"sku": {"name": "StandardV2"}}, "no dated price for StandardV2 gateways"),
        ("PublicIPAddress", {}, "no dated price for addresses other than Standard IPv4"),
        ("LoadBalancer", {}, "no dated price for Basic load balancers"),
        ("LoadBalancer", {"sku": {"name": "Standard"}}, "no assumption is made of a load balancer's data"),
        ("AzureFirewall", {"sku": {"tier": "Basic"}}, "no dated price for tier Basic"),
        ("AzureFirewall", {"sku": {"tier": "Premium"}}, "no dated price for a firewall's data"),
    ],
)
def test_what_nobody_dated_is_named(make: Make, priced: Priced, kind: str, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(_made(make, kind, **inputs), region="eastus").unpriced] == [reason]


def test_a_private_zone_has_one_price_everywhere(make: Make, priced: Priced) -> None:
    found = priced(make("azure-native:privatedns:PrivateZone", inputs={"location": "Global"}), region="eastus")
    assert f"{found.expected:.2f}" == "0.50"
