"""`stackwright.pricing.refresh.gcp`, against a simulated Cloud Billing Catalog."""

import pytest

from stackwright.pricing.refresh.gcp import gcp_answers
from stackwright.pricing.refresh.rates import Lost

pytestmark = pytest.mark.enable_socket
SKUS = "/v1/services/6F81-5844-456A/skus"


def _sku(id, description, usd, *, usage="OnDemand", unit="h", regions=("us-central1",), tiers=None):
    rates = tiers or [(0, usd)]
    return {
        "name": f"services/6F81-5844-456A/skus/{id}",
        "skuId": id,
        "description": description,
        "category": {"resourceFamily": "Compute", "resourceGroup": "CPU", "usageType": usage},
        "serviceRegions": list(regions),
        "pricingInfo": [
            {
                "effectiveTime": "2026-11-01T00:00:00Z",
                "pricingExpression": {
                    "usageUnit": unit,
                    "displayQuantity": 1,
                    "tieredRates": [
                        {
                            "startUsageAmount": start,
                            "unitPrice": {
                                "currencyCode": "USD",
                                "units": str(int(price)),
                                "nanos": round((price - int(price)) * 1e9),
                            },
                        }
                        for start, price in rates
                    ],
                },
            }
        ],
    }


CORE = _sku("core", "G2 Instance Core running in Americas", 0.024988)
RAM = _sku("ram", "G2 Instance Ram running in Americas", 0.002927, unit="GiBy.h")
GPU = _sku("gpu", "Nvidia L4 GPU running in Americas", 0.560004)
DECOYS = [
    _sku("spot", "Spot Preemptible G2 Instance Core running in Americas", 0.008, usage="Preemptible"),
    _sku("lies", "Spot Preemptible G2 Instance Core running in Americas", 0.008),
    _sku("cud", "Commitment v1: G2 Core in Americas for 1 Year", 0.015, usage="Commit1Yr"),
    _sku("reserved", "Reserved G2 Instance Core running in Americas", 0.02),
    _sku("custom", "G2 Custom Instance Core running in Americas", 0.026),
    _sku("tenancy", "G2 Instance Core running in Americas Sole Tenancy", 0.03),
    _sku("dws", "G2 Instance Core running in Americas with DWS Calendar Mode", 0.01),
    _sku("elsewhere", "G2 Instance Core running in Frankfurt", 0.03, regions=("europe-west3",)),
    _sku("gpu-spot", "Nvidia L4 GPU attached to Spot Preemptible VMs running in Americas", 0.2, usage="Preemptible"),
]


def _ask(transport, *wants):
    return list(gcp_answers(wants, transport, today="2026-11-27", key="planted-key"))


@pytest.fixture
def machine(want):
    return want("us-central1", "Compute Engine", "g2-standard-4", "hour")


def test_a_machine_is_its_cores_memory_and_gpus(simulated, transport, machine) -> None:
    simulated.says(SKUS, {"skus": [*DECOYS, CORE], "nextPageToken": "more"}, {"skus": [RAM, GPU], "nextPageToken": ""})
    ((row,),) = _ask(transport, machine)
    assert row.usd == round(4 * 0.024988 + 16 * 0.002927 + 0.560004, 6) == 0.706788
    assert row.source == (
        "Google Cloud Billing Catalog 4 × core, effective 2026-11-01 + 16 × ram, effective 2026-11-01"
        " + 1 × gpu, effective 2026-11-01"
    )
    assert simulated.asked[1].endswith("&pageToken=more")


def test_the_key_is_in_a_header_and_nowhere_else(simulated, transport, machine) -> None:
    simulated.says(SKUS, {"skus": [CORE, RAM, GPU]})
    ((row,),) = _ask(transport, machine)
    assert {one["X-Goog-Api-Key"] for one in simulated.headers} == {"planted-key"}
    assert "planted-key" not in " ".join(simulated.asked) + row.source


def test_a_spot_machine_is_made_of_spot_parts(simulated, transport, want) -> None:
    ram = _sku(
        "ram-spot", "Spot Preemptible G2 Instance Ram running in Americas", 0.001, usage="Preemptible", unit="GiBy.h"
    )
    simulated.says(SKUS, {"skus": [CORE, RAM, GPU, ram, *(one for one in DECOYS if one["skuId"] != "lies")]})
    ((row,),) = _ask(transport, want("us-central1", "Compute Engine Spot", "g2-standard-4", "hour"))
    assert row.usd == round(4 * 0.008 + 16 * 0.001 + 0.2, 6)


