"""Rules about shared file systems: EFS and FSx."""

from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Absent, Graph, Resource
from stackwright.policies.documents import MALFORMED, parsed, refuses_plain_http
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, rule
from stackwright.policies.rules.aws.s3_tls_only import TLS_ONLY
from stackwright.policies.shapes import must_be, must_have_key, number
from stackwright.policies.tokens import token, tokens

EFS = token("efs/FileSystem")
EFS_POLICY = token("efs/FileSystemPolicy")
EFS_BACKUP = token("efs/BackupPolicy")
LUSTRE = token("fsx/LustreFileSystem")
FSX = tokens("fsx/LustreFileSystem", "fsx/OpenZfsFileSystem", "fsx/OntapFileSystem")
PROD_ADVISORY = {"dev": Level.DISABLED, "staging": Level.ADVISORY, "prod": Level.ADVISORY}
GOOD = (
    part(token("kms/Key"), "key"),
    part(EFS, "shared", {"encrypted": True, "kmsKeyId": UNKNOWN}, kmsKeyId="key"),
    part(EFS_POLICY, "policy", {"fileSystemId": UNKNOWN, "policy": TLS_ONLY}, fileSystemId="shared"),
    part(
        EFS_BACKUP,
        "backup",
        {"fileSystemId": UNKNOWN, "backupPolicy": {"status": "ENABLED"}},
        fileSystemId="shared",
    ),
    part(
        LUSTRE,
        "scratch",
        {
            "subnetIds": "subnet-1",
            "deploymentType": "PERSISTENT_2",
            "kmsKeyId": UNKNOWN,
            "automaticBackupRetentionDays": 7,
        },
        kmsKeyId="key",
    ),
)

encrypted = rule(
    id="aws-efs-encrypted",
    title="EFS file systems are encrypted",
    types={EFS},
    severity="high",
    fix="set `encrypted` to true and give `kms_key_id`",
    remedy=Remedy({"encrypted": True}),
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_42", hub="EFS.1", cis="2.3.1", trivy="AWS-0037"),
    good=GOOD,
    bad=but("shared", encrypted=False),
)(must_be("encrypted", True, text="is not true"))


@rule(
    id="aws-efs-tls-only",
    types={EFS},
    severity="medium",
    fix="add a file system policy that denies access where `aws:SecureTransport` is false",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.TRANSPORT),
    good=GOOD,
    bad=but("policy", policy='{"Statement": []}'),
)
def tls_only(shared: Resource, graph: Graph) -> Iterator[Finding]:
    """EFS file systems refuse mounts without TLS."""
    policy = graph.pointing_at(shared, EFS_POLICY, "fileSystemId")
    if policy is None:
        yield fail("", "no file system policy points at this file system")
        return
    document = parsed(policy.get("policy"))
    if isinstance(document, Absent):
        yield unknown("policy", at=policy)
    elif document is None:
        yield fail("policy", MALFORMED, at=policy)
    elif not refuses_plain_http(document):
        yield fail("policy", "does not deny access without TLS", at=policy)


@rule(
    id="aws-efs-backup",
    types={EFS},
    severity="medium",
    fix="add a backup policy with status ENABLED",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV2_AWS_18", hub="EFS.2"),
    good=GOOD,
    bad=but("backup", backupPolicy={"status": "DISABLED"}),
)
def backed_up(shared: Resource, graph: Graph) -> Iterator[Finding]:
    """EFS file systems are backed up."""
    policy = graph.pointing_at(shared, EFS_BACKUP, "fileSystemId")
    if policy is None:
        yield fail("", "no backup policy points at this file system")
        return
    yield from (
        Finding(one.result, one.path, one.message, urn=policy.urn)
        for one in must_be("backupPolicy.status", "ENABLED", text="is not ENABLED")(policy)
    )


fsx_key = rule(
    id="aws-fsx-cmk",
    title="FSx file systems are encrypted with a key that the account owns",
    types=FSX,
    severity="medium",
    fix="give `kms_key_id` a key of this account",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_190 CKV_AWS_203 CKV_AWS_178"),
    good=GOOD,
    bad=but("scratch", kmsKeyId="alias/aws/fsx"),
)(must_have_key("kmsKeyId"))


@rule(
    id="aws-fsx-lustre-durable",
    types={LUSTRE},
    severity="medium",
    fix="use PERSISTENT_2 with automatic backups, or link the file system to a bucket",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.RECOVERY),
    good=GOOD,
    bad=but("scratch", deploymentType="SCRATCH_2"),
)
def durable(lustre: Resource, graph: Graph) -> Iterator[Finding]:
    """Lustre file systems of prod stacks survive the loss of a server, and their data exists elsewhere too."""
    kind = lustre.get("deploymentType")
    if kind is UNKNOWN:
        yield unknown("deploymentType")
    elif not str(kind).startswith("PERSISTENT"):
        yield fail("deploymentType", "is not PERSISTENT (the default is SCRATCH_1)")
    if graph.pointing_at(lustre, token("fsx/DataRepositoryAssociation"), "fileSystemId"):
        return  # linked to a bucket, which FSx does not back up: the bucket is the copy
    days = lustre.get("automaticBackupRetentionDays")
    if days is UNKNOWN:
        yield unknown("automaticBackupRetentionDays")
    elif not number(days, 0):
        yield fail("automaticBackupRetentionDays", "keeps no backups")


RULES = (encrypted, tls_only, backed_up, fsx_key, durable)
