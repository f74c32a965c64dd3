"""`stackwright.pricing.refresh.azure`, against a simulated Retail Prices API."""

import pytest

from stackwright.pricing.refresh.azure import azure_answers
from stackwright.pricing.refresh.rates import Lost, RefreshError

pytestmark = pytest.mark.enable_socket
PATH = "/api/retail/prices"
VM = {
    "currencyCode": "USD",
    "tierMinimumUnits": 0.0,
    "retailPrice": 3.673,
    "unitPrice": 3.673,
    "armRegionName": "eastus",
    "location": "US East",
    "effectiveStartDate": "2026-05-01T00:00:00Z",
    "meterId": "meter-1",
    "meterName": "NC24ads A100 v4",
    "productId": "DZH318Z08M99",
    "skuId": "DZH318Z08M99/0001",
    "productName": "Virtual Machines NCads A100 v4 Series",
    "skuName": "NC24ads A100 v4",
    "serviceName": "Virtual Machines",
    "unitOfMeasure": "1 Hour",
    "type": "Consumption",
    "armSkuName": "Standard_NC24ads_A100_v4",
}
WINDOWS = VM | {"meterId": "w", "productName": "Virtual Machines NCads A100 v4 Series Windows", "retailPrice": 4.8}
WIN = VM | {"meterId": "x", "productName": "Virtual Machines NCads A100 v4 Win Series", "retailPrice": 4.8}
SPOT = VM | {"meterId": "s", "skuName": "NC24ads A100 v4 Spot", "meterName": "NC24ads A100 v4 Spot", "retailPrice": 1.2}
LOW = VM | {"meterId": "l", "skuName": "NC24ads A100 v4 Low Priority", "meterName": "NC24ads A100 v4 Low Priority"}
LOW_METER = VM | {"meterId": "m", "meterName": "NC24ads A100 v4 Low Priority", "retailPrice": 0.9}
RESERVED = VM | {"type": "Reservation", "reservationTerm": "1 Year", "retailPrice": 20000.0}
DEVTEST = VM | {"type": "DevTestConsumption", "retailPrice": 3.1}
ENDED = VM | {"meterId": "e", "effectiveEndDate": "2026-11-30T23:59:59Z"}
REJECTED = [ENDED, WINDOWS, WIN, SPOT, LOW, LOW_METER, RESERVED, DEVTEST]


def _ask(transport, *wants):
    return list(azure_answers(wants, transport, today="2026-11-27"))


@pytest.fixture
def machine(want):
    return want("eastus", "Virtual Machines", "Standard_NC24ads_A100_v4", "hour")


def test_the_linux_rate_is_found_on_the_second_page_among_all_that_look_like_it(simulated, transport, machine) -> None:
    simulated.says(
        PATH,
        {"Items": REJECTED, "NextPageLink": f"{simulated.url}{PATH}?$skip=100"},
        {"Items": [VM], "NextPageLink": None},
    )
    ((row,),) = _ask(transport, machine)
    assert row.usd == 3.673
    assert row.source == "Azure Retail Prices meter-1, effective 2026-05-01"
    assert row.as_of == "2026-11-27"
    assert (
        "priceType eq 'Consumption' and serviceName eq 'Virtual Machines' and armRegionName eq 'eastus'"
        in (simulated.asked[0])
    )
    assert "currencyCode='USD'" in simulated.asked[0]
    assert simulated.asked[1] == f"{PATH}?$skip=100"


@pytest.mark.parametrize("other", REJECTED, ids=lambda item: item["meterId"] + item["type"])
def test_none_of_what_looks_like_it_is_ever_taken(simulated, transport, machine, other) -> None:
    simulated.says(PATH, {"Items": [other], "NextPageLink": ""})
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
    assert lost.reason == "not on the price list"


def test_a_spot_rate_is_its_own_price(simulated, transport, want) -> None:
    simulated.says(PATH, {"Items": [VM, SPOT]})
    ((row,),) = _ask(transport, want("eastus", "Virtual Machines Spot", "Standard_NC24ads_A100_v4", "hour"))
    assert row.usd == 1.2


