"""Rules about key vaults, and the keys and secrets in them."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, rule
from stackwright.policies.rules.azure.reach import closed
from stackwright.policies.shapes import is_set, merged, must_be
from stackwright.policies.tokens import azure

VAULT = azure("keyvault/Vault")
KEY = azure("keyvault/Key")
SECRET = azure("keyvault/Secret")
TYPES = frozenset({VAULT})
_VAULT = {
    "tenantId": "00000000-0000-0000-0000-000000000000",
    "sku": {"family": "A", "name": "premium"},
    "enablePurgeProtection": True,
    "enableRbacAuthorization": True,
    "publicNetworkAccess": "Disabled",
}
_ROTATED = {
    "kty": "RSA",
    "rotationPolicy": {
        "lifetimeActions": [{"action": {"type": "rotate"}, "trigger": {"timeAfterCreate": "P90D"}}],
    },
}
GOOD = (
    part(VAULT, "vault", {"resourceGroupName": "lab", "properties": _VAULT}),
    part(KEY, "key", {"resourceGroupName": "lab", "vaultName": "vault", "properties": _ROTATED}),
)

recoverable = rule(
    id="azure-keyvault-recoverable",
    title="Deleted vaults and keys can be brought back, by nobody's leave",
    types=TYPES,
    severity="high",
    fix="set `enable_purge_protection` to true",
    remedy=Remedy({"properties.enablePurgeProtection": True, "properties.enableSoftDelete": True}),
    frameworks=maps_to(
        Family.RECOVERY,
        checkov="CKV_AZURE_42 CKV_AZURE_110",
        cis_azure="9.3.5",
        trivy="AZU-0016",
        azure_policy="0b60c0b2-2dc2-4e1c-b5c9-abbed971de53 1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d",
    ),
    good=GOOD,
    bad=but("vault", properties={**_VAULT, "enablePurgeProtection": False}),
)(
    merged(
        must_be("properties.enablePurgeProtection", True, text="is not true"),
        must_be("properties.enableSoftDelete", True, MISSING, text="is false"),
    )
)


@rule(
    id="azure-keyvault-network-rbac",
    types=TYPES,
    severity="high",
    fix="set `public_network_access` to Disabled (or the default action to Deny) and `enable_rbac_authorization`",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_109 CKV_AZURE_189",
        cis_azure="9.3.6 9.3.7",
        trivy="AZU-0013",
        azure_policy="55615ac9-af46-4a59-874e-391cc3dfb490 12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5",
    ),
    good=GOOD,
    bad=but("vault", properties={**_VAULT, "publicNetworkAccess": "Enabled"}),
)
def closed_with_roles(vault: Resource) -> Iterator[Finding]:
    """Vaults are closed to the internet, and roles decide who may use them."""
    yield from closed(vault, "properties.publicNetworkAccess", "properties.networkAcls.defaultAction")
    yield from must_be("properties.enableRbacAuthorization", True, text="is not true")(vault)


@rule(
    id="azure-keyvault-expiry-rotation",
    types={KEY, SECRET},
    severity="medium",
    fix="give keys a `rotation_policy`, and secrets an expiry",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ENCRYPTION,
        checkov="CKV_AZURE_40 CKV_AZURE_41",
        cis_azure="9.3.1 9.3.2 9.3.3 9.3.4 9.3.9",
        trivy="AZU-0014 AZU-0017",
        azure_policy="98728c90-32c7-4049-8429-847dc0f4fe37 152b15f7-8e1f-4c1f-ab71-8c010ba5dbc0 "
        "d8cf8476-a2ec-4916-896e-992351803c44",
    ),
    good=GOOD,
    bad=but("key", properties={"kty": "RSA"}),
)
def expires(resource: Resource) -> Iterator[Finding]:
    """Keys are rotated, and secrets expire."""
    expiry = resource.get("properties.attributes.expires")
    rotation = resource.get("properties.rotationPolicy.lifetimeActions") if resource.type == KEY else MISSING
    if UNKNOWN in (expiry, rotation):
        yield unknown("properties.attributes.expires" if expiry is UNKNOWN else "properties.rotationPolicy")
    elif not is_set(expiry) and not is_set(rotation):
        text = "is not given, and there is no expiry" if resource.type == KEY else "is not given"
        yield fail(f"properties.{'rotationPolicy' if resource.type == KEY else 'attributes.expires'}", text)


RULES = (recoverable, closed_with_roles, expires)
