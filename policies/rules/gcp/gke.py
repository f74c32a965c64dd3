"""Rules about GKE clusters."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_ONLY, Level, rule
from stackwright.policies.shapes import key_findings, must_be, texts
from stackwright.policies.tokens import gcp

CLUSTER = gcp("container/Cluster")
POOL = gcp("container/NodePool")
TYPES = frozenset({CLUSTER})
WORLD = frozenset({"0.0.0.0/0", "::/0"})
GOOD = (
    part(gcp("kms/CryptoKey"), "key", {"keyRing": "ring"}),
    part(
        CLUSTER,
        "cluster",
        {
            "location": "europe-west4",
            "removeDefaultNodePool": True,
            "deletionProtection": True,
            "datapathProvider": "ADVANCED_DATAPATH",
            "privateClusterConfig": {"enablePrivateNodes": True},
            "masterAuthorizedNetworksConfig": {"cidrBlocks": [{"cidrBlock": "203.0.113.0/24"}]},
            "databaseEncryption": {"state": "ENCRYPTED", "keyName": UNKNOWN},
            "loggingConfig": {"enableComponents": ["SYSTEM_COMPONENTS", "WORKLOADS"]},
            "monitoringConfig": {"enableComponents": ["SYSTEM_COMPONENTS"]},
            "releaseChannel": {"channel": "REGULAR"},
        },
        databaseEncryption="key",
    ),
)


@rule(
    id="gcp-gke-private-nodes",
    types={CLUSTER, POOL},
    severity="high",
    fix="set `private_cluster_config.enable_private_nodes` to true",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_GCP_25 CKV_GCP_64",
        trivy="GCP-0059",
    ),
    good=GOOD,
    bad=but("cluster", privateClusterConfig={"enablePrivateNodes": False}),
)
def private_nodes(resource: Resource) -> Iterator[Finding]:
    """Nodes have no public address."""
    if resource.type == POOL:
        yield from must_be("networkConfig.enablePrivateNodes", True, MISSING, text="is false")(resource)
    else:
        yield from must_be("privateClusterConfig.enablePrivateNodes", True, text="is not true")(resource)


@rule(
    id="gcp-gke-control-plane-restricted",
    types=TYPES,
    severity="high",
    fix="switch the IP endpoint off, make it private, or list the ranges that may connect",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_18 CKV_GCP_20", trivy="GCP-0053 GCP-0061"),
    good=GOOD,
    bad=but("cluster", masterAuthorizedNetworksConfig={"cidrBlocks": [{"cidrBlock": "0.0.0.0/0"}]}),
)
def control_plane_restricted(cluster: Resource) -> Iterator[Finding]:
    """The Kubernetes API is not open to the whole internet."""
    private = cluster.get("privateClusterConfig.enablePrivateEndpoint")
    by_ip = cluster.get("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled")
    if private is True or by_ip is False:
        return
    allowed, listed = "masterAuthorizedNetworksConfig", cluster.get("masterAuthorizedNetworksConfig")
    blocks = cluster.all(f"{allowed}.cidrBlocks[*].cidrBlock") if listed not in (MISSING, UNKNOWN) else []
    opened = next((path for path, value in blocks if isinstance(value, str) and value in WORLD), "")
    unsure = UNKNOWN in (private, by_ip)
    if opened or listed is MISSING:
        yield unknown(opened or allowed) if unsure else fail(opened or allowed, "opens the API to the whole internet")
    elif listed is UNKNOWN or any(value is UNKNOWN for _, value in blocks):
        yield unknown(allowed)


@rule(
    id="gcp-gke-secrets-cmek",
    types=TYPES,
    severity="high",
    fix="set `database_encryption` to ENCRYPTED with a key of your own",
    frameworks=maps_to(Family.ENCRYPTION),
    good=GOOD,
    bad=but("cluster", databaseEncryption={"state": "DECRYPTED"}),
)
def secrets_encrypted(cluster: Resource, graph: Graph) -> Iterator[Finding]:
    """Kubernetes secrets are encrypted with a key that the project owns."""
    state = cluster.get("databaseEncryption.state")
    if state is UNKNOWN:
        yield unknown("databaseEncryption.state")
    elif state not in ("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"):
        yield fail("databaseEncryption.state", "is not ENCRYPTED")
    else:
        yield from key_findings(cluster, graph, "databaseEncryption.keyName")


@rule(
    id="gcp-gke-network-policy",
    types=TYPES,
    severity="medium",
    fix="set `datapath_provider` to ADVANCED_DATAPATH",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_12", trivy="GCP-0056"),
    good=GOOD,
    bad=but("cluster", datapathProvider="LEGACY_DATAPATH"),
)
def network_policy(cluster: Resource) -> Iterator[Finding]:
    """Network policies between pods are enforced."""
    asked = [cluster.get(path) for path in ("networkPolicy.enabled", "datapathProvider", "enableAutopilot")]
    if asked[0] is True or asked[1] == "ADVANCED_DATAPATH" or asked[2] is True:
        return
    yield unknown("datapathProvider") if UNKNOWN in asked else fail("datapathProvider", "enforces no network policies")


@rule(
    id="gcp-gke-logging-release",
    types=TYPES,
    severity="medium",
    fix="log and monitor SYSTEM_COMPONENTS, choose a release channel, and leave `enable_legacy_abac` out",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_GCP_1 CKV_GCP_7 CKV_GCP_8 CKV_GCP_70", trivy="GCP-0060 GCP-0062"),
    good=GOOD,
    bad=but("cluster", loggingConfig={"enableComponents": []}),
)
def logged_and_released(cluster: Resource) -> Iterator[Finding]:
    """Clusters write logs and metrics, follow a release channel, and know no legacy roles."""
    for path in ("loggingConfig.enableComponents", "monitoringConfig.enableComponents"):
        given = cluster.get(path)  # absent is the default of GKE, which includes the system's
        if given is UNKNOWN or (isinstance(given, list) and UNKNOWN in given):
            yield unknown(path)
        elif given is not MISSING and "SYSTEM_COMPONENTS" not in texts(given):
            yield fail(path, "leaves the components of the system out")
    for path in ("loggingService", "monitoringService"):
        yield from _not(cluster, path, "none", "is none")
    channel = cluster.get("releaseChannel.channel")
    if channel is MISSING:
        yield fail("releaseChannel.channel", "is not chosen")
    yield from _not(cluster, "releaseChannel.channel", "UNSPECIFIED", "follows no release channel")
    yield from _not(cluster, "enableLegacyAbac", True, "is true")


def _not(cluster: Resource, path: str, refused: object, text: str) -> Iterator[Finding]:
    value = cluster.get(path)
    if value is UNKNOWN:
        yield unknown(path)
    elif value == refused:
        yield fail(path, text)


deletion_protected = rule(
    id="gcp-gke-deletion-protection",
    title="Clusters of prod stacks refuse deletion",
    types=TYPES,
    severity="medium",
    fix="leave `deletion_protection` at true",
    level=PROD_ONLY,
    frameworks=maps_to(Family.RECOVERY),
    good=GOOD,
    bad=but("cluster", deletionProtection=False),
)(must_be("deletionProtection", True, MISSING, text="is false (the default is true)"))

RULES = (
    private_nodes,
    control_plane_restricted,
    secrets_encrypted,
    network_policy,
    logged_and_released,
    deletion_protected,
)