def test_two_that_survive_are_named_and_none_is_taken(simulated, transport, machine) -> None:
    simulated.says(PATH, {"Items": [VM, VM | {"meterId": "meter-2", "retailPrice": 1.0}]})
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
    assert [rival.split()[0] for rival in lost.rivals] == ["meter-1", "meter-2"]


def test_one_meter_with_two_prices_is_as_ambiguous(simulated, transport, machine) -> None:
    simulated.says(PATH, {"Items": [VM, VM | {"retailPrice": 1.0}]})
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
    assert lost.reason == "2 rates answer to it"


def test_a_price_of_0_is_missing(simulated, transport, machine) -> None:
    simulated.says(PATH, {"Items": [VM | {"retailPrice": 0.0}]})
    (lost,) = _ask(transport, machine)
    assert isinstance(lost, Lost)
    assert "price of 0" in lost.reason


def test_tiers_come_in_no_order_and_free_units_first(simulated, transport, want) -> None:
    item = VM | {
        "serviceName": "Log Analytics",
        "productName": "Log Analytics",
        "skuName": "Analytics Logs",
        "meterName": "Analytics Logs Data Ingestion",
        "unitOfMeasure": "1 GB",
        "armSkuName": "",
    }
    simulated.says(PATH, {"Items": [item | {"tierMinimumUnits": 5.0, "retailPrice": 2.3}, item | {"retailPrice": 0.0}]})
    ((row,),) = _ask(transport, want("eastus", "Log Analytics", "analytics logs ingestion", "GB"))
    assert (row.usd, row.above) == (2.3, 0.0)


def test_what_is_listed_under_global_is_asked_for_there(simulated, transport, want) -> None:
    item = VM | {
        "serviceName": "NAT Gateway",
        "meterName": "Standard Gateway",
        "skuName": "Standard",
        "armRegionName": "Global",
        "armSkuName": "",
        "retailPrice": 0.045,
    }
    simulated.says(PATH, {"Items": [item]})
    ((row,),) = _ask(transport, want("global", "NAT Gateway", "gateway", "hour"))
    assert (row.region, row.usd) == ("global", 0.045)
    assert "armRegionName" not in simulated.asked[0]


def test_a_disk_by_the_hour_and_gib_becomes_a_month(simulated, transport, want) -> None:
    item = VM | {
        "serviceName": "Storage",
        "productName": "Azure Premium SSD v2",
        "skuName": "Premium LRS",
        "meterName": "Premium LRS Provisioned Capacity",
        "unitOfMeasure": "1 GiB/Hour",
        "armSkuName": "",
        "retailPrice": 0.0001109,
    }
    simulated.says(PATH, {"Items": [item]})
    ((row,),) = _ask(transport, want("eastus", "Managed Disks", "PremiumV2 LRS capacity", "GiB-month"))
    assert row.usd == 0.080957


def test_one_list_answers_for_every_machine_of_a_region(simulated, transport, want) -> None:
    simulated.says(PATH, {"Items": [VM]})
    _ask(transport, *(want("eastus", "Virtual Machines", f"Standard_D{n}s_v5", "hour") for n in (2, 4, 8)))
    assert len(simulated.asked) == 1


@pytest.mark.parametrize("page", [{"Error": "x"}, [], "text", None])
def test_an_answer_in_another_shape_is_a_sentence(simulated, transport, machine, page) -> None:
    simulated.says(PATH, page)
    with pytest.raises(RefreshError, match="has no `Items`"):
        _ask(transport, machine)


def test_pages_that_go_round_in_a_circle_end(simulated, transport, machine) -> None:
    simulated.says(PATH, {"Items": [VM], "NextPageLink": f"{simulated.url}{PATH}?$skip=1"})
    with pytest.raises(RefreshError, match="circle"):
        _ask(transport, machine)
