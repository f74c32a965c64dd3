"""Rules about registries, file systems, search, grants, and what is logged about all of them."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, where
from stackwright.policies.rule import Level, rule
from stackwright.policies.rules.azure.reach import closed
from stackwright.policies.shapes import key_findings, merged, must_be, must_be_joined
from stackwright.policies.tokens import azure, tokens

REGISTRY = azure("containerregistry/Registry")
SEARCH = azure("search/Service")
DIAGNOSTICS = azure("monitor/DiagnosticSetting")
FILES = {
    azure("storagecache/AmlFilesystem"): "encryptionSettings.keyEncryptionKey.keyUrl",
    azure("netapp/Account"): "encryption.keyVaultProperties.keyName",
}
LOGGED = tokens(
    "cognitiveservices/Account",
    "keyvault/Vault",
    "machinelearningservices/Workspace",
    "storage/StorageAccount",
    of=azure,
)
_ENCRYPTION = {"status": "enabled", "keyVaultProperties": {"keyIdentifier": UNKNOWN}}
_LUSTRE = {
    "resourceGroupName": "lab",
    "filesystemSubnet": "/subscriptions/s/subnets/lustre",
    "maintenanceWindow": {"dayOfWeek": "Sunday", "timeOfDayUTC": "02:00"},
    "storageCapacityTiB": 16,
    "encryptionSettings": {"keyEncryptionKey": {"keyUrl": UNKNOWN, "sourceVault": {"id": UNKNOWN}}},
}
_SEARCH = {"resourceGroupName": "lab", "encryptionWithCmk": {"enforcement": "Enabled"}}
GOOD = (
    part(azure("keyvault/Key"), "key", {"resourceGroupName": "lab", "vaultName": "vault", "properties": {}}),
    part(
        REGISTRY,
        "images",
        {
            "resourceGroupName": "lab",
            "sku": {"name": "Premium"},
            "adminUserEnabled": False,
            "anonymousPullEnabled": False,
            "publicNetworkAccess": "Disabled",
            "encryption": _ENCRYPTION,
        },
        encryption="key",
    ),
    part(azure("storagecache/AmlFilesystem"), "scratch", _LUSTRE, encryptionSettings="key"),
    part(SEARCH, "search", {**_SEARCH, "publicNetworkAccess": "disabled", "disableLocalAuth": True}),
)


def _is_premium(images: Resource) -> bool:
    """Whether the registry can be closed; others cannot."""
    return images.get("sku.name") == "Premium"


registry = rule(
    id="azure-acr-hardened",
    title="Registries are closed to the internet, and nobody pulls without a name",
    types={REGISTRY},
    severity="high",
    fix="set `public_network_access` to Disabled, and leave the admin user and anonymous pulls off",
    remedy=Remedy(
        {
            "adminUserEnabled": False,
            "anonymousPullEnabled": False,
            "publicNetworkAccess": where(_is_premium, "Disabled"),
        }
    ),
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_137 CKV_AZURE_138 CKV_AZURE_139",
        azure_policy="d0793b48-0edc-4296-a390-4c75d1bdfd71 dc921057-6b28-4fbe-9b83-f7bec05db6c2 "
        "9f2dea28-e834-476c-99c5-3507b4728395",
    ),
    good=GOOD,
    bad=but("images", adminUserEnabled=True),
)(
    merged(
        must_be("adminUserEnabled", False, MISSING, text="is true"),
        must_be("anonymousPullEnabled", False, MISSING, text="is true"),
        must_be("publicNetworkAccess", "Disabled", text="is not Disabled (the default is Enabled)"),
    )
)


@rule(
    id="azure-acr-cmk",
    types={REGISTRY},
    severity="medium",
    fix="set `encryption.status` to enabled with a key of your own (Premium registries only)",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, azure_policy="5b9159ae-1701-4a6f-9a7a-aa9c8ddd0580"),
    good=GOOD,
    bad=but("images", encryption=MISSING),
)
def registry_key(images: Resource, graph: Graph) -> Iterator[Finding]:
    """Images are encrypted with a key that the subscription owns."""
    yield from must_be("encryption.status", "enabled", "Enabled", text="is not enabled")(images)
    yield from key_findings(images, graph, "encryption.keyVaultProperties.keyIdentifier")


@rule(
    id="azure-amlfs-cmk",
    types=frozenset(FILES),
    severity="medium",
    fix="give the file system a key of your own",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION),
    good=GOOD,
    bad=but("scratch", encryptionSettings=MISSING),
)
def files_key(shared: Resource, graph: Graph) -> Iterator[Finding]:
    """File systems are encrypted with a key that the subscription owns."""
    yield from key_findings(shared, graph, FILES[shared.type])


@rule(
    id="azure-search-private",
    types={SEARCH},
    severity="high",
    fix="set `public_network_access` to disabled, `disable_local_auth` to true, and enforce `encryption_with_cmk`",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_124",
        azure_policy="ee980b6d-0eca-4501-8d54-f6290fd512c3 6300012e-e9a4-4649-b41f-a85f5c43be91 "
        "76a56461-9dc0-40f0-82f5-2453283afa2f",
        prowler="aisearch_service_not_publicly_accessible",
    ),
    good=GOOD,
    bad=but("search", publicNetworkAccess="enabled"),
)
def search_private(search: Resource) -> Iterator[Finding]:
    """Search is closed to the internet, needs no keys, and keeps its index under your key."""
    yield from closed(search, "publicNetworkAccess")
    yield from must_be("disableLocalAuth", True, text="is not true")(search)
    yield from must_be("encryptionWithCmk.enforcement", "Enabled", text="is not Enabled")(search)


logged = rule(
    id="azure-diagnostics",
    title="Vaults, storage, workspaces and AI services write their logs somewhere",
    types=LOGGED,
    severity="medium",
    fix="add a diagnostic setting that points at the resource",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.LOGGING,
        cis_azure="7.1.1.4",
        azure_policy="afe0c3be-ba3b-4544-ba52-0c99672a8ad6 1b4d1c4e-934c-4703-944c-27c82c06bebb "
        "cf820ca0-f99e-4f3e-84fb-66e913812d21",
    ),
    good=(
        part(azure("keyvault/Vault"), "vault", {"resourceGroupName": "lab", "properties": {}}),
        part(
            DIAGNOSTICS, "logs", {"resourceUri": UNKNOWN, "workspaceId": "/subscriptions/s/logs"}, resourceUri="vault"
        ),
    ),
    bad=without("logs"),
)(must_be_joined(frozenset({DIAGNOSTICS}), "resourceUri", text="no diagnostic setting points at this resource"))

RULES = (registry, registry_key, files_key, search_private, logged)
