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
    # Hot LRS 0.0208 a GB (zombiescan-azure@e0740cda table.json, 2026-09-23), of which 60 are gained and stored for half
    # the month; the account is closed to the internet; 10,000 writes 0.05, reads 0.004,
    # requests to keys 0.03 (public file 61697734142, 2026-08-04)
    # registry Premium 1.6666 a day, logs 2.30 a GB and 0.10 a GB-month (zombiescan-azure@e0740cda, 2026-09-23)
    usage = Usage().with_values(
        {
            "bucket_gb": 500,
            "bucket_growth_gb": 60,
            "bucket_writes": 100_000,
            "bucket_reads": 1_000_000,
            "key_requests": 100_000,
            "log_gb": 10,
        }
    )
    blobs = Decimal("0.0208") * (500 + 30) + Decimal("0.05") * 10 + Decimal("0.004") * 100
    images = Decimal("1.6666") * 730 / 24
    requests = Decimal("0.03") * 10
    logs = Decimal("2.30") * 10 + Decimal("0.10") * 10 * (365 - 31) * 12 / 365
    closed = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "publicNetworkAccess": "Disabled"}
    found = priced(
        make("azure-native:storage:StorageAccount", "data", closed),
        make("azure-native:containerregistry:Registry", "images", {"sku": {"name": "Premium"}}),
        make("azure-native:keyvault:Vault", "vault"),
        make("azure-native:keyvault:Key", "key", {"properties": {"kty": "RSA", "keySize": 3072}}),
        make("azure-native:operationalinsights:Workspace", "logs", {"retentionInDays": 365}),
        region="eastus",
        usage=usage,
    )
    assert _totals(found) == _cents(*[blobs + images + requests + logs] * 3) == ("96.90", "96.90", "96.90")
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


def test_provisioned_throughput_with_search_and_an_embedding(make: Make, priced: Priced) -> None:
    # eastus2: 200 PTUs of a data zone at 1.10 an hour (zombiescan-azure@e0740cda table.json, 2026-09-23); embeddings
    # 0.00013 a thousand tokens (infracost@40916ef89 cognitive_deployment_test, 2026-03-31)
    # eastus: AI Search standard2 1.344 a unit and hour (infracost@e9ce62908 search_service_test, 2024-07-01)
    token = "azure-native:cognitiveservices:Deployment"
    account = make("azure-native:cognitiveservices:Account", "a", {"kind": "OpenAI", "location": "East US 2"})
    model = {"sku": {"name": "DataZoneProvisionedManaged", "capacity": 200}, "location": "eastus2"}
    embed = {"sku": {"name": "Standard", "capacity": 50}, "properties": {"model": {"name": "text-embedding-3-large"}}}
    search = {"sku": {"name": "standard2"}, "replicaCount": 2, "partitionCount": 3, "location": "eastus"}
    found = priced(
        account,
        make(token, "model", model),
        make(token, "embed", embed | {"location": "eastus2"}),
        make("azure-native:search:Service", "search", search),
        region="eastus2",
        usage=Usage().with_values({"model_tokens": 40_000_000}),
    )
    units = Decimal("1.10") * 200 * 730 + Decimal("1.344") * 6 * 730
    bill = units + Decimal("0.00013") * 40_000
    assert _totals(found) == _cents(bill, bill, bill) == ("166491.92", "166491.92", "166491.92")
    assert found.coverage == 1


def test_a_scale_set_that_serves_behind_a_balancer_and_a_gateway(make: Make, priced: Priced) -> None:
    # eastus: Standard_NC4as_T4_v3 0.526 an hour (karpenter-provider-azure@2b431da1, 2026-06-18); E10 9.60 a month
    # balancer 0.025 an hour (zombiescan-azure@e0740cda, 2026-09-23), each rule above five 0.01 (infracost@6716847d0,
    # 2024-08-30), data 0.005 a GB (infracost@e9ce62908, 2024-07-01)
    # WAF v2 0.36 an hour and 0.0144 a unit, ten units an instance (infracost@19dd6cf5a, 2026-03-31)
    system = {"managedDisk": {"storageAccountType": "StandardSSD_LRS"}, "diskSizeGB": 128}
    inputs = {
        "sku": {"name": "Standard_NC4as_T4_v3", "capacity": 2},
        "virtualMachineProfile": {"storageProfile": {"osDisk": system}},
    }
    machines = make("azure-native:compute:VirtualMachineScaleSet", "serve", inputs)
    bounds = {"profiles": [{"capacity": {"minimum": "1", "maximum": "5"}}]}
    rules = {"sku": {"name": "Standard"}, "loadBalancingRules": [{}] * 6, "outboundRules": [{}]}
    waf = {"sku": {"tier": "WAF_v2"}, "autoscaleConfiguration": {"minCapacity": 1, "maxCapacity": 3}}
    found = priced(
        machines,
        make("azure-native:monitor:AutoscaleSetting", "s", bounds, wires={"targetResourceUri": [machines]}),
        make("azure-native:network:LoadBalancer", "front", rules),
        make("azure-native:network:ApplicationGateway", "gate", waf),
        region="eastus",
        usage=Usage().with_values({"balancer_gb": 300}),
    )
    node = Decimal("0.526") * 730 + Decimal("9.60")
    front = Decimal("0.025") * 730 + Decimal("0.01") * 2 * 730 + Decimal("0.005") * 300
    gate, unit = Decimal("0.36") * 730, Decimal("0.0144") * 10 * 730
    low, expected, high = node + unit, node * 2 + unit, node * 5 + unit * 3
    assert _totals(found) == _cents(*[each + front + gate for each in (low, expected, high)])
    assert _totals(found) == ("795.85", "1189.43", "2580.41")
    assert found.coverage == 1