def test_a_part_that_is_missing_or_ambiguous_takes_the_machine_with_it(simulated, transport, machine) -> None:
    simulated.says(SKUS, {"skus": [CORE, RAM]})
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
    assert lost.reason == "Nvidia L4 GPU: not on the price list"


def test_a_gpu_at_half_price_that_also_says_on_demand_is_a_rival_not_the_price(simulated, transport, machine) -> None:
    simulated.says(SKUS, {"skus": [CORE, RAM, GPU, _sku("half", "Nvidia L4 GPU running in Americas", 0.28)]})
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
    assert "Nvidia L4 GPU: 2 rates answer to it" in lost.reason
    assert len(lost.rivals) == 2


def test_a_gpu_that_costs_nothing_is_missing(simulated, transport, machine) -> None:
    simulated.says(SKUS, {"skus": [CORE, RAM, _sku("gpu", "Nvidia L4 GPU running in Americas", 0)]})
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
    assert "price of 0" in lost.reason


def test_the_local_ssd_of_a_type_is_in_its_price(simulated, transport, want) -> None:
    parts = [
        _sku("c", "A2 Instance Core running in Americas", 0.03),
        _sku("r", "A2 Instance Ram running in Americas", 0.004, unit="GiBy.h"),
        _sku("g", "Nvidia Tesla A100 80GB GPU running in Americas", 3.9),
        _sku("d", "SSD backed Local Storage", 0.08, unit="GiBy.mo"),
    ]
    simulated.says(SKUS, {"skus": parts})
    ((row,),) = _ask(transport, want("us-central1", "Compute Engine", "a2-ultragpu-1g", "hour"))
    assert row.usd == pytest.approx(12 * 0.03 + 170 * 0.004 + 3.9 + 375 * 0.08 / 730, abs=1e-9)


def test_a_regional_disk_at_twice_the_price_is_not_the_disk(simulated, transport, want) -> None:
    disk = _sku("pd", "Balanced PD Capacity", 0.1, unit="GiBy.mo")
    simulated.says(SKUS, {"skus": [_sku("rpd", "Regional Balanced PD Capacity", 0.2, unit="GiBy.mo"), disk]})
    ((row,),) = _ask(transport, want("us-central1", "Persistent Disk", "pd-balanced", "GB-month"))
    assert (row.usd, row.source.split(",")[0]) == (0.1, "Google Cloud Billing Catalog pd")


def test_tiers_and_units_are_those_of_the_expression(simulated, transport, want) -> None:
    tiers = [(0, 0.0), (744, 0.005)]
    address = _sku("ip", "External IP Charge on a Standard VM", 0, tiers=tiers, regions=("global",))
    simulated.says(SKUS, {"skus": [address]})
    ((row,),) = _ask(transport, want("us-central1", "External IP", "address in use", "hour"))
    assert (row.usd, row.above, row.region) == (0.005, 0.0, "us-central1")


def test_a_sku_in_another_unit_is_not_converted_by_guess(simulated, transport, want) -> None:
    simulated.says(SKUS, {"skus": [_sku("pd", "Balanced PD Capacity", 0.1, unit="GiBy.h")]})
    (lost,) = _ask(transport, want("us-central1", "Persistent Disk", "pd-balanced", "GB-month"))
    assert isinstance(lost, Lost)
    assert lost.reason == "pd is in `GiBy.h`, not in GiBy.mo"


def test_a_service_without_a_known_id_is_found_by_its_name(simulated, transport, want) -> None:
    simulated.says("/v1/services", {"services": [{"serviceId": "AAAA", "displayName": "Networking"}]})
    simulated.says("/v1/services/AAAA/skus", {"skus": [_sku("nat", "Networking Cloud Nat Gateway Uptime", 0.0014)]})
    ((row,),) = _ask(transport, want("us-central1", "Cloud NAT", "gateway with 32 VMs or more", "hour"))
    assert row.usd == 0.0448


def test_a_service_that_is_not_listed_has_no_prices(simulated, transport, want) -> None:
    simulated.says("/v1/services", {"services": []})
    (lost,) = _ask(transport, want("us-central1", "Cloud NAT", "address", "hour"))
    assert isinstance(lost, Lost)


@pytest.mark.parametrize("page", [[], "text", None, {"skus": None}, {"skus": [None, 3]}])
def test_an_answer_in_another_shape_has_no_prices(simulated, transport, machine, page) -> None:
    simulated.says(SKUS, page)
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
