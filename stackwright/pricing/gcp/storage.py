"""What stored data costs on Google Cloud: buckets, file systems, registries, keys, secrets, tables."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING, UNKNOWN, value_at
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import Basis, LineItem, Range
from stackwright.pricing.prices import Key

_CLASSES: Final[Mapping[str, str]] = {
    "STANDARD": "Standard",
    "NEARLINE": "Nearline",
    "COLDLINE": "Coldline",
    "ARCHIVE": "Archive",
}
"""Names of the storage classes, the warmest first."""

BUCKET: Final[Mapping[str, Key]] = {
    kind: Key("Cloud Storage", f"{name} storage", "GB-month") for kind, name in _CLASSES.items()
}
_STANDARD_REQUESTS: Final = {each: Key("Cloud Storage", f"Class {each} operations", "1k operations") for each in "AB"}
REQUESTS: Final[Mapping[str, tuple[Key, Key]]] = {
    "STANDARD": (_STANDARD_REQUESTS["A"], _STANDARD_REQUESTS["B"]),
    **{
        kind: (
            Key("Cloud Storage", f"{name} class A operations", "1k operations"),
            Key("Cloud Storage", f"{name} class B operations", "1k operations"),
        )
        for kind, name in _CLASSES.items()
        if kind != "STANDARD"
    },
}
"""Writes and reads, by class."""
RETRIEVAL: Final[Mapping[str, Key]] = {
    kind: Key("Cloud Storage", f"{name} retrieval", "GB") for kind, name in _CLASSES.items() if kind != "STANDARD"
}
EGRESS: Final = Key("Cloud Storage", "internet egress but to Australia and China", "GiB")
IMAGES: Final = Key("Artifact Registry", "storage", "GB-month")
KEY_VERSION: Final[Mapping[str, Key]] = {
    "SOFTWARE": Key("Cloud KMS", "software key version", "key-version-month"),
    "HSM": Key("Cloud KMS", "HSM key version", "key-version-month"),
}
KEY_REQUESTS: Final = Key("Cloud KMS", "operations", "10k operations")
SECRET_MONTH: Final = Key("Secret Manager", "active version", "version-month")
SECRET_READS: Final = Key("Secret Manager", "access", "10k operations")
FILESTORE: Final[Mapping[str, Key]] = {
    tier: Key("Filestore", tier, "GiB-month") for tier in ("ZONAL", "REGIONAL", "BASIC_SSD", "BASIC_HDD", "ENTERPRISE")
}
LUSTRE: Final = tuple(
    Key("Managed Lustre", f"{throughput} MB/s/TiB", "GiB-month") for throughput in (125, 250, 500, 1000)
)

KEYS: Final = (
    *BUCKET.values(),
    *(key for pair in REQUESTS.values() for key in pair),
    *RETRIEVAL.values(),
    EGRESS,
    IMAGES,
    *KEY_VERSION.values(),
    KEY_REQUESTS,
    SECRET_MONTH,
    SECRET_READS,
    *FILESTORE.values(),
    *LUSTRE,
)

_DAY_SECONDS = 24 * 60 * 60


def bucket(bill: Bill) -> Iterable[LineItem]:
    """Storage, growth, requests and internet egress of a bucket, in its class and the one its lifecycle ends in."""
    kind = bill.text("storageClass", "STANDARD")
    if kind not in _CLASSES:
        yield bill.unpriced("storage", f"no dated price for class {kind or 'unknown'}")
        return
    yield from _stored(bill, kind)
    if bill.get("hierarchicalNamespace.enabled") is True:
        yield bill.unpriced("requests", "no dated price for requests to a bucket with folders")
    else:
        writes, reads = REQUESTS[kind]
        yield bill.used(writes, "bucket_writes", times=1 / 1000)
        yield bill.used(reads, "bucket_reads", times=1 / 1000)
    if kind in RETRIEVAL:
        yield bill.used(RETRIEVAL[kind], "retrieval_gb")
    yield from bill.used_in_tiers(EGRESS, "egress_gb")
    if bill.get("autoclass.enabled") is True:
        yield bill.unpriced("autoclass", "the fee is by the number of objects, which is not known")


def _stored(bill: Bill, kind: str) -> Iterable[LineItem]:
    """What is stored in each class, and what a month adds, which is stored for half of it."""
    colder = _colder(bill, kind)
    stored, says = bill.stack.usage.bucket_gb, bill.assume("bucket_gb")
    share = bill.stack.usage.bucket_cold_share if colder else Range.of(0)
    warm = Range(stored.low * (1 - share.low), stored.expected * (1 - share.expected), stored.high * (1 - share.high))
    yield bill.priced(BUCKET[kind], warm, basis=Basis.ASSUMED, note=says)
    for each in colder:
        note = f"{bill.assume('bucket_cold_share')}, the same in each class"
        yield bill.priced(BUCKET[each], stored * share * (1 / len(colder)), basis=Basis.ASSUMED, note=note)
    yield bill.used(BUCKET[kind], "bucket_growth_gb", times=1 / 2, dimension=f"growth of {BUCKET[kind].dimension}")


def _colder(bill: Bill, kind: str) -> list[str]:
    """Classes that the lifecycle moves objects to from `kind`; those of replaced versions are not counted."""
    order = list(_CLASSES)
    found: list[str] = []
    for _, rule in bill.resource.all("lifecycleRules[*]"):
        moved = value_at(rule, "action.storageClass")
        replaced = value_at(rule, "condition.numNewerVersions") is not MISSING
        if value_at(rule, "action.type") == "SetStorageClass" and isinstance(moved, str) and not replaced:
            found.append(moved)
    return [each for each in order if each in found and order.index(each) > order.index(kind)]


def repository(bill: Bill) -> Iterable[LineItem]:
    """Storage of a registry; the first half gigabyte of an account is not counted as free."""
    yield bill.used(IMAGES, "registry_gb")


def filestore(bill: Bill) -> Iterable[LineItem]:
    """Provisioned capacity of a file store, by its tier."""
    tier, size = bill.text("tier"), bill.number("fileShares.capacityGb")
    if not tier or size is None:
        yield bill.unknown("storage", "tier" if not tier else "fileShares.capacityGb")
    else:
        yield bill.priced(Key("Filestore", tier, "GiB-month"), Range.of(size), dimension=f"{tier} storage")


def lustre(bill: Bill) -> Iterable[LineItem]:
    """Provisioned capacity of Managed Lustre, by its throughput."""
    size, throughput = bill.number("capacityGib"), bill.number("perUnitStorageThroughput")
    if size is None or throughput is None:
        yield bill.unknown("storage", "capacityGib" if size is None else "perUnitStorageThroughput")
    else:
        yield bill.priced(Key("Managed Lustre", f"{throughput:g} MB/s/TiB", "GiB-month"), Range.of(size))


def key(bill: Bill) -> Iterable[LineItem]:
    """Active versions of a key after none, half and all rotations of its first year, and requests to it."""
    level = bill.text("versionTemplate.protectionLevel", "SOFTWARE")
    version = KEY_VERSION.get(level or "")
    if version is None:
        yield bill.unpriced("key versions", f"no dated price for protection level {level or 'unknown'}")
    else:
        period = re.fullmatch(r"(\d+)s", bill.text("rotationPeriod") or "")
        rotations = 365 * _DAY_SECONDS / float(period[1]) if period and int(period[1]) else 0
        note = "old versions stay active; half the rotations of a year are expected"
        yield bill.priced(version, Range(1, 1 + rotations / 2, 1 + rotations), note=note if rotations else "")
    yield bill.used(KEY_REQUESTS, "key_requests", times=1 / 10_000)


def secret(bill: Bill) -> Iterable[LineItem]:
    """One active version of a secret for each place that it is kept in, and the calls that read it."""
    replicas = bill.get("replication.userManaged.replicas")
    if UNKNOWN in (bill.get("replication"), bill.get("replication.userManaged"), replicas):
        yield bill.unknown("versions", "replication")
    else:
        count = len(replicas) if isinstance(replicas, list) and replicas else 1  # pyright: ignore[reportUnknownArgumentType]
        note = "" if replicas is MISSING else "one version is charged in each place"
        yield bill.priced(SECRET_MONTH, Range.of(count), note=note)
    yield bill.used(SECRET_READS, "secret_reads", times=1 / 10_000)


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:storage/bucket:Bucket": bucket,
    "gcp:artifactregistry/repository:Repository": repository,
    "gcp:filestore/instance:Instance": filestore,
    "gcp:lustre/instance:Instance": lustre,
    "gcp:kms/cryptoKey:CryptoKey": key,
    "gcp:secretmanager/secret:Secret": secret,
}
