"""Rules about storage accounts."""

from collections.abc import Iterator
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import PROD_MANDATORY, Level, rule
from stackwright.policies.rules.azure.ml_workspace import ISOLATED, WORKSPACE
from stackwright.policies.rules.azure.reach import closed
from stackwright.policies.shapes import is_set, key_findings, must_be
from stackwright.policies.tokens import azure

ACCOUNT = azure("storage/StorageAccount")
CONTAINER = azure("storage/BlobContainer")
BLOBS = azure("storage/BlobServiceProperties")
LIFECYCLE = azure("storage/ManagementPolicy")
ENDPOINT = azure("network/PrivateEndpoint")
TYPES = frozenset({ACCOUNT})
IN_GROUP = {"resourceGroupName": "lab"}
_OF_ACCOUNT = {**IN_GROUP, "accountName": UNKNOWN}
GOOD = (
    part(azure("keyvault/Vault"), "vault", {**IN_GROUP, "properties": {}}),
    part(
        ACCOUNT,
        "data",
        {
            **IN_GROUP,
            "kind": "StorageV2",
            "sku": {"name": "Standard_ZRS"},
            "enableHttpsTrafficOnly": True,
            "minimumTlsVersion": "TLS1_2",
            "allowBlobPublicAccess": False,
            "allowSharedKeyAccess": False,
            "publicNetworkAccess": "Disabled",
            "encryption": {
                "keySource": "Microsoft.Keyvault",
                "keyVaultProperties": {"keyName": "data", "keyVaultUri": UNKNOWN},
            },
        },
        encryption="vault",
    ),
    part(CONTAINER, "objects", {**_OF_ACCOUNT, "publicAccess": "None"}, accountName="data"),
    part(
        BLOBS,
        "blobs",
        {**_OF_ACCOUNT, "deleteRetentionPolicy": {"enabled": True, "days": 14}, "isVersioningEnabled": True},
        accountName="data",
    ),
    part(LIFECYCLE, "lifecycle", {**_OF_ACCOUNT, "policy": {"rules": []}}, accountName="data"),
    part(
        ENDPOINT,
        "private",
        {**IN_GROUP, "privateLinkServiceConnections": [{"groupIds": ["blob"], "privateLinkServiceId": UNKNOWN}]},
        privateLinkServiceConnections="data",
    ),
)

https_only = rule(
    id="azure-storage-https-only",
    title="Storage accounts refuse plain HTTP",
    types=TYPES,
    severity="high",
    fix="leave `enable_https_traffic_only` at true",
    remedy=Remedy({"enableHttpsTrafficOnly": True}),
    frameworks=maps_to(
        Family.TRANSPORT,
        checkov="CKV_AZURE_3",
        cis_azure="10.3.4",
        trivy="AZU-0008",
        azure_policy="404c3081-a854-4457-ae30-26a93ef643f9",
    ),
    good=GOOD,
    bad=but("data", enableHttpsTrafficOnly=False),
)(must_be("enableHttpsTrafficOnly", True, MISSING, text="is false (the default is true)"))

min_tls = rule(
    id="azure-storage-min-tls",
    title="Storage accounts speak TLS 1.2 or later",
    types=TYPES,
    severity="high",
    fix="set `minimum_tls_version` to TLS1_2",
    remedy=Remedy({"minimumTlsVersion": "TLS1_2"}),
    frameworks=maps_to(
        Family.TRANSPORT,
        checkov="CKV_AZURE_44",
        cis_azure="10.3.7",
        trivy="AZU-0011",
        azure_policy="fe83a0eb-a853-422d-aac2-1bffd182c5d0",
    ),
    good=GOOD,
    bad=but("data", minimumTlsVersion="TLS1_0"),
)(must_be("minimumTlsVersion", "TLS1_2", "TLS1_3", text="is below TLS1_2 (the default is TLS1_0)"))


@rule(
    id="azure-storage-no-public-blob",
    types={ACCOUNT, CONTAINER},
    severity="critical",
    fix="set `allow_blob_public_access` to false, and `public_access` of containers to None",
    remedy=Remedy({"allowBlobPublicAccess": False, "publicAccess": "None"}),
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_34 CKV_AZURE_59 CKV_AZURE_190 CKV2_AZURE_47",
        cis_azure="10.3.9",
        trivy="AZU-0007",
        azure_policy="4fa4b6c0-31ca-4c0d-b10d-24b96f62a751",
    ),
    good=GOOD,
    bad=but("data", allowBlobPublicAccess=True),
)
def no_public_blob(resource: Resource) -> Iterator[Finding]:
    """Nobody reads objects without a name."""
    if resource.type == CONTAINER:
        yield from must_be("publicAccess", "None", MISSING, text="is not None")(resource)
    else:
        yield from must_be("allowBlobPublicAccess", False, text="is not false")(resource)


