"""`stackwright.pricing.refresh.aws`, against simulated bulk files and a simulated Query API."""

import json

import pytest

from stackwright.pricing.refresh.aws import aws_answers
from stackwright.pricing.refresh.rates import Lost, RefreshError

BULK = "/offers/v1.0/aws/{service}/current/{region}/index.json"
LINUX = {
    "instanceType": "g6.12xlarge",
    "operatingSystem": "Linux",
    "tenancy": "Shared",
    "preInstalledSw": "NA",
    "capacitystatus": "Used",
    "marketoption": "OnDemand",
    "licenseModel": "No License required",
    "regionCode": "eu-west-1",
    "locationType": "AWS Region",
    "usagetype": "EUW1-BoxUsage:g6.12xlarge",
}


def _product(sku, attributes, *dimensions, family="Compute Instance", unit="Hrs"):
    """A product as GetProducts answers it; `dimensions` are (begin, usd)."""
    term = f"{sku}.JRTCKXETXF"
    found = {
        f"{term}.{n}": {
            "rateCode": f"{term}.{n}",
            "unit": unit,
            "beginRange": begin,
            "endRange": "Inf",
            "pricePerUnit": {"USD": usd},
        }
        for n, (begin, usd) in enumerate(dimensions)
    }
    return {
        "product": {"sku": sku, "productFamily": family, "attributes": attributes},
        "terms": {"OnDemand": {term: {"effectiveDate": "2026-11-01T00:00:00Z", "priceDimensions": found}}},
        "publicationDate": "2026-11-20T00:00:00Z",
    }


MACHINE = _product("GOOD", LINUX, ("0", "4.9"))
DECOYS = [
    _product("BLOCK", LINUX | {"marketoption": "CapacityBlock"}, ("0", "0.0000000000")),
    _product("ZONE", LINUX | {"locationType": "AWS Local Zone"}, ("0", "5.9")),
    _product("RHEL", LINUX | {"operatingSystem": "RHEL"}, ("0", "5.5")),
    _product("WIN", LINUX | {"operatingSystem": "Windows", "licenseModel": "Bring your own license"}, ("0", "7")),
    _product("SQL", LINUX | {"preInstalledSw": "SQL Std"}, ("0", "9")),
    _product("DEDICATED", LINUX | {"tenancy": "Dedicated"}, ("0", "5.2")),
    _product("UNUSED", LINUX | {"capacitystatus": "UnusedCapacityReservation"}, ("0", "4.9")),
    _product("OTHER", LINUX | {"instanceType": "g6.24xlarge"}, ("0", "9.8")),
    _product("REGION", LINUX | {"regionCode": "us-east-1"}, ("0", "4.6")),
]


def _bulk(*products):
    """The products as a bulk file."""
    whole = {
        "formatVersion": "v1.0",
        "disclaimer": "This pricing list is for informational purposes only.",
        "publicationDate": "2026-11-20T00:00:00Z",
        "products": {one["product"]["sku"]: one["product"] for one in products},
        "terms": {
            "OnDemand": {one["product"]["sku"]: one["terms"]["OnDemand"] for one in products},
            "Reserved": {"GOOD": {"GOOD.X": {"priceDimensions": {"a": {"pricePerUnit": {"USD": "1"}}}}}},
        },
        "attributesList": {},
    }
    return json.dumps(whole).encode()


class SimulatedQueries:
    """The `pricing` client of boto3 as far as it is used: pages of JSON in text."""

    def __init__(self, *pages):
        self.pages = pages
        self.asked = []

    def get_products(self, **asked):
        self.asked.append(asked)
        at = int(asked.get("NextToken", "0"))
        more = {"NextToken": str(at + 1)} if at + 1 < len(self.pages) else {}
        return {"FormatVersion": "aws_v1", "PriceList": [json.dumps(one) for one in self.pages[at]], **more}


@pytest.fixture
def machine(want):
    return want("eu-west-1", "EC2", "g6.12xlarge", "hour")


def _ask(transport, *wants, client=None):
    return list(aws_answers(wants, transport, today="2026-11-27", client=client))


def test_the_query_api_is_asked_for_one_machine_and_read_to_its_last_page(transport, machine) -> None:
    client = SimulatedQueries(DECOYS, [MACHINE])
    ((row,),) = _ask(transport, machine, client=client)
    assert row.usd == 4.9
    assert row.source == "AWS Price List GOOD.JRTCKXETXF.0, effective 2026-11-01"
    filters = {one["Field"]: one["Value"] for one in client.asked[0]["Filters"]}
    assert filters == {name: LINUX[name] for name in filters}
    assert {"regionCode", "instanceType", "marketoption", "capacitystatus"} < set(filters)
    assert {one["Type"] for one in client.asked[0]["Filters"]} == {"TERM_MATCH"}
    assert client.asked[1]["NextToken"] == "1"


