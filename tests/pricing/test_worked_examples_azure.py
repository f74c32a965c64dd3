"""Area of concern: Azure estimates against bills worked out by hand, from dated rows, independent of the code.

Each figure is quoted from its source; the arithmetic is written out; the comparison is to the cent.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from stackwright.plan.graph import Resource
from stackwright.pricing.model import Estimate
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

CLUSTER = "azure-native:containerservice:ManagedCluster"
POOL = "azure-native:containerservice:AgentPool"
OWN_WAY_OUT = {"networkProfile": {"outboundType": "userAssignedNATGateway"}}


def _cents(*figures: Decimal) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in figures)


def _totals(estimate: Estimate) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in (estimate.low, estimate.expected, estimate.high))


def _pool(make: Make, machine: str, **inputs: Any) -> Resource:
    return make(POOL, "pool", {"vmSize": machine, "osDiskType": "Managed", "osDiskSizeGB": 128} | inputs)


def test_a_cluster_with_three_system_nodes(make: Make, priced: Priced) -> None:
    # AKS Standard 0.10 an hour, P10 19.71 a month (zombiescan-azure@e0740cda table.json, 2026-09-23)
    # Standard_D4ds_v5 0.226 an hour (karpenter-provider-azure@2b431da1, 2026-06-18)
    bill = Decimal("0.10") * 730 + 3 * (Decimal("0.226") * 730 + Decimal("19.71"))
    system = {"name": "system", "vmSize": "Standard_D4ds_v5", "count": 3, "osDiskType": "Managed", "osDiskSizeGB": 128}
    inputs = {"sku": {"name": "Base", "tier": "Standard"}, "agentPoolProfiles": [system], "location": "eastus"}
    found = priced(make(CLUSTER, "c", inputs | OWN_WAY_OUT), region="eastus")
    assert _totals(found) == _cents(bill, bill, bill) == ("627.07", "627.07", "627.07")
    assert found.coverage == 1


def test_a100_machines_that_scale(make: Make, priced: Priced) -> None:
    # Standard_NC24ads_A100_v4 3.673 an hour (karpenter-provider-azure@2b431da1, 2026-06-18); 100 GiB are a P10
    node = Decimal("3.673") * 730 + Decimal("19.71")
    scale = {"enableAutoScaling": True, "count": 2, "minCount": 1, "maxCount": 4, "osDiskSizeGB": 100}
    found = priced(_pool(make, "Standard_NC24ads_A100_v4", **scale), region="eastus")
    assert _totals(found) == _cents(node, node * 2, node * 4) == ("2701.00", "5402.00", "10804.00")


def test_h100_machines_with_half_a_terabyte_each(make: Make, priced: Priced) -> None:
    # Standard_ND96isr_H100_v5 98.32 an hour (karpenter-provider-azure@2b431da1, 2026-06-18)
    # P20, 512 GiB, 73.22 a month (zombiescan-azure@e0740cda table.json, 2026-09-23)
    node = Decimal("98.32") * 730 + Decimal("73.22")
    found = priced(_pool(make, "Standard_ND96isr_H100_v5", count=2, osDiskSizeGB=512), region="eastus")
    assert _totals(found) == _cents(*[node * 2] * 3) == ("143693.64", "143693.64", "143693.64")


def test_a_network_with_private_endpoints(make: Make, priced: Priced) -> None:
    # NAT 0.045 an hour (zombiescan-azure@e0740cda refresh.py, 2026-09-23), 0.045 a GB (infracost@e9ce62908, 2024-07-01)
    # address 0.005 an hour (zombiescan-azure@e0740cda table.json, 2026-09-23)
    # private endpoint 0.01 an hour and 0.01 a GB, name zone 0.50 a month (public file 70949320906, 2026-10-09)
    nat = Decimal("0.045") * 730 + Decimal("0.045") * 40
    address = Decimal("0.005") * 730
    endpoints = 3 * (Decimal("0.01") * 730 + Decimal("0.01") * 20 + Decimal("0.50"))
    standard = {"sku": {"name": "Standard"}}
    resources = [
        make("azure-native:network:NatGateway", "out", standard),
        make("azure-native:network:PublicIPAddress", "address", standard),
    ]
    for name in ("key", "data", "images"):
        resources += [
            make("azure-native:network:PrivateEndpoint", name),
            make("azure-native:privatedns:PrivateZone", name),
        ]
    usage = Usage().with_values({"nat_gb": 40, "vpc_endpoint_gb": 20})
    found = priced(*resources, region="eastus", usage=usage)
    assert _totals(found) == _cents(*[nat + address + endpoints] * 3) == ("62.30", "62.30", "62.30")
    assert found.coverage == 1


def test_storage_images_keys_and_logs(make: Make, priced: Priced) -> None:
    # Hot LRS 0.0208 a GB (zombiescan-azure@e0740cda table.json, 2026-09-23); 10,000 writes 0.05, reads 0.004,
    # requests to keys 0.03 (public file 61697734142, 2026-08-04)
    # registry Premium 1.6666 a day, logs 2.30 a GB and 0.10 a GB-month (zombiescan-azure@e0740cda, 2026-09-23)
    usage = Usage().with_values(
        {"bucket_gb": 500, "bucket_writes": 100_000, "bucket_reads": 1_000_000, "key_requests": 100_000, "log_gb": 10}
    )
    blobs = Decimal("0.0208") * 500 + Decimal("0.05") * 10 + Decimal("0.004") * 100
    images = Decimal("1.6666") * 730 / 24
    requests = Decimal("0.03") * 10
    logs = Decimal("2.30") * 10 + Decimal("0.10") * 10 * (365 - 31) * 12 / 365
    found = priced(
        make("azure-native:storage:StorageAccount", "data", {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}}),
        make("azure-native:containerregistry:Registry", "images", {"sku": {"name": "Premium"}}),
        make("azure-native:keyvault:Vault", "vault"),
        make("azure-native:keyvault:Key", "key", {"properties": {"kty": "RSA", "keySize": 3072}}),
        make("azure-native:operationalinsights:Workspace", "logs", {"retentionInDays": 365}),
        region="eastus",
        usage=usage,
    )
    assert _totals(found) == _cents(*[blobs + images + requests + logs] * 3) == ("96.27", "96.27", "96.27")
    assert found.coverage == 1


def test_nodes_in_west_europe(make: Make, priced: Priced) -> None:
    # westeurope: Standard_D4s_v5 0.23 an hour (karpenter-provider-azure@2b431da1, 2026-06-18), P10 21.68 a month
    # (zombiescan-azure@e0740cda table.json, 2026-09-23); the pool is where its cluster is
    node = Decimal("0.23") * 730 + Decimal("21.68")
    cluster = make(CLUSTER, "c", {"location": "West Europe", "sku": {"tier": "Free"}} | OWN_WAY_OUT)
    inputs = {"vmSize": "Standard_D4s_v5", "count": 2, "osDiskType": "Managed", "osDiskSizeGB": 128}
    pool = make(POOL, "pool", inputs, wires={"resourceName": [cluster]})
    found = priced(cluster, pool, region="eastus")
    assert _totals(found) == _cents(*[node * 2] * 3) == ("379.16", "379.16", "379.16")
