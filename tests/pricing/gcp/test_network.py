"""`stackwright.pricing.gcp.network`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

NAT = "gcp:compute/routerNat:RouterNat"
ADDRESS = "gcp:compute/address:Address"
RULE = "gcp:compute/forwardingRule:ForwardingRule"


def test_the_fee_of_a_gateway_ranges_from_one_machine_to_32(make: Make, priced: Priced) -> None:
    hours, address, data = priced(make(NAT), region="us-central1").items
    assert hours.quantity == Range(730 / 32, 730, 730)
    assert (address.quantity, data.unit) == (Range.of(730), "GB")


def test_named_addresses_of_a_gateway_are_not_billed_twice(make: Make, priced: Priced) -> None:
    nat = make(NAT, inputs={"natIpAllocateOption": "MANUAL_ONLY", "natIps": ["a", "b"]})
    address = priced(nat, region="us-central1").items[1]
    assert (address.status, address.note) == (Status.FREE, "addresses that are named are billed on their own")


@pytest.mark.parametrize(("kind", "expected"), [("EXTERNAL", "3.65"), ("INTERNAL", "0.00")])
def test_only_external_addresses_are_charged(make: Make, priced: Priced, kind: str, expected: str) -> None:
    found = priced(make(ADDRESS, inputs={"addressType": kind}), region="us-central1")
    assert (f"{found.expected:.2f}", found.coverage) == (expected, 1)


def test_an_address_of_unknown_kind_is_unknown(make: Make, priced: Priced) -> None:
    found = priced(make(ADDRESS, inputs={"addressType": UNKNOWN}), region="us-central1")
    assert [item.note for item in found.items] == ["`addressType` is not known before deployment"]


@pytest.mark.parametrize("target", ["all-apis", UNKNOWN, "projects/p/regions/r/serviceAttachments/s"])
def test_an_endpoint_of_private_service_connect_is_no_load_balancer(make: Make, priced: Priced, target: Any) -> None:
    found = priced(make(RULE, inputs={"target": target}), region="us-central1")
    assert [why for _, why in found.unpriced] == ["no dated price for endpoints of Private Service Connect"]


def test_a_load_balancers_rule_and_its_data_are_charged(make: Make, priced: Priced) -> None:
    # 0.025 an hour for up to five rules, 0.008 for each of 10 GB
    rule = make(RULE, inputs={"target": "projects/p/regions/r/targetHttpProxies/t"})
    found = priced(rule, region="us-central1")
    assert (f"{found.expected:.2f}", found.coverage) == ("18.33", 1)
    elsewhere = priced(rule, region="us-west1")
    assert [why for _, why in elsewhere.unpriced] == [
        "no dated price for Cloud Load Balancing data processed (GB) in us-west1"
    ]


@pytest.mark.parametrize(("cached", "status"), [(False, Status.FREE), (True, Status.UNPRICED)])
def test_a_backend_costs_what_it_caches(make: Make, priced: Priced, cached: bool, status: Status) -> None:
    backend = make("gcp:compute/backendService:BackendService", inputs={"enableCdn": cached})
    assert [item.status for item in priced(backend, region="us-central1").items] == [status]


def test_a_tunnel_of_an_ha_gateway_is_charged_by_the_hour(make: Make, priced: Priced) -> None:
    # 0.05 an hour
    token = "gcp:compute/vPNTunnel:VPNTunnel"
    found = priced(make(token, inputs={"vpnGateway": "g"}), region="us-central1")
    assert f"{found.expected:.2f}" == "36.50"
    assert [why for _, why in found.unpriced] == ["no assumption is made of what goes through a tunnel"]
    classic = priced(make(token, inputs={"targetVpnGateway": "g"}), region="us-central1")
    assert [why for _, why in classic.unpriced] == ["no dated price for tunnels of classic VPN gateways"]


def test_flow_logs_of_a_subnetwork_are_named(make: Make, priced: Priced) -> None:
    token = "gcp:compute/subnetwork:Subnetwork"
    assert priced(make(token), region="us-central1").coverage == 1
    logged = priced(make(token, inputs={"logConfig": {"flowSampling": 0.5}}), region="us-central1")
    assert [why for _, why in logged.unpriced] == ["no dated price for generated flow logs"]


def test_a_name_zone_has_one_price_everywhere(make: Make, priced: Priced) -> None:
    found = priced(make("gcp:dns/managedZone:ManagedZone"), region="asia-south1")
    assert f"{found.expected:.2f}" == "0.20"
