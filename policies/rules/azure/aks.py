"""Rules about AKS clusters."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, having
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import among, key_findings, merged, must_be, texts
from stackwright.policies.tokens import azure

CLUSTER = azure("containerservice/ManagedCluster")
POOL = azure("containerservice/AgentPool")
TYPES = frozenset({CLUSTER})
WORLD = frozenset({"0.0.0.0/0", "0.0.0.0", "::/0"})
_POOLS = [{"name": "system", "mode": "System", "count": 3, "vmSize": "Standard_D4s_v5", "enableEncryptionAtHost": True}]
GOOD = (
    part(azure("keyvault/Key"), "key", {"resourceGroupName": "lab", "vaultName": "vault", "properties": {}}),
    part(azure("compute/DiskEncryptionSet"), "disks", {"resourceGroupName": "lab"}),
    part(
        CLUSTER,
        "cluster",
        {
            "resourceGroupName": "lab",
            "agentPoolProfiles": _POOLS,
            "apiServerAccessProfile": {"enablePrivateCluster": True},
            "disableLocalAccounts": True,
            "enableRBAC": True,
            "aadProfile": {"managed": True, "enableAzureRBAC": True},
            "networkProfile": {"networkPlugin": "azure", "networkPolicy": "cilium", "networkDataplane": "cilium"},
            "diskEncryptionSetID": UNKNOWN,
            "securityProfile": {
                "azureKeyVaultKms": {"enabled": True, "keyId": UNKNOWN},
                "workloadIdentity": {"enabled": True},
            },
            "oidcIssuerProfile": {"enabled": True},
            "azureMonitorProfile": {"metrics": {"enabled": True}},
            "autoUpgradeProfile": {"upgradeChannel": "stable"},
        },
        securityProfile="key",
        diskEncryptionSetID="disks",
    ),
    part(
        POOL,
        "gpu",
        {
            "resourceGroupName": "lab",
            "resourceName": "cluster",
            "vmSize": "Standard_NC24ads_A100_v4",
            "enableAutoScaling": True,
            "minCount": 0,
            "maxCount": 4,
            "enableEncryptionAtHost": True,
            "enableNodePublicIP": False,
        },
    ),
)


@rule(
    id="azure-aks-private",
    types=TYPES,
    severity="high",
    fix="set `enable_private_cluster`, or list `authorized_ip_ranges`",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_6 CKV_AZURE_115",
        trivy="AZU-0041 AZU-0065",
        azure_policy="040732e8-d947-40b8-95d6-854c95024bf8 0e246bcf-5f6f-4f87-bc6f-775d4712c7ea",
    ),
    good=GOOD,
    bad=but("cluster", apiServerAccessProfile={"enablePrivateCluster": False}),
)
def private(cluster: Resource) -> Iterator[Finding]:
    """The Kubernetes API is not open to the whole internet."""
    access = "apiServerAccessProfile"
    own, ranges = cluster.get(f"{access}.enablePrivateCluster"), cluster.get(f"{access}.authorizedIPRanges")
    listed = texts(ranges)
    if own is True or (listed and not WORLD & set(listed) and UNKNOWN not in ranges):
        return
    opened = bool(WORLD & set(listed))
    if own is UNKNOWN or ranges is UNKNOWN or (listed and not opened):
        yield unknown(f"{access}.enablePrivateCluster" if own is UNKNOWN else f"{access}.authorizedIPRanges")
    elif isinstance(ranges, list) and UNKNOWN in ranges and not opened:
        yield unknown(f"{access}.authorizedIPRanges")
    else:
        path = "authorizedIPRanges" if opened else "enablePrivateCluster"
        yield fail(f"{access}.{path}", "opens the API to the whole internet")


no_local_accounts = rule(
    id="azure-aks-no-local-accounts",
    title="Nobody holds a certificate of the cluster's own administrator",
    types=TYPES,
    severity="high",
    fix="set `disable_local_accounts` to true",
    remedy=Remedy({"disableLocalAccounts": having("aadProfile", True)}),
    frameworks=maps_to(
        Family.ACCESS,
        checkov="CKV_AZURE_141",
        azure_policy="993c2fcd-2b29-49d2-9eb0-df2c3a730c32",
        prowler="aks_cluster_local_accounts_disabled",
    ),
    good=GOOD,
    bad=but("cluster", disableLocalAccounts=False),
)(must_be("disableLocalAccounts", True, text="is not true"))

entra_rbac = rule(
    id="azure-aks-entra-rbac",
    title="People and workloads are known to Entra ID, and roles decide what they may do",
    types=TYPES,
    severity="high",
    fix="set `managed` and `enable_azure_rbac` of the `aad_profile`, and leave `enable_rbac` on",
    frameworks=maps_to(
        Family.ACCESS,
        checkov="CKV_AZURE_5",
        trivy="AZU-0042",
        azure_policy="450d2877-ebea-41e8-b00c-e286317d21bf ac4a19c2-fa67-49b4-8ae5-0b2e78c49457",
    ),
    good=GOOD,
    bad=but("cluster", aadProfile=MISSING),
)(
    merged(
        must_be("aadProfile.managed", True, text="is not true"),
        must_be("aadProfile.enableAzureRBAC", True, text="is not true"),
        must_be("enableRBAC", True, MISSING, text="is false"),
    )
)


@rule(
    id="azure-aks-network-policy",
    types=TYPES,
    severity="medium",
    fix="set `network_policy` to cilium",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AZURE_7", trivy="AZU-0043"),
    good=GOOD,
    bad=but("cluster", networkProfile={"networkPlugin": "azure", "networkPolicy": "none"}),
)
def network_policy(cluster: Resource) -> Iterator[Finding]:
    """Network policies between pods are enforced."""
    path = "networkProfile.networkPolicy"
    policy, dataplane = cluster.get(path), cluster.get("networkProfile.networkDataplane")
    if policy is MISSING and dataplane == "cilium":
        return  # Cilium enforces them itself, and AKS then fills the policy in
    if policy is UNKNOWN or (policy is MISSING and dataplane is UNKNOWN):
        yield unknown(path)
    elif not among(policy, ("azure", "calico", "cilium")):
        yield fail(path, "is none")


@rule(
    id="azure-aks-etcd-kms",
    types=TYPES,
    severity="medium",
    fix="enable `azure_key_vault_kms` with a key of your own",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, azure_policy="dbbdc317-9734-4dd8-9074-993b29c69008"),
    good=GOOD,
    bad=but("cluster", securityProfile={"workloadIdentity": {"enabled": True}}),
)
def etcd_kms(cluster: Resource, graph: Graph) -> Iterator[Finding]:
    """Kubernetes secrets are encrypted with a key that the subscription owns."""
    base = "securityProfile.azureKeyVaultKms"
    enabled = cluster.get(f"{base}.enabled")
    if enabled is UNKNOWN:
        yield unknown(f"{base}.enabled")
    elif enabled is not True:
        yield fail(f"{base}.enabled", "is not true")
    else:
        yield from key_findings(cluster, graph, f"{base}.keyId")


workload_identity = rule(
    id="azure-aks-workload-identity",
    title="Pods act as identities of their own",
    types=TYPES,
    severity="medium",
    fix="enable the `oidc_issuer_profile` and `security_profile.workload_identity`",
    remedy=Remedy({"oidcIssuerProfile.enabled": True, "securityProfile.workloadIdentity.enabled": True}),
    frameworks=maps_to(Family.ACCESS, azure_policy="2cc2e023-0dac-4046-875b-178f683929d5"),
    good=GOOD,
    bad=but("cluster", oidcIssuerProfile={"enabled": False}),
)(
    merged(
        must_be("oidcIssuerProfile.enabled", True, text="is not true"),
        must_be("securityProfile.workloadIdentity.enabled", True, text="is not true"),
    )
)


@rule(
    id="azure-aks-monitoring-upgrade",
    types=TYPES,
    severity="medium",
    fix="enable the metrics of `azure_monitor_profile` (or the omsagent add-on), and choose an upgrade channel",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.LOGGING,
        checkov="CKV_AZURE_4 CKV_AZURE_171",
        trivy="AZU-0040",
    ),
    good=GOOD,
    bad=but("cluster", autoUpgradeProfile={"upgradeChannel": "none"}),
)
def watched_and_upgraded(cluster: Resource) -> Iterator[Finding]:
    """Clusters are watched by Azure Monitor, and upgraded."""
    watching = [cluster.get(path) for path in ("azureMonitorProfile.metrics.enabled", "addonProfiles.omsagent.enabled")]
    if True not in watching:
        path = "azureMonitorProfile.metrics.enabled"
        yield unknown(path) if UNKNOWN in watching else fail(path, "is not true, and no add-on sends logs")
    path = "autoUpgradeProfile.upgradeChannel"
    channel = cluster.get(path)
    if channel is UNKNOWN:
        yield unknown(path)
    elif channel is MISSING or channel == "none":
        yield fail(path, "is none")


RULES = (
    private,
    no_local_accounts,
    entra_rbac,
    network_policy,
    etcd_kms,
    workload_identity,
    watched_and_upgraded,
)
