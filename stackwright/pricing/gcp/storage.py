"""What stored data costs on Google Cloud: buckets, file systems, registries, keys, secrets, tables."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

BUCKET: Final = Key("Cloud Storage", "Standard storage", "GB-month")
BUCKET_WRITES: Final = Key("Cloud Storage", "Class A operations", "1k operations")
BUCKET_READS: Final = Key("Cloud Storage", "Class B operations", "1k operations")
IMAGES: Final = Key("Artifact Registry", "storage", "GB-month")
KEY_VERSION: Final[Mapping[str, Key]] = {
    "SOFTWARE": Key("Cloud KMS", "software key version", "key-version-month"),
    "HSM": Key("Cloud KMS", "HSM key version", "key-version-month"),
}
KEY_REQUESTS: Final = Key("Cloud KMS", "operations", "10k operations")
SECRET_MONTH: Final = Key("Secret Manager", "active version", "version-month")
SECRET_READS: Final = Key("Secret Manager", "access", "10k operations")
ROWS: Final = Key("BigQuery", "active logical storage", "GB-month")
FILESTORE: Final[Mapping[str, Key]] = {
    tier: Key("Filestore", tier, "GiB-month") for tier in ("ZONAL", "REGIONAL", "BASIC_SSD", "BASIC_HDD", "ENTERPRISE")
}
LUSTRE: Final = tuple(
    Key("Managed Lustre", f"{throughput} MB/s/TiB", "GiB-month") for throughput in (125, 250, 500, 1000)
)

KEYS: Final = (
    BUCKET,
    BUCKET_WRITES,
    BUCKET_READS,
    IMAGES,
    *KEY_VERSION.values(),
    KEY_REQUESTS,
    SECRET_MONTH,
    SECRET_READS,
    ROWS,
    *FILESTORE.values(),
    *LUSTRE,
)

_DAY_SECONDS = 24 * 60 * 60


def bucket(bill: Bill) -> Iterable[LineItem]:
    """Storage and requests of a bucket, all in the Standard class."""
    kind = bill.text("storageClass", "STANDARD")
    if kind != "STANDARD":
        yield bill.unpriced("storage", f"no dated price for class {kind or 'unknown'}")
        return
    yield bill.used(BUCKET, "bucket_gb")
    if bill.get("hierarchicalNamespace.enabled") is True:
        yield bill.unpriced("requests", "no dated price for requests to a bucket with folders")
    else:
        yield bill.used(BUCKET_WRITES, "bucket_writes", times=1 / 1000)
        yield bill.used(BUCKET_READS, "bucket_reads", times=1 / 1000)
    if bill.get("autoclass.enabled") is True:
        yield bill.unpriced("autoclass", "the fee is by the number of objects, which is not known")


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
    """One active version of a secret, and the calls that read it."""
    yield bill.priced(SECRET_MONTH, Range.of(1))
    yield bill.used(SECRET_READS, "secret_reads", times=1 / 10_000)


def table(bill: Bill) -> Iterable[LineItem]:
    """Rows of a BigQuery table, as many as a log group is written; queries are not counted."""
    yield bill.used(ROWS, "log_gb")


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:storage/bucket:Bucket": bucket,
    "gcp:artifactregistry/repository:Repository": repository,
    "gcp:filestore/instance:Instance": filestore,
    "gcp:lustre/instance:Instance": lustre,
    "gcp:kms/cryptoKey:CryptoKey": key,
    "gcp:secretmanager/secret:Secret": secret,
    "gcp:bigquery/table:Table": table,
}
