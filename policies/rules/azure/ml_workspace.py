"""Rules about Azure Machine Learning workspaces."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, Level, Param, rule
from stackwright.policies.shapes import among, is_set, key_findings, merged, must_be
from stackwright.policies.tokens import azure

WORKSPACE = azure("machinelearningservices/Workspace")
TYPES = frozenset({WORKSPACE})
ISOLATED = ("AllowOnlyApprovedOutbound", "AllowInternetOutbound")
CONFIDENTIAL = "confidential"
_IDENTITY = "/subscriptions/s/resourceGroups/lab/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ml"
GOOD = (
    part(azure("keyvault/Key"), "key", {"resourceGroupName": "lab", "vaultName": "vault", "properties": {}}),
    part(
        WORKSPACE,
        "lab",
        {
            "resourceGroupName": "lab",
            "publicNetworkAccess": "Disabled",
            "encryption": {
                "status": "Enabled",
                "keyVaultProperties": {"keyIdentifier": UNKNOWN, "keyVaultArmId": UNKNOWN},
            },
            "managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"},
            "identity": {"type": "UserAssigned", "userAssignedIdentities": [_IDENTITY]},
            "primaryUserAssignedIdentity": _IDENTITY,
            "systemDatastoresAuthMode": "Identity",
            "hbiWorkspace": True,
            "tags": {"data": "confidential"},
        },
        encryption="key",
    ),
)

private = rule(
    id="azure-ml-workspace-private",
    title="Workspaces are reached from your network only",
    types=TYPES,
    severity="high",
    fix="set `public_network_access` to Disabled",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_144 CKV2_AZURE_49",
        psrule="AZR-000406",
        azure_policy="438c38d2-3772-465a-a9cc-7a6666a275ce",
    ),
    good=GOOD,
    bad=but("lab", publicNetworkAccess="Enabled"),
)(
    merged(
        must_be("publicNetworkAccess", "Disabled", text="is not Disabled"),
        must_be("allowPublicAccessWhenBehindVnet", False, MISSING, text="is true"),
    )
)


@rule(
    id="azure-ml-workspace-cmk",
    types=TYPES,
    severity="high",
    fix="set `encryption.status` to Enabled with a key of your own",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.ENCRYPTION, azure_policy="ba769a63-b8cc-4b2d-abf6-ac33c7204be8"),
    good=GOOD,
    bad=but("lab", encryption=MISSING),
)
def own_key(workspace: Resource, graph: Graph) -> Iterator[Finding]:
    """Workspaces are encrypted with a key that the subscription owns."""
    yield from must_be("encryption.status", "Enabled", text="is not Enabled")(workspace)
    yield from key_findings(workspace, graph, "encryption.keyVaultProperties.keyIdentifier")


@rule(
    id="azure-ml-managed-network",
    types=TYPES,
    severity="high",
    fix="set `managed_network.isolation_mode` to AllowOnlyApprovedOutbound",
    frameworks=maps_to(Family.EXPOSURE, azure_policy="6ddb1705-c8cf-450e-aa4b-19ad6703c440"),
    params=(
        Param(
            "approved_only", False, {"type": "boolean"}, "Whether only approved destinations may be called from inside."
        ),
    ),
    good=GOOD,
    bad=but("lab", managedNetwork={"isolationMode": "Disabled"}),
)
def isolated(workspace: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Compute of workspaces runs in a network of its own."""
    allowed = ISOLATED[:1] if config["approved_only"] else ISOLATED
    path = "managedNetwork.isolationMode"
    yield from must_be(path, *allowed, text="leaves compute outside of a managed network, or lets it call anybody")(
        workspace
    )


@rule(
    id="azure-ml-workspace-identity",
    types=TYPES,
    severity="medium",
    fix="give the workspace a user-assigned identity, and let its data stores use identities",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, psrule="AZR-000407", azure_policy="5f0c7d88-c7de-45b8-ac49-db49e72eaa78"),
    good=GOOD,
    bad=but("lab", systemDatastoresAuthMode="AccessKey"),
)
def own_identity(workspace: Resource, graph: Graph) -> Iterator[Finding]:
    """Workspaces act as an identity of their own, and open storage without keys."""
    kind, mode = workspace.get("identity.type"), workspace.get("systemDatastoresAuthMode")
    if kind is UNKNOWN:
        yield unknown("identity.type")
    elif "userassigned" not in str(kind).lower():
        yield fail("identity.type", "is not UserAssigned")
    primary = workspace.get("primaryUserAssignedIdentity")
    if primary is UNKNOWN and not graph.wired(workspace, "primaryUserAssignedIdentity"):
        yield unknown("primaryUserAssignedIdentity")
    elif not is_set(primary):
        yield fail("primaryUserAssignedIdentity", "is not given")
    if mode is UNKNOWN:
        yield unknown("systemDatastoresAuthMode")
    elif not among(str(mode).lower(), ("identity", "userdelegationsas")):
        yield fail("systemDatastoresAuthMode", "is not Identity")


@rule(
    id="azure-ml-hbi",
    types=TYPES,
    severity="medium",
    fix="set `hbi_workspace` to true where the tag `data` is confidential",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION),
    good=GOOD,
    bad=but("lab", hbiWorkspace=False),
)
def high_impact(workspace: Resource) -> Iterator[Finding]:
    """Workspaces with confidential data send less about themselves to the provider."""
    data, careful = workspace.get("tags.data"), workspace.get("hbiWorkspace")
    if careful is True or (data is not UNKNOWN and str(data).lower() != CONFIDENTIAL):
        return
    if UNKNOWN in (data, careful):
        yield unknown("tags" if data is UNKNOWN else "hbiWorkspace")
    else:
        yield fail("hbiWorkspace", "is not true, and the data is confidential")


RULES = (private, own_key, isolated, own_identity, high_impact)
