"""What stored data costs on AWS: buckets, file systems, registries, keys, secrets."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

S3_STORAGE: Final = Key("S3", "Standard storage (first 50TB tier)", "GB-month")
S3_WRITES: Final = Key("S3", "Standard PUT/COPY/POST/LIST", "1k requests")
S3_READS: Final = Key("S3", "Standard GET and other", "1k requests")
ECR_STORAGE: Final = Key("ECR", "private repository storage", "GB-month")
EFS_REGIONAL: Final = Key("EFS", "Regional Standard storage", "GB-month")
EFS_ONE_ZONE: Final = Key("EFS", "One Zone storage", "GB-month")
EFS_THROUGHPUT: Final = Key("EFS", "provisioned throughput", "MBps-month")
KEY_MONTH: Final = Key("KMS", "customer managed key", "key-month")
KEY_REQUESTS: Final = Key("KMS", "symmetric requests", "10k requests")
SECRET_MONTH: Final = Key("Secrets Manager", "secret", "secret-month")
SECRET_READS: Final = Key("Secrets Manager", "API calls", "10k requests")
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
    S3_STORAGE,
    S3_WRITES,
    S3_READS,
    ECR_STORAGE,
    EFS_REGIONAL,
    EFS_ONE_ZONE,
    EFS_THROUGHPUT,
    KEY_MONTH,
    KEY_REQUESTS,
    SECRET_MONTH,
    SECRET_READS,
    *LUSTRE,
)


def bucket(bill: Bill) -> Iterable[LineItem]:
    """Storage and requests of a bucket, all in the Standard class."""
    yield bill.used(S3_STORAGE, "bucket_gb")
    yield bill.used(S3_WRITES, "bucket_writes", times=1 / 1000)
    yield bill.used(S3_READS, "bucket_reads", times=1 / 1000)


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


def key(bill: Bill) -> Iterable[LineItem]:
    """A key that the account owns, and requests to it; each of the first two rotations adds one key-month."""
    yield bill.priced(KEY_MONTH, Range.of(1))
    if bill.text("customerMasterKeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT":
        yield bill.used(KEY_REQUESTS, "key_requests", times=1 / 10_000)
    else:
        yield bill.unpriced("requests", "no dated price for requests to asymmetric keys")


def secret(bill: Bill) -> Iterable[LineItem]:
    """A secret and the calls that read it."""
    yield bill.priced(SECRET_MONTH, Range.of(1))
    yield bill.used(SECRET_READS, "secret_reads", times=1 / 10_000)


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketV2:BucketV2": bucket,
    "aws:ecr/repository:Repository": repository,
    "aws:efs/fileSystem:FileSystem": elastic_file_system,
    "aws:fsx/lustreFileSystem:LustreFileSystem": lustre,
    "aws:kms/key:Key": key,
    "aws:kms/replicaKey:ReplicaKey": key,
    "aws:kms/externalKey:ExternalKey": key,
    "aws:secretsmanager/secret:Secret": secret,
}
