"""Rule ai-deletion-guard."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.tokens import BUCKETS, azure, gcp, token, tokens

_AMAZON = BUCKETS | tokens(
    "docdb/Cluster",
    "docdb/ElasticCluster",
    "docdb/GlobalCluster",
    "dynamodb/Table",
    "efs/FileSystem",
    "eks/Cluster",
    "fsx/LustreFileSystem",
    "fsx/OntapFileSystem",
    "fsx/OpenZfsFileSystem",
    "kms/Key",
    "neptune/Cluster",
    "neptune/GlobalCluster",
    "opensearch/Domain",
    "rds/Cluster",
    "rds/GlobalCluster",
    "rds/Instance",
    "redshift/Cluster",
    "redshiftserverless/Namespace",
)
_GOOGLE = tokens(
    "container/Cluster",
    "filestore/Instance",
    "kms/CryptoKey",
    "lustre/Instance",
    "parallelstore/Instance",
    "sql/DatabaseInstance",
    "storage/Bucket",
    of=gcp,
)
_AZURE = tokens(
    "containerservice/ManagedCluster",
    "cosmosdb/DatabaseAccount",
    "dbformysql/Server",
    "dbforpostgresql/Server",
    "keyvault/Key",
    "keyvault/Vault",
    "machinelearningservices/Workspace",
    "netapp/CapacityPoolVolume",
    "sql/Database",
    "storage/StorageAccount",
    "storagecache/AmlFilesystem",
    of=azure,
)
KEEPERS = _AMAZON | _GOOGLE | _AZURE
SWITCHES = ("deletionProtection", "deletionProtectionEnabled")
ON_BY_DEFAULT = tokens("container/Cluster", "sql/DatabaseInstance", of=gcp)
"""Types whose first switch is on unless told otherwise."""


@rule(
    id="ai-deletion-guard",
    types=KEEPERS,
    severity="medium",
    fix="set the resource option `protect`, or the deletion protection of the resource",
    level={"dev": Level.DISABLED, "staging": Level.DISABLED, "prod": Level.ADVISORY},
    frameworks=maps_to(Family.RECOVERY),
    good=(part(token("s3/Bucket"), "data", protect=True),),
    bad=but("data", protect=False),
)
def check(resource: Resource) -> Iterator[Finding]:
    """Data, keys and clusters of prod stacks cannot be deleted by mistake."""
    values = [resource.get(switch) for switch in SWITCHES]
    if values[0] is MISSING and resource.type in ON_BY_DEFAULT:
        return
    if resource.protect or True in values:
        return
    if UNKNOWN in values:
        yield unknown("deletionProtection")
    else:
        yield fail("", "is neither protected nor protected from deletion by the provider")