@rule(
    id="azure-storage-network-deny",
    types=TYPES,
    severity="high",
    fix="set `public_network_access` to Disabled, or the default action of the network rules to Deny",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_35",
        cis_azure="10.3.2.2 10.3.2.3",
        trivy="AZU-0012",
        azure_policy="34c877ad-507e-4c82-993e-3452a6e0ad3c b2982f36-99f2-4db5-8eff-283140c09693",
    ),
    good=GOOD,
    bad=but("data", publicNetworkAccess="Enabled"),
)
def network_deny(account: Resource) -> Iterator[Finding]:
    """Storage accounts are closed to the internet."""
    yield from closed(account, "publicNetworkAccess", "networkRuleSet.defaultAction")


@rule(
    id="azure-storage-private-endpoint",
    types=TYPES,
    severity="medium",
    fix="add a private endpoint for the account",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV2_AZURE_33",
        cis_azure="10.3.2.1",
        azure_policy="6edd7eda-6dd8-40f7-810d-67160c639cd9",
    ),
    good=GOOD,
    bad=without("private"),
)
def private_endpoint(account: Resource, graph: Graph) -> Iterator[Finding]:
    """Storage accounts are reached through a private endpoint."""
    if _in_managed_network(account, graph):
        return
    if graph.pointing_at(account, ENDPOINT, "privateLinkServiceConnections") is None:
        yield fail("", "no private endpoint points at this account")


def _in_managed_network(account: Resource, graph: Graph) -> bool:
    """Whether the account is that of an ML workspace, whose managed network makes the endpoint itself."""
    found = graph.all_pointing_at(account, WORKSPACE, "storageAccount")
    return any(one.get("managedNetwork.isolationMode") in ISOLATED for one in found)


no_shared_key = rule(
    id="azure-storage-no-shared-key",
    title="Storage accounts accept no shared key",
    types=TYPES,
    severity="high",
    fix="set `allow_shared_key_access` to false",
    level=PROD_MANDATORY,
    frameworks=maps_to(
        Family.ACCESS,
        checkov="CKV2_AZURE_40",
        cis_azure="10.3.1.3",
        azure_policy="8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54",
    ),
    good=GOOD,
    bad=but("data", allowSharedKeyAccess=True),
)(must_be("allowSharedKeyAccess", False, text="is not false (the default is true)"))


@rule(
    id="azure-storage-cmk",
    types=TYPES,
    severity="medium",
    fix="set `encryption.key_source` to Microsoft.Keyvault with a key of your own",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ENCRYPTION,
        checkov="CKV2_AZURE_1",
        cis_azure="2.1.1.2.1",
        trivy="AZU-0060",
        azure_policy="6fac406b-40ca-413b-bf8e-0bf964659c25",
    ),
    good=GOOD,
    bad=but("data", encryption={"keySource": "Microsoft.Storage"}),
)
def own_key(account: Resource, graph: Graph) -> Iterator[Finding]:
    """Storage accounts are encrypted with a key that the subscription owns."""
    path = "encryption.keySource"
    source = account.get(path)
    if source is UNKNOWN:
        yield unknown(path)
    elif str(source).lower() != "microsoft.keyvault":
        yield fail(path, "is not Microsoft.Keyvault")
    else:
        yield from key_findings(account, graph, "encryption.keyVaultProperties.keyName")
        yield from key_findings(account, graph, "encryption.keyVaultProperties.keyVaultUri")


def _holds_blobs(account: Resource) -> bool:
    return account.get("kind") != "FileStorage"


@rule(
    id="azure-storage-recovery",
    types=TYPES,
    severity="medium",
    fix="add blob service properties with a delete retention policy, and versioning where there are no folders",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV2_AZURE_38", cis_azure="10.2.1 10.2.2", trivy="AZU-0056"),
    good=GOOD,
    bad=but("blobs", deleteRetentionPolicy={"enabled": False}),
)
def recoverable(account: Resource, graph: Graph) -> Iterator[Finding]:
    """Storage accounts keep deleted objects for a while, and replaced ones where they can."""
    if not _holds_blobs(account):
        return
    blobs = graph.pointing_at(account, BLOBS, "accountName")
    if blobs is None:
        yield fail("", "no blob service properties point at this account")
        return
    yield from _on(blobs, "deleteRetentionPolicy.enabled")
    if account.get("isHnsEnabled") is not True:  # an account with folders has no versions
        yield from _on(blobs, "isVersioningEnabled")


def _on(blobs: Resource, path: str) -> Iterator[Finding]:
    value: Any = blobs.get(path)
    if value is UNKNOWN:
        yield unknown(path, at=blobs)
    elif value is not True:
        yield fail(path, "is not true", at=blobs)


@rule(
    id="azure-storage-lifecycle",
    types=TYPES,
    severity="low",
    fix="add a management policy that deletes or moves what nobody reads",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.COST),
    good=GOOD,
    bad=without("lifecycle"),
)
def lifecycle(account: Resource, graph: Graph) -> Iterator[Finding]:
    """Storage accounts drop or move what nobody reads any more."""
    if not _holds_blobs(account):
        return
    found = graph.pointing_at(account, LIFECYCLE, "accountName")
    if found is None:
        yield fail("", "no management policy points at this account")
    elif not is_set(found.get("policy")):
        yield fail("policy", "is empty", at=found)


RULES = (
    https_only,
    min_tls,
    no_public_blob,
    network_deny,
    private_endpoint,
    no_shared_key,
    own_key,
    recoverable,
    lifecycle,
)
