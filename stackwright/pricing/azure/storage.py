"""What stored data costs on Azure: storage accounts, file systems, registries, keys."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING, value_at
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, Basis, LineItem, Range
from stackwright.pricing.prices import Key

ACCOUNT: Final = "azure-native:storage:StorageAccount"
POLICY: Final = "azure-native:storage:ManagementPolicy"
_COPIES: Final = ("LRS", "ZRS", "GRS", "GZRS")
_TIERS: Final = ("Hot", "Cool", "Cold", "Archive")
"""Tiers of blobs, the warmest first."""
_FILE_TIERS: Final = ("TransactionOptimized", "Hot", "Cool")

BLOBS: Final = tuple(Key("Blob Storage", f"{tier} {copies}", "GB-month") for tier in _TIERS for copies in _COPIES)
BLOB_WRITES: Final = tuple(
    Key("Blob Storage", f"{tier} {copies} write operations", "10k operations")
    for tier in ("Hot", "Cool", "Cold")
    for copies in _COPIES
)
BLOB_READS: Final = tuple(
    Key("Blob Storage", f"{tier} read operations", "10k operations") for tier in ("Hot", "Cool", "Cold")
)
EGRESS: Final = Key("Bandwidth", "internet egress by the internet's own routes", "GB")
REGISTRY_DAY: Final[Mapping[str, Key]] = {
    tier: Key("Container Registry", tier, "registry-day") for tier in ("Basic", "Standard", "Premium")
}
IMAGES: Final = Key("Container Registry", "storage above what is included", "GB-month")
HSM_KEY: Final = Key("Key Vault", "HSM-protected RSA-2048 key", "key-month")
ADVANCED_KEY: Final = Key("Key Vault", "HSM-protected advanced key, first 250", "key-month")
VAULT_REQUESTS: Final = Key("Key Vault", "key operations", "10k transactions")
FILES: Final = tuple(Key("Azure Files", f"{tier} {copies}", "GB-month") for tier in _FILE_TIERS for copies in _COPIES)
PREMIUM_FILES: Final[Mapping[str, Key]] = {
    copies: Key("Azure Files", f"Premium {copies}, provisioned", "GiB-month") for copies in ("LRS", "ZRS")
}
LUSTRE: Final = tuple(
    Key("Azure Managed Lustre", f"AMLFS-Durable-Premium-{throughput}", "TiB-month")
    for throughput in (40, 125, 250, 500)
)

KEYS: Final = (
    *BLOBS,
    *BLOB_WRITES,
    *BLOB_READS,
    EGRESS,
    *REGISTRY_DAY.values(),
    IMAGES,
    HSM_KEY,
    ADVANCED_KEY,
    VAULT_REQUESTS,
    *FILES,
    *PREMIUM_FILES.values(),
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
        copies = _copies(sku)
        yield from _blobs(bill, tier, copies)
        for what, assumption in ((f"{tier} {copies} write", "bucket_writes"), (f"{tier} read", "bucket_reads")):
            key = Key("Blob Storage", f"{what} operations", "10k operations")
            yield bill.used(key, assumption, times=1 / 10_000)
        yield from _egress(bill)


def _copies(sku: str) -> str:
    """`LRS` of `Standard_LRS`, `GRS` of `Standard_RAGRS`."""
    return sku.partition("_")[2].removeprefix("RA")


def _blobs(bill: Bill, tier: str, copies: str) -> Iterable[LineItem]:
    """What is stored in each tier, and what a month adds, which is stored for half of it."""
    key, colder = _stored_in(tier, copies), _colder(bill, tier)
    stored, says = bill.stack.usage.bucket_gb, bill.assume("bucket_gb")
    share = bill.stack.usage.bucket_cold_share if colder else Range.of(0)
    warm = Range(stored.low * (1 - share.low), stored.expected * (1 - share.expected), stored.high * (1 - share.high))
    yield bill.priced(key, warm, basis=Basis.ASSUMED, note=says)
    for each in colder:
        note = f"{bill.assume('bucket_cold_share')}, the same in each tier"
        cold = stored * share * (1 / len(colder))
        yield bill.priced(_stored_in(each, copies), cold, basis=Basis.ASSUMED, note=note)
    yield bill.used(key, "bucket_growth_gb", times=1 / 2, dimension=f"growth of {key.dimension}")


def _stored_in(tier: str, copies: str) -> Key:
    return Key("Blob Storage", f"{tier} {copies}", "GB-month")


def _colder(bill: Bill, tier: str) -> list[str]:
    """Tiers that the lifecycle of the account moves blobs to from `tier`; old versions are not counted."""
    policy = bill.stack.graph.pointing_at(bill.resource, POLICY, "accountName")
    if policy is None or tier not in _TIERS:
        return []
    moves = [value for _, value in policy.all("policy.rules[*].definition.actions.baseBlob")]
    below = _TIERS[_TIERS.index(tier) + 1 :]
    return [each for each in below if any(value_at(move, f"tierTo{each}") is not MISSING for move in moves)]


def _egress(bill: Bill) -> Iterable[LineItem]:
    """What leaves for the internet: nothing where the account is closed to it."""
    if bill.text("publicNetworkAccess", "Enabled") in ("Disabled", "SecuredByPerimeter"):
        return
    if bill.text("routingPreference.routingChoice") == "InternetRouting":
        yield bill.used(EGRESS, "egress_gb")
    else:
        yield bill.unpriced("internet egress", "no dated price for what leaves through Microsoft's own network")


def share(bill: Bill) -> Iterable[LineItem]:
    """Capacity of a file share: what is provisioned of a premium one, what is stored in any other."""
    owner = bill.stack.wired(bill.resource, "accountName", ACCOUNT, bill.get("accountName"))
    sku, tier = owner.get("sku.name") if owner else MISSING, bill.text("accessTier")
    premium = tier == "Premium" or (isinstance(sku, str) and sku.startswith("Premium_"))
    size = bill.number("shareQuota")
    if premium and size is None:
        yield bill.unknown("storage", "shareQuota")
    elif not isinstance(sku, str):
        yield bill.unpriced("storage", "the account of the share, which says how it is copied, is not in the graph")
    elif premium and size is not None:
        key = Key("Azure Files", f"Premium {_copies(sku)}, provisioned", "GiB-month")
        yield bill.priced(key, Range.of(size))
    else:
        kind = tier or "TransactionOptimized"
        yield bill.used(Key("Azure Files", f"{kind} {_copies(sku)}", "GB-month"), "filesystem_gb")
        yield bill.unpriced("requests", "no dated price for requests to a file share")


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
        yield bill.priced(ADVANCED_KEY, Range.of(1))


DECISIONS: Final[Mapping[str, Decision]] = {
    ACCOUNT: account,
    "azure-native:storage:FileShare": share,
    "azure-native:storagecache:AmlFilesystem": lustre,
    "azure-native:containerregistry:Registry": registry,
    "azure-native:containerregistry:Replication": replication,
    "azure-native:keyvault:Vault": vault,
    "azure-native:keyvault:Key": key,
}
