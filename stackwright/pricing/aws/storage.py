"""What stored data costs on AWS: file systems, registries, snapshots, keys, secrets."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

ECR_STORAGE: Final = Key("ECR", "private repository storage", "GB-month")
EFS_REGIONAL: Final = Key("EFS", "Regional Standard storage", "GB-month")
EFS_ONE_ZONE: Final = Key("EFS", "One Zone storage", "GB-month")
EFS_THROUGHPUT: Final = Key("EFS", "provisioned throughput", "MBps-month")
KEY_MONTH: Final = Key("KMS", "customer managed key", "key-month")
KEY_REQUESTS: Final = Key("KMS", "symmetric requests", "10k requests")
RSA_2048_REQUESTS: Final = Key("KMS", "RSA 2048 requests", "10k requests")
ASYMMETRIC_REQUESTS: Final = Key("KMS", "other asymmetric requests", "10k requests")
SECRET_MONTH: Final = Key("Secrets Manager", "secret", "secret-month")
SECRET_READS: Final = Key("Secrets Manager", "API calls", "10k requests")
OPENZFS_STORAGE: Final = Key("FSx OpenZFS", "SSD storage, Single-AZ", "GB-month")
OPENZFS_THROUGHPUT: Final = Key("FSx OpenZFS", "throughput", "MBps-month")
SNAPSHOT: Final = Key("EBS", "snapshot storage", "GB-month")
LUSTRE: Final = tuple(
    Key("FSx Lustre", kind, "GB-month")
    for kind in (
        "PERSISTENT_2 SSD 125 MB/s/TiB",
        "PERSISTENT_2 SSD 250 MB/s/TiB",
        "PERSISTENT_2 SSD 500 MB/s/TiB",
        "PERSISTENT_2 SSD 1000 MB/s/TiB",
        "SCRATCH_2 SSD",
    )
)

KEYS: Final = (
    ECR_STORAGE,
    EFS_REGIONAL,
    EFS_ONE_ZONE,
    EFS_THROUGHPUT,
    KEY_MONTH,
    KEY_REQUESTS,
    RSA_2048_REQUESTS,
    ASYMMETRIC_REQUESTS,
    OPENZFS_STORAGE,
    OPENZFS_THROUGHPUT,
    SNAPSHOT,
    SECRET_MONTH,
    SECRET_READS,
    *LUSTRE,
)


def repository(bill: Bill) -> Iterable[LineItem]:
    """Storage of a private container registry."""
    yield bill.used(ECR_STORAGE, "registry_gb")


def elastic_file_system(bill: Bill) -> Iterable[LineItem]:
    """Storage and throughput of EFS."""
    one_zone = bill.get("availabilityZoneName") is not MISSING
    yield bill.used(EFS_ONE_ZONE if one_zone else EFS_REGIONAL, "filesystem_gb")
    mode = bill.text("throughputMode", "bursting")
    if mode is None:
        yield bill.unknown("throughput", "throughputMode")
    elif mode == "elastic":
        yield bill.unpriced("throughput", "no dated price for EFS elastic throughput")
    elif mode == "provisioned":
        mbps = bill.number("provisionedThroughputInMibps")
        if mbps is None:
            yield bill.unknown("throughput", "provisionedThroughputInMibps")
        else:
            yield bill.priced(EFS_THROUGHPUT, Range.of(mbps))


def lustre(bill: Bill) -> Iterable[LineItem]:
    """Provisioned storage of FSx for Lustre, by deployment type and throughput."""
    deployment = bill.text("deploymentType", "SCRATCH_1")
    medium = bill.text("storageType", "SSD")
    size = bill.number("storageCapacity")
    if deployment is None or medium is None or size is None:
        yield bill.unknown("storage", "storageCapacity" if size is None else "deploymentType")
        return
    throughput = bill.number("perUnitStorageThroughput")
    rate = f" {throughput:g} MB/s/TiB" if throughput and deployment.startswith("PERSISTENT") else ""
    yield bill.priced(Key("FSx Lustre", f"{deployment} {medium}{rate}", "GB-month"), Range.of(size))


def open_zfs(bill: Bill) -> Iterable[LineItem]:
    """Provisioned storage and throughput of FSx for OpenZFS in one zone."""
    deployment, medium = bill.text("deploymentType"), bill.text("storageType", "SSD")
    size, throughput = bill.number("storageCapacity"), bill.number("throughputCapacity")
    if deployment is None or medium is None or size is None or throughput is None:
        yield bill.unknown("storage", "storageCapacity" if size is None else "throughputCapacity")
    elif deployment != "SINGLE_AZ_1" or medium != "SSD":
        yield bill.unpriced("storage", f"no dated price for FSx OpenZFS {deployment or 'deployments'} on {medium}")
    else:
        yield bill.priced(OPENZFS_STORAGE, Range.of(size))
        yield bill.priced(OPENZFS_THROUGHPUT, Range.of(throughput))
        if bill.text("diskIopsConfiguration.mode", "AUTOMATIC") != "AUTOMATIC":
            yield bill.unpriced("IOPS", "no dated price for provisioned IOPS of FSx OpenZFS")


def snapshot(bill: Bill) -> Iterable[LineItem]:
    """Storage of a snapshot: it holds what was written to the volume, which the graph does not say."""
    if bill.text("storageTier", "standard") != "standard":
        yield bill.unpriced("storage", "no dated price for archived snapshots")
    else:
        yield bill.used(SNAPSHOT, "snapshot_gb")


def key(bill: Bill) -> Iterable[LineItem]:
    """A key that the account owns, and requests to it; each of the first two rotations adds one key-month."""
    yield bill.priced(KEY_MONTH, Range.of(1))
    spec = bill.text("customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    if spec is None:
        yield bill.unknown("requests", "customerMasterKeySpec")
    elif spec.startswith("HMAC"):
        yield bill.unpriced("requests", "no dated price for requests to HMAC keys")
    else:
        kinds = {"SYMMETRIC_DEFAULT": KEY_REQUESTS, "RSA_2048": RSA_2048_REQUESTS}
        yield bill.used(kinds.get(spec, ASYMMETRIC_REQUESTS), "key_requests", times=1 / 10_000)


def secret(bill: Bill) -> Iterable[LineItem]:
    """A secret and the calls that read it."""
    yield bill.priced(SECRET_MONTH, Range.of(1))
    yield bill.used(SECRET_READS, "secret_reads", times=1 / 10_000)


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:ecr/repository:Repository": repository,
    "aws:efs/fileSystem:FileSystem": elastic_file_system,
    "aws:fsx/lustreFileSystem:LustreFileSystem": lustre,
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": open_zfs,
    "aws:ebs/snapshot:Snapshot": snapshot,
    "aws:ebs/snapshotCopy:SnapshotCopy": snapshot,
    "aws:ebs/snapshotImport:SnapshotImport": snapshot,
    "aws:kms/key:Key": key,
    "aws:kms/replicaKey:ReplicaKey": key,
    "aws:kms/externalKey:ExternalKey": key,
    "aws:secretsmanager/secret:Secret": secret,
}