@pytest.mark.parametrize("other", DECOYS, ids=lambda one: one["product"]["sku"])
def test_none_of_what_looks_like_the_machine_is_ever_taken(transport, machine, other) -> None:
    (lost,) = _ask(transport, machine, client=SimulatedQueries([other]))
    assert isinstance(lost, Lost)


def test_two_products_that_answer_are_named(transport, machine) -> None:
    twin = _product("TWIN", LINUX, ("0", "1.0"))
    (lost,) = _ask(transport, machine, client=SimulatedQueries([MACHINE, twin]))
    assert isinstance(lost, Lost)
    assert lost.rivals == (
        "GOOD.JRTCKXETXF.0 (EUW1-BoxUsage:g6.12xlarge)",
        "TWIN.JRTCKXETXF.0 (EUW1-BoxUsage:g6.12xlarge)",
    )


def test_pages_of_the_query_api_are_kept(transport, machine) -> None:
    client = SimulatedQueries([MACHINE])
    assert _ask(transport, machine, client=client) == _ask(transport, machine, client=client)
    assert len(client.asked) == 1


def test_what_the_query_api_refuses_is_a_sentence(transport, machine) -> None:
    class Refused(Exception):
        response = {"Error": {"Code": "AccessDeniedException", "Message": "secret things"}}

    class Refusing:
        def get_products(self, **_):
            raise Refused

    with pytest.raises(RefreshError, match="AccessDeniedException - it takes `pricing:GetProducts`"):
        _ask(transport, machine, client=Refusing())


@pytest.mark.enable_socket
def test_without_credentials_the_bulk_file_of_the_region_is_read_once(simulated, transport, machine, want) -> None:
    path = BULK.format(service="AmazonEC2", region="eu-west-1")
    nat = {"regionCode": "eu-west-1", "locationType": "AWS Region", "usagetype": "EU-NatGateway-Hours"}
    gateway = _product("NAT", nat, ("0", "0.048"), family="NAT Gateway")
    simulated.says(path, _bulk(*DECOYS, MACHINE, gateway))
    (row,), (hour,) = _ask(transport, machine, want("eu-west-1", "NAT Gateway", "gateway", "hour"))
    assert (row.usd, hour.usd) == (4.9, 0.048)
    assert simulated.asked == [path]


@pytest.mark.enable_socket
@pytest.mark.parametrize("body", [b"[]", b"<html>", b'{"products": {"a": 1', b""])
def test_a_file_that_is_no_price_list_is_a_sentence_and_not_kept(simulated, transport, machine, body) -> None:
    path = BULK.format(service="AmazonEC2", region="eu-west-1")
    simulated.says(path, body, _bulk(MACHINE))
    with pytest.raises(RefreshError, match="is no price list"):
        _ask(transport, machine)
    ((row,),) = _ask(transport, machine)
    assert row.usd == 4.9


def test_tiers_are_rows_with_the_units_above_which_they_hold(transport, want) -> None:
    attributes = {"regionCode": "us-east-1", "usagetype": "TimedStorage-ByteHrs", "volumeType": "Standard"}
    tiers = (("512000", "0.021"), ("0", "0.023"), ("51200", "0.022"))
    store = _product("S3", attributes, *tiers, family="Storage", unit="GB-Mo")
    (rows,) = _ask(
        transport,
        want("us-east-1", "S3", "Standard storage", "GB-month"),
        client=SimulatedQueries([store]),
    )
    assert [(row.above, row.usd) for row in rows] == [(0.0, 0.023), (51200.0, 0.022), (512000.0, 0.021)]


def test_throughput_by_the_gib_and_requests_by_the_piece_become_our_units(transport, want) -> None:
    about = {"regionCode": "us-east-1", "volumeApiName": "gp3", "usagetype": "EBS:VolumeP-Throughput.gp3"}
    throughput = _product("T", about, ("0", "40.96"), family="Provisioned Throughput", unit="GiBps-mo")
    ((row,),) = _ask(
        transport,
        want("us-east-1", "EBS", "gp3 throughput above 125 MB/s", "MBps-month"),
        client=SimulatedQueries([throughput]),
    )
    assert row.usd == 0.04
    requests = _product(
        "R",
        {"regionCode": "eu-west-1", "usagetype": "EU-KMS-Requests"},
        ("0", "0"),
        ("20000", "0.000003"),
        unit="Requests",
    )
    ((row,),) = _ask(
        transport, want("eu-west-1", "KMS", "symmetric requests", "10k requests"), client=SimulatedQueries([requests])
    )
    assert row.usd == 0.03
