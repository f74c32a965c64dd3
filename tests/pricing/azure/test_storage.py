"""`stackwright.pricing.azure.storage`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

ACCOUNT = "azure-native:storage:StorageAccount"
SHARE = "azure-native:storage:FileShare"
REGISTRY = "azure-native:containerregistry:Registry"
KEY = "azure-native:keyvault:Key"


def _reasons(found: Estimate) -> list[str]:
    return [why for _, why in found.unpriced]


def test_an_account_stores_writes_and_reads_in_its_tier(make: Make, priced: Priced) -> None:
    closed = {"publicNetworkAccess": "Disabled", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    found = priced(make(ACCOUNT, inputs=closed), region="eastus")
    assert [item.dimension for item in found.items] == [
        "Hot LRS",
        "growth of Hot LRS",
        "Hot LRS write operations",
        "Hot read operations",
    ]
    assert found.coverage == 1


def test_the_price_of_fewer_copies_is_never_taken_for_more(make: Make, priced: Priced) -> None:
    found = priced(make(ACCOUNT, inputs={"kind": "StorageV2", "sku": {"name": "Standard_ZRS"}}), region="eastus")
    assert "no dated price for Blob Storage Hot ZRS (GB-month) in eastus" in _reasons(found)


def test_an_account_with_folders_has_no_dated_price(make: Make, priced: Priced) -> None:
    account = make(ACCOUNT, inputs={"sku": {"name": "Standard_LRS"}, "isHnsEnabled": True})
    assert _reasons(priced(account, region="eastus")) == ["no dated price for blobs with folders"]


def test_an_account_of_files_is_billed_at_its_shares(make: Make, priced: Priced) -> None:
    account = make(ACCOUNT, "a", {"kind": "FileStorage", "sku": {"name": "Premium_ZRS"}, "location": "eastus2"})
    share = make(SHARE, "s", {"shareQuota": 100}, wires={"accountName": [account]})
    found = priced(account, share, region="westeurope")
    assert found.items[0].status is Status.FREE
    assert f"{found.expected:.2f}" == "20.00"  # 0.20 a GiB with copies in three zones


def test_a_share_of_another_account_is_charged_for_what_is_stored(make: Make, priced: Priced) -> None:
    # 100 GB at 0.0287, with one copy and the tier of its own
    account = make(ACCOUNT, "a", {"sku": {"name": "Standard_LRS"}, "publicNetworkAccess": "Disabled"})
    share = make(SHARE, "s", {"accessTier": "Hot"}, wires={"accountName": [account]})
    found = priced(account, share, region="eastus")
    assert f"{found.by_urn[share.urn].expected:.2f}" == "2.87"
    assert _reasons(found) == ["no dated price for requests to a file share"]
    alone = priced(share, region="eastus")
    assert _reasons(alone) == ["the account of the share, which says how it is copied, is not in the graph"]


def test_a_lifecycle_moves_a_share_to_each_colder_tier(make: Make, priced: Priced) -> None:
    account = make(ACCOUNT, "a", {"sku": {"name": "Standard_LRS"}, "publicNetworkAccess": "Disabled"})
    actions = {"baseBlob": {"tierToCool": {"daysAfterModificationGreaterThan": 30}}, "version": {"tierToArchive": {}}}
    rules = {"policy": {"rules": [{"definition": {"actions": actions}}]}}
    policy = make("azure-native:storage:ManagementPolicy", "p", rules, wires={"accountName": [account]})
    found = priced(account, policy, region="eastus")
    stored = {item.dimension: item.quantity for item in found.items}
    assert (stored["Hot LRS"], stored["Cool LRS"]) == (Range(50, 500, 5000), Range(50, 500, 5000))
    assert _reasons(found) == ["no dated price for Blob Storage Cool LRS (GB-month) in eastus"]


def test_what_leaves_for_the_internet_is_charged_by_its_route(make: Make, priced: Priced) -> None:
    sku = {"sku": {"name": "Standard_LRS"}}
    direct = make(ACCOUNT, inputs=sku | {"routingPreference": {"routingChoice": "InternetRouting"}})
    found = priced(direct, region="eastus")
    assert (found.items[-1].unit_price, found.coverage) == (0.08, 1)
    usual = priced(make(ACCOUNT, inputs=sku), region="eastus")
    assert _reasons(usual) == ["no dated price for what leaves through Microsoft's own network"]


@pytest.mark.parametrize(
    ("token", "inputs", "missing"),
    [
        (ACCOUNT, {"sku": UNKNOWN}, "sku.name"),
        (SHARE, {"shareQuota": UNKNOWN, "accessTier": "Premium"}, "shareQuota"),
        (
            "azure-native:storagecache:AmlFilesystem",
            {"sku": {"name": "AMLFS-Durable-Premium-250"}},
            "storageCapacityTiB",
        ),
        (REGISTRY, {"sku": UNKNOWN}, "sku.name"),
        (KEY, {"properties": UNKNOWN}, "properties.kty"),
    ],
)
def test_what_is_not_known_is_an_unknown_cost(
    make: Make, priced: Priced, token: str, inputs: dict[str, Any], missing: str
) -> None:
    found = priced(make(token, inputs=inputs), region="eastus")
    assert [item.note for item in found.items] == [f"`{missing}` is not known before deployment"]


def test_managed_lustre_is_named_with_its_sku(make: Make, priced: Priced) -> None:
    inputs = {"sku": {"name": "AMLFS-Durable-Premium-250"}, "storageCapacityTiB": 16}
    found = priced(make("azure-native:storagecache:AmlFilesystem", inputs=inputs), region="eastus")
    assert _reasons(found) == [
        "no dated price for Azure Managed Lustre AMLFS-Durable-Premium-250 (TiB-month) in eastus"
    ]


@pytest.mark.parametrize(("tier", "expected"), [("Basic", "6.07"), ("Premium", "50.69")])
def test_a_registry_is_charged_by_the_day_and_above_what_it_includes(
    make: Make, priced: Priced, tier: str, expected: str
) -> None:
    # Basic 0.1666, Premium 1.6666 a day; Basic includes 10 of the 20 GB that are assumed, at 0.1 a GB beyond
    found = priced(make(REGISTRY, inputs={"sku": {"name": tier}}), region="eastus")
    assert f"{found.expected:.2f}" == expected


def test_a_registrys_copy_costs_as_much_as_the_registry(make: Make, priced: Priced) -> None:
    found = priced(make("azure-native:containerregistry:Replication"), region="eastus")
    assert f"{found.expected:.2f}" == "50.69"


@pytest.mark.parametrize(
    ("kind", "size", "status"),
    [
        ("RSA", 3072, Status.FREE),
        ("RSA-HSM", 2048, Status.PRICED),
        ("RSA-HSM", 4096, Status.PRICED),
        ("EC-HSM", 256, Status.PRICED),
    ],
)
def test_only_keys_in_hardware_are_charged(make: Make, priced: Priced, kind: str, size: int, status: Status) -> None:
    found = priced(make(KEY, inputs={"properties": {"kty": kind, "keySize": size}}), region="eastus")
    assert [item.status for item in found.items] == [status]
