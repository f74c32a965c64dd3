"""What stored data costs on Azure: storage accounts, file systems, registries, keys."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, Basis, LineItem, Range
from stackwright.pricing.prices import Key

_COPIES: Final = ("LRS", "ZRS", "GRS", "GZRS")
_TIERS: Final = ("Hot", "Cool")

BLOBS: Final = tuple(Key("Blob Storage", f"{tier} {copies}", "GB-month") for tier in _TIERS for copies in _COPIES)
BLOB_WRITES: Final = tuple(
    Key("Blob Storage", f"{tier} {copies} write operations", "10k operations") for tier in _TIERS for copies in _COPIES
)
BLOB_READS: Final = tuple(Key("Blob Storage", f"{tier} read operations", "10k operations") for tier in _TIERS)
REGISTRY_DAY: Final[Mapping[str, Key]] = {
    tier: Key("Container Registry", tier, "registry-day") for tier in ("Basic", "Standard", "Premium")
}
IMAGES: Final = Key("Container Registry", "storage above what is included", "GB-month")
HSM_KEY: Final = Key("Key Vault", "HSM-protected RSA-2048 key", "key-month")
VAULT_REQUESTS: Final = Key("Key Vault", "key operations", "10k transactions")
FILES: Final = Key("Azure Files", "premium shares, provisioned", "GiB-month")
LUSTRE: Final = tuple(
    Key("Azure Managed Lustre", f"AMLFS-Durable-Premium-{throughput}", "TiB-month")
    for throughput in (40, 125, 250, 500)
)

KEYS: Final = (
    *BLOBS,
    *BLOB_WRITES,
    *BLOB_READS,
    *REGISTRY_DAY.values(),
    IMAGES,
    HSM_KEY,
    VAULT_REQUESTS,
    FILES,
    *LUSTRE,
)

# GB in the price of each tier (Azure Container Registry documentation, service tiers)
_INCLUDED: Final[Mapping[str, float]] = {"Basic": 10, "Standard": 100, "Premium": 500}


def account(bill: Bill) -> Iterable[LineItem]:
    """Blobs of a storage account in its default tier, and requests to them; shares are billed on their own."""
    sku, tier = bill.text("sku.name"), bill.text("accessTier", "Hot")
    if not sku or tier is None:
        yield bill.unknown("storage", "accessTier" if sku else "sku.name")
    elif bill.text("kind") == "FileStorage":
        yield bill.free("billed at its file shares (Azure Files pricing)")
    elif bill.get("isHnsEnabled") is True:
        yield bill.unpriced("storage", "no dated price for blobs with folders")
    else:
        kind = f"{tier} {sku.partition('_')[2].removeprefix('RA')}"
        yield bill.used(Key("Blob Storage", kind, "GB-month"), "bucket_gb")
        for what, assumption in ((f"{kind} write", "bucket_writes"), (f"{tier} read", "bucket_reads")):
            key = Key("Blob Storage", f"{what} operations", "10k operations")
            yield bill.used(key, assumption, times=1 / 10_000)


def share(bill: Bill) -> Iterable[LineItem]:
    """Provisioned capacity of a file share."""
    size = bill.number("shareQuota")
    if size is None:
        yield bill.unknown("storage", "shareQuota")
    else:
        yield bill.priced(FILES, Range.of(size))


def lustre(bill: Bill) -> Iterable[LineItem]:
    """Provisioned capacity of Azure Managed Lustre, by its SKU."""
    sku, size = bill.text("sku.name"), bill.number("storageCapacityTiB")
    if not sku or size is None:
        yield bill.unknown("storage", "storageCapacityTiB" if sku else "sku.name")
    else:
        yield bill.priced(Key("Azure Managed Lustre", sku, "TiB-month"), Range.of(size))


def registry(bill: Bill) -> Iterable[LineItem]:
    """Days of a registry, and images above what its tier includes."""
    tier = bill.text("sku.name")
    key = REGISTRY_DAY.get(tier or "")
    if key is None or not tier:
        yield bill.unknown("registry", "sku.name")
        return
    yield bill.priced(key, Range.of(HOURS / 24))
    above = bill.stack.usage.registry_gb.above(_INCLUDED[tier])
    if above.high:
        yield bill.priced(IMAGES, above, basis=Basis.ASSUMED, note=bill.assume("registry_gb"))


def replication(bill: Bill) -> Iterable[LineItem]:
    """A copy of a registry in another region, which costs as much as the registry."""
    yield bill.priced(REGISTRY_DAY["Premium"], Range.of(HOURS / 24))


def vault(bill: Bill) -> Iterable[LineItem]:
    """Requests to a vault's keys and secrets."""
    yield bill.used(VAULT_REQUESTS, "key_requests", times=1 / 10_000)


def key(bill: Bill) -> Iterable[LineItem]:
    """A key in hardware; keys in software have no charge but that of their requests."""
    kind = bill.text("properties.kty", "RSA")
    if kind is None:
        yield bill.unknown("key", "properties.kty")
    elif not kind.endswith("-HSM"):
        yield bill.free("software keys are charged by requests to their vault (Key Vault pricing)")
    elif kind == "RSA-HSM" and bill.number("properties.keySize", 2048) == 2048:
        yield bill.priced(HSM_KEY, Range.of(1))
    else:
        yield bill.unpriced("key", "no dated price for HSM keys other than RSA-2048")


DECISIONS: Final[Mapping[str, Decision]] = {
    "azure-native:storage:StorageAccount": account,
    "azure-native:storage:FileShare": share,
    "azure-native:storagecache:AmlFilesystem": lustre,
    "azure-native:containerregistry:Registry": registry,
    "azure-native:containerregistry:Replication": replication,
    "azure-native:keyvault:Vault": vault,
    "azure-native:keyvault:Key": key,
}
