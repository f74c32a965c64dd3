"""Where each Azure row is on the Retail Prices list: data, a row a thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from stackwright.pricing.model import HOURS
from stackwright.pricing.prices import Key
from stackwright.pricing.refresh.rates import Measure


@dataclass(frozen=True, slots=True)
class AzureQuery:
    """A meter: names are compared as they stand, and an empty one is not compared."""

    service: str
    measure: Measure
    product: str = ""
    sku: str = ""
    meter: str = ""
    arm_sku: str = ""
    place: str = ""
    """Region that the list has it under, where it is not the row's own: `Global`, `Zone 1`."""
    spot: bool = False


HOUR: Final = Measure(("1 Hour",))
MONTH: Final = Measure(("1/Month", "1 Month"))
DAY: Final = Measure(("1/Day",))
GB: Final = Measure(("1 GB",))
GB_MONTH: Final = Measure(("1 GB/Month",))
TENS: Final = Measure(("10K",))
EACH: Final = Measure(("1",))
GIB_MONTH: Final = Measure(("1 GiB/Hour",), per=Decimal(HOURS))

_BLOB: Final = "General Block Blob v2"
_MONITOR: Final = "Azure Monitor"
_LINK: Final = "Virtual Network Private Link"

BY_KEY: Final[Mapping[tuple[str, str], AzureQuery]] = {
    ("AKS", "Standard tier"): AzureQuery("Azure Kubernetes Service", HOUR, meter="Standard Uptime SLA"),
    ("AKS", "Premium tier"): AzureQuery("Azure Kubernetes Service", HOUR, meter="Standard Long Term Support"),
    ("Azure Firewall", "Standard"): AzureQuery("Azure Firewall", HOUR, meter="Standard Deployment"),
    ("Azure Firewall", "Premium"): AzureQuery("Azure Firewall", HOUR, meter="Premium Deployment"),
    (_MONITOR, "log search alert every 5 minutes"): AzureQuery(
        _MONITOR, MONTH, meter="Alerts System Log Monitored at 5 Minute Frequency"
    ),
    (_MONITOR, "metric alert above 10"): AzureQuery(
        _MONITOR, Measure(("1/Month", "1"), free=True), meter="Alerts Metric Monitored"
    ),
    ("Blob Storage", "Hot LRS"): AzureQuery("Storage", GB_MONTH, _BLOB, "Hot LRS", "Hot LRS Data Stored"),
    ("Blob Storage", "Hot LRS write operations"): AzureQuery(
        "Storage", TENS, _BLOB, "Hot LRS", "Hot LRS Write Operations"
    ),
    ("Blob Storage", "Hot read operations"): AzureQuery("Storage", TENS, _BLOB, "Hot LRS", "Hot Read Operations"),
    ("Container Registry", "storage above what is included"): AzureQuery(
        "Container Registry", GB_MONTH, meter="Data Stored"
    ),
    ("DNS", "private zone, first 25"): AzureQuery("Azure DNS", EACH, meter="Private Zone", place="Zone 1"),
    ("Key Vault", "key operations"): AzureQuery("Key Vault", TENS, sku="Standard", meter="Operations"),
    ("Key Vault", "HSM-protected RSA-2048 key"): AzureQuery(
        "Key Vault", EACH, meter="Premium HSM-protected RSA 2048-bit key"
    ),
    ("Load Balancer", "Standard, data processed"): AzureQuery(
        "Load Balancer", GB, meter="Standard Data Processed", place="Global"
    ),
    ("Load Balancer", "Standard, each rule above five"): AzureQuery(
        "Load Balancer",
        Measure(("1/Hour", "1 Hour")),
        meter="Standard Overage LB Rules and Outbound Rules",
        place="Global",
    ),
    ("Load Balancer", "Standard, first five rules"): AzureQuery(
        "Load Balancer", HOUR, meter="Standard Included LB Rules and Outbound Rules", place="Global"
    ),
    ("Log Analytics", "analytics logs ingestion"): AzureQuery(
        "Log Analytics", Measure(("1 GB",), free=True), meter="Analytics Logs Data Ingestion"
    ),
    ("Log Analytics", "analytics logs retention"): AzureQuery(
        "Log Analytics", Measure(("1 GB/Month",), free=True), meter="Analytics Logs Data Retention"
    ),
    ("Managed Disks", "PremiumV2 LRS capacity"): AzureQuery(
        "Storage", GIB_MONTH, "Azure Premium SSD v2", "Premium LRS", "Premium LRS Provisioned Capacity"
    ),
    ("NAT Gateway", "gateway"): AzureQuery("NAT Gateway", HOUR, meter="Standard Gateway", place="Global"),
    ("NAT Gateway", "data processed"): AzureQuery("NAT Gateway", GB, meter="Standard Data Processed", place="Global"),
    ("Private Link", "private endpoint"): AzureQuery(
        "Virtual Network", HOUR, _LINK, meter="Standard Private Endpoint", place="Global"
    ),
    ("Private Link", "data processed, first 1 PB"): AzureQuery(
        "Virtual Network", GB, _LINK, meter="Standard Data Processed - Ingress", place="Global"
    ),
    ("Public IP", "Standard static IPv4"): AzureQuery(
        "Virtual Network", HOUR, "IP Addresses", "Standard", "Standard IPv4 Static Public IP"
    ),
}
"""Things that are one meter or product each, by service and dimension."""
_DISKS: Final = {"E": "Standard SSD Managed Disks", "P": "Premium SSD Managed Disks", "S": "Standard HDD Managed Disks"}


def azure_query(key: Key) -> AzureQuery | None:
    """The meter of `key`; None where no official list is known to have it."""
    if key.service in ("Virtual Machines", "Virtual Machines Spot") and key.unit == "hour":
        spot = key.service.endswith(" Spot")
        return AzureQuery("Virtual Machines", HOUR, arm_sku=key.dimension, spot=spot)
    if key.service == "Container Registry" and key.unit == "registry-day":
        return AzureQuery("Container Registry", DAY, meter=f"{key.dimension} Registry Unit")
    if key.service == "Managed Disks" and key.unit == "disk-month":
        product = _DISKS.get(key.dimension[:1], "")
        meter = f"{key.dimension} Disk"
        return AzureQuery("Storage", MONTH, product, key.dimension, meter) if product else None
    return BY_KEY.get((key.service, key.dimension))