def test_mi300x_machines_in_sweden_on_hard_disks_and_ultra(make: Make, priced: Priced) -> None:
    # swedencentral: Standard_ND96isr_MI300X_v5 67.20 an hour (karpenter-provider-azure@2b431da1, 2026-06-18); S30 40.96
    # and P30 148.68 a month, Ultra 0.12556 a GiB, snapshot 0.05 a GB (zombiescan-azure@e0740cda table.json, 2026-09-23)
    where = {"location": "swedencentral"}
    hard = make("azure-native:compute:Disk", "hard", {"sku": {"name": "Standard_LRS"}, "diskSizeGB": 1000} | where)
    found = priced(
        _pool(make, "Standard_ND96isr_MI300X_v5", count=1, osDiskSizeGB=1024),
        hard,
        make("azure-native:compute:Disk", "fast", {"sku": {"name": "UltraSSD_LRS"}, "diskSizeGB": 512} | where),
        make("azure-native:compute:Snapshot", "copy", where, wires={"creationData": [hard]}),
        region="swedencentral",
    )
    disks = Decimal("148.68") + Decimal("40.96") + Decimal("0.12556") * 512 + Decimal("0.05") * 1000
    bill = Decimal("67.20") * 730 + disks
    assert _totals(found) == _cents(bill, bill, bill)
    assert [why for _, why in found.unpriced] == ["no dated price for provisioned IOPS and throughput"]


def test_shares_apps_and_functions(make: Make, priced: Priced) -> None:
    # eastus: premium files 0.16 a GiB, hot files 0.0287 a GB (public file 61458592448, 2026-07-24)
    # two P1v3 with Linux 0.155 an hour each; container apps idle 0.0108 a vCPU and GiB (zombiescan-azure@e0740cda
    # table.json, 2026-09-23); functions 0.20 a million and 0.000016 a GB-second (public file 61697734142, 2026-08-04)
    share, account = "azure-native:storage:FileShare", "azure-native:storage:StorageAccount"
    fast = make(account, "fast", {"kind": "FileStorage", "sku": {"name": "Premium_LRS"}})
    plan, by_call = (
        make("azure-native:web:AppServicePlan", name, {"sku": {"name": sku, "capacity": 2}, "reserved": True})
        for name, sku in (("plan", "P1v3"), ("by-call", "Y1"))
    )
    small = {"containers": [{"resources": {"cpu": 1, "memory": "2Gi"}}], "scale": {"minReplicas": 1}}
    found = priced(
        fast,
        make(share, "models", {"shareQuota": 4096}, wires={"accountName": [fast]}),
        plan,
        by_call,
        make("azure-native:web:WebApp", "site", {"kind": "app,linux"}, wires={"serverFarmId": [plan]}),
        make("azure-native:web:WebApp", "calls", {"kind": "functionapp"}, wires={"serverFarmId": [by_call]}),
        make("azure-native:app:ContainerApp", "idle", {"template": small}),
        region="eastus",
        usage=Usage().with_values({"function_calls": 3_000_000, "function_seconds": 0.5, "function_memory_gb": 1}),
    )
    stored = Decimal("0.16") * 4096
    apps = Decimal("0.155") * 2 * 730 + Decimal("0.0108") * (1 + 2) * 730
    calls = Decimal("0.20") * 3 + Decimal("0.000016") * 1_500_000
    bill = stored + apps + calls
    assert _totals(found) == _cents(bill, bill, bill) == ("929.91", "929.91", "929.91")
    assert [why for _, why in found.unpriced] == ["no dated price for replicas that serve requests"]
