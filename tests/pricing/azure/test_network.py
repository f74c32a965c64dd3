"""`stackwright.pricing.azure.network`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import Resource
from stackwright.pricing.model import Estimate, Range

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
        ("ApplicationGateway", {"sku": {"tier": "Standard_v2"}}, "no dated price for tier Standard_v2"),
        ("ApplicationGateway", {"sku": {"tier": "WAF_v2"}}, "`sku.capacity` is not known before deployment"),
        ("BastionHost", {"sku": {"name": "Standard"}}, "no dated price for Standard bastions"),
        ("BastionHost", {"sku": {"name": "Basic"}}, "no dated price for Bastion Basic (hour) in eastus"),
        ("AzureFirewall", {"sku": {"tier": "Basic"}}, "no dated price for tier Basic"),
        ("AzureFirewall", {"sku": {"tier": "Premium"}}, "no dated price for a firewall's data"),
    ],
)
def test_what_nobody_dated_is_named(make: Make, priced: Priced, kind: str, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(_made(make, kind, **inputs), region="eastus").unpriced] == [reason]


def test_a_private_zone_has_one_price_everywhere(make: Make, priced: Priced) -> None:
    found = priced(make("azure-native:privatedns:PrivateZone", inputs={"location": "Global"}), region="eastus")
    assert f"{found.expected:.2f}" == "0.50"


@pytest.mark.parametrize(("rules", "expected"), [(5, "18.30"), (8, "40.20")])
def test_a_balancer_covers_five_rules(make: Make, priced: Priced, rules: int, expected: str) -> None:
    # 0.025 an hour, 0.01 for each rule above five, and 10 GB at 0.005
    inputs = {"sku": {"name": "Standard"}, "loadBalancingRules": [{}] * (rules - 1), "outboundRules": [{}]}
    found = priced(_made(make, "LoadBalancer", **inputs), region="eastus")
    assert (f"{found.expected:.2f}", found.coverage) == (expected, 1)


@pytest.mark.parametrize(
    ("inputs", "units"),
    [
        ({"sku": {"tier": "WAF_v2", "capacity": 2}}, Range.of(20)),
        (
            {"sku": {"tier": "WAF_v2"}, "autoscaleConfiguration": {"minCapacity": 1, "maxCapacity": 4}},
            Range(10, 10, 40),
        ),
    ],
)
def test_a_gateway_is_charged_by_its_units(make: Make, priced: Priced, inputs: dict[str, Any], units: Range) -> None:
    found = priced(_made(make, "ApplicationGateway", **inputs), region="eastus")
    assert [item.quantity for item in found.items] == [Range.of(730), units * 730]


def test_a_bastion_and_a_public_zone(make: Make, priced: Priced) -> None:
    # 0.19 an hour in Australia East; a zone 0.50 everywhere
    bastion = _made(make, "BastionHost", sku={"name": "Basic"}, location="australiaeast")
    found = priced(bastion, make("azure-native:dns:Zone", inputs={"location": "Global"}), region="eastus")
    assert f"{found.expected:.2f}" == "139.20"
