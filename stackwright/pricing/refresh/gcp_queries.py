"""Where each Google Cloud row is in the Billing Catalog: data, a row a thing.

Machines have no SKU: they are so many cores, so much memory, their GPUs and the local SSD of their type. The names of
SKUs follow the mapping of Cyclenerd/google-cloud-pricing-cost-calculator (Apache-2.0), the rest those of infracost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stackwright.accelerators.catalog import find
from stackwright.accelerators.machines import Machine
from stackwright.pricing.model import HOURS
from stackwright.pricing.prices import Key
from stackwright.pricing.refresh.rates import Measure


@dataclass(frozen=True, slots=True)
class GcpQuery:
    """A SKU: its service by display name, and its description as a regular expression for the whole of it."""

    service: str
    description: str
    measure: Measure
    spot: bool = False
    place: str = ""
    """`global`, where the SKU is not listed by region."""
    count: Decimal = Decimal(1)
    """How many of it make up the thing that is asked for."""


COMPUTE: Final = "Compute Engine"
HOUR: Final = Measure(("h",))
GIB_HOUR: Final = Measure(("GiBy.h",))
GIB_MONTH: Final = Measure(("GiBy.mo",))
GIB: Final = Measure(("GiBy",))
_TEN_THOUSAND: Final = Decimal(10_000)
_IN: Final = r"(?: (?:in|running in) .+)?"

IDS: Final[Mapping[str, str]] = {
    COMPUTE: "6F81-5844-456A",
    "Cloud Storage": "95FF-2EF5-5EA1",
    "Vertex AI": "C7E2-9256-1C43",
    "Cloud Pub/Sub": "A1E8-BE35-7EBC",
    "Cloud TPU": "E000-3F24-B8AA",
}
"""Ids of services; those of others are asked for by their display name."""

_CORES: Final = {
    "a2": "A2 Instance {part}",
    "a3": "A3 Instance {part}",
    "c2": "Compute optimized {part}",
    "c3": "C3 Instance {part}",
    "c4": "C4 Instance {part}",
    "e2": "E2 Instance {part}",
    "g2": "G2 Instance {part}",
    "g4": "G4 Instance {part}",
    "n1": "N1 Predefined Instance {part}",
    "n2": "N2 Instance {part}",
    "n4": "N4 Instance {part}",
}
"""Cores and memory of a family, whose name is all before the first dash; no other family is guessed at."""
_GPUS: Final = {
    "A100": "Nvidia Tesla A100 GPU",
    "A100-80GB": "Nvidia Tesla A100 80GB GPU",
    "H100": "Nvidia H100 80GB GPU",
    "H100-mega": "Nvidia H100 80GB Mega GPU",
    "L4": "Nvidia L4 GPU",
    "RTX-PRO-6000": "RTX 6000 96GB",
}
ATTACHED: Final = {
    "nvidia-tesla-t4": "Nvidia Tesla T4 GPU",
    "nvidia-tesla-v100": "Nvidia Tesla V100 GPU",
    "nvidia-tesla-p100": "Nvidia Tesla P100 GPU",
    "nvidia-tesla-p4": "Nvidia Tesla P4 GPU",
}
"""GPUs that are attached to an N1 machine."""
_LOCAL_SSD: Final = frozenset({"a2", "a3"})
"""Families whose local SSD is the ordinary one."""

_DISKS: Final = {
    "hyperdisk-balanced": "Hyperdisk Balanced Capacity",
    "hyperdisk-extreme": "Hyperdisk Extreme Capacity",
    "hyperdisk-ml": "Hyperdisk ML Capacity",
    "hyperdisk-throughput": "Hyperdisk Throughput Capacity",
    "local-ssd": "SSD backed Local Storage",
    "pd-balanced": "Balanced PD Capacity",
    "pd-extreme": "Extreme PD Capacity",
    "pd-ssd": "SSD backed PD Capacity",
    "pd-standard": "Storage PD Capacity",
}
BY_KEY: Final[Mapping[tuple[str, str], GcpQuery]] = {
    ("Artifact Registry", "storage"): GcpQuery(
        "Artifact Registry", "Artifact Registry Storage", Measure(("GiBy.mo",), free=True), place="global"
    ),
    ("Cloud DNS", "zone, first 25"): GcpQuery("Cloud DNS", "ManagedZone", Measure(("mo",)), place="global"),
    ("Cloud KMS", "software key version"): GcpQuery(
        "Cloud Key Management Service (KMS)", "Active software symmetric key versions", Measure(("mo",))
    ),
    ("Cloud KMS", "operations"): GcpQuery(
        "Cloud Key Management Service (KMS)",
        "Cryptographic operations with a software symmetric.*",
        Measure(("count",), _TEN_THOUSAND),
    ),
    ("Cloud Load Balancing", "forwarding rules, up to five"): GcpQuery(
        COMPUTE, f"Network Load Balancing: Forwarding Rule Minimum Service Charge{_IN}", HOUR
    ),
    ("Cloud Logging", "ingestion"): GcpQuery(
        "Cloud Logging", "Log (?:Storage cost|Volume)", Measure(("GiBy",), free=True), place="global"
    ),
    ("Cloud Logging", "retention above 30 days"): GcpQuery(
        "Cloud Logging", "Log Retention cost", GIB_MONTH, place="global"
    ),
    ("Cloud NAT", "gateway with 32 VMs or more"): GcpQuery(
        "Networking", "Networking Cloud Nat Gateway Uptime", HOUR, count=Decimal(32)
    ),
    ("Cloud NAT", "data processed"): GcpQuery("Networking", "Networking Cloud Nat Data Processing", GIB),
    ("Cloud NAT", "address"): GcpQuery("Networking", "Networking Cloud NAT IP Usage", HOUR),
    ("Cloud Storage", "Standard storage"): GcpQuery(
        "Cloud Storage", r"Standard Storage (?!.*(?:Dual|Multi)-region).+", Measure(("GiBy.mo",), free=True)
    ),
    ("External IP", "address in use"): GcpQuery(
        COMPUTE, "External IP Charge on a Standard VM", Measure(("h",), free=True), place="global"
    ),
    ("GKE", "cluster management"): GcpQuery(
        "Kubernetes Engine", "Regional Kubernetes Clusters", Measure(("h",)), place="global"
    ),
    ("Pub/Sub", "message delivery"): GcpQuery(
        "Cloud Pub/Sub", "Message Delivery Basic", Measure(("TiBy",), free=True), place="global"
    ),
    ("Secret Manager", "access"): GcpQuery(
        "Secret Manager", "Secret access operations", Measure(("count",), _TEN_THOUSAND, free=True), place="global"
    ),
    ("Secret Manager", "active version"): GcpQuery(
        "Secret Manager", "Secret version replica storage", Measure(("mo",), free=True), place="global"
    ),
}
"""Things that are one meter or product each, by service and dimension."""


def gcp_queries(key: Key) -> tuple[GcpQuery, ...]:
    """The SKUs that make up `key`; none where no official list is known to have it."""
    service, spot = key.service.removesuffix(" Spot"), key.service.endswith(" Spot")
    if service == COMPUTE and key.unit == "hour":
        machine = find(key.dimension, "gcp")
        return _machine(machine, spot) if machine else ()
    if service == COMPUTE and key.unit == "accelerator-hour":
        name = ATTACHED.get(key.dimension, "")
        return (_gpu(name, spot, Decimal(1)),) if name else ()
    if service == "Persistent Disk" and key.dimension in _DISKS:
        return (GcpQuery(COMPUTE, f"{_DISKS[key.dimension]}{_IN}", GIB_MONTH),)
    found = None if spot else BY_KEY.get((service, key.dimension))
    return (found,) if found else ()


def _machine(machine: Machine, spot: bool) -> tuple[GcpQuery, ...]:
    family = machine.name.partition("-")[0]
    if family not in _CORES:
        return ()
    before = "Spot Preemptible " if spot else ""
    parts = (("Core", HOUR, machine.vcpus), ("Ram", GIB_HOUR, machine.memory_gib))
    queries = [
        GcpQuery(COMPUTE, f"{before}{_CORES[family].format(part=part)} running in .+", unit, spot, count=_exact(count))
        for part, unit, count in parts
    ]
    if machine.accelerator and family != "n1":
        kind = "H100-mega" if machine.name.startswith("a3-mega") else machine.accelerator
        if kind not in _GPUS:
            return ()
        queries.append(_gpu(_GPUS[kind], spot, _exact(machine.accelerator_count)))
    if machine.nvme_gib:
        if family not in _LOCAL_SSD:
            return ()
        disk = "SSD backed Local Storage" + (" attached to Spot Preemptible VMs" if spot else "")
        queries.append(GcpQuery(COMPUTE, f"{disk}{_IN}", GIB_MONTH, spot, count=Decimal(_billed_gib(machine)) / HOURS))
    return tuple(queries)


def _gpu(name: str, spot: bool, count: Decimal) -> GcpQuery:
    how = "attached to Spot Preemptible VMs running in" if spot else "running in"
    return GcpQuery(COMPUTE, f"{name} {how} .+", HOUR, spot, count=count)


def _billed_gib(machine: Machine) -> int:
    """Local SSD as it is billed: each disk of 375 GB counts as 375 GiB."""
    return round(machine.nvme_gib * 2**30 / 10**9)


def _exact(value: float) -> Decimal:
    return Decimal(str(value))
