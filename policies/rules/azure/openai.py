"""Rules about Azure OpenAI and the other AI services: accounts, and the models deployed on them."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.rules.azure.reach import closed
from stackwright.policies.shapes import at_most, key_findings, must_be, must_be_set
from stackwright.policies.tokens import azure

ACCOUNT = azure("cognitiveservices/Account")
DEPLOYMENT = azure("cognitiveservices/Deployment")
ACCOUNTS = frozenset({ACCOUNT})
DEPLOYMENTS = frozenset({DEPLOYMENT})
ELSEWHERE = ("Global", "DataZone")
_KEY = {"keyName": "openai", "keyVaultUri": "https://lab.vault.azure.net/"}
_ACCOUNT = {
    "publicNetworkAccess": "Disabled",
    "disableLocalAuth": True,
    "restrictOutboundNetworkAccess": True,
    "encryption": {"keySource": "Microsoft.KeyVault", "keyVaultProperties": _KEY},
}
GOOD = (
    part(
        ACCOUNT,
        "openai",
        {
            "resourceGroupName": "lab",
            "kind": "OpenAI",
            "sku": {"name": "S0"},
            "identity": {"type": "SystemAssigned"},
            "properties": _ACCOUNT,
        },
    ),
    part(
        DEPLOYMENT,
        "chat",
        {
            "resourceGroupName": "lab",
            "accountName": "openai",
            "sku": {"name": "ProvisionedManaged", "capacity": 50},
            "properties": {"raiPolicyName": "Microsoft.DefaultV2"},
        },
    ),
)


def _account(**changed: Any) -> Any:
    kept = {key: value for key, value in {**_ACCOUNT, **changed}.items() if value is not MISSING}
    return but("openai", properties=kept)


@rule(
    id="azure-openai-private",
    types=ACCOUNTS,
    severity="high",
    fix="set `public_network_access` to Disabled, or the default action to Deny",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_134",
        psrule="AZR-000280",
        azure_policy="037eea7a-bd0a-46c5-9a66-03aea78705d3",
    ),
    good=GOOD,
    bad=_account(publicNetworkAccess="Enabled"),
)
def private(account: Resource) -> Iterator[Finding]:
    """AI services are closed to the internet."""
    yield from closed(account, "properties.publicNetworkAccess", "properties.networkAcls.defaultAction")


no_keys = rule(
    id="azure-openai-no-keys",
    title="AI services answer callers that Entra ID knows, and nobody with a key",
    types=ACCOUNTS,
    severity="high",
    fix="set `disable_local_auth` to true",
    remedy=Remedy({"properties.disableLocalAuth": True}),
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_AZURE_236", psrule="AZR-000282", azure_policy="71ef260a-8f18-47b7-abcb-62d0673d94dc"
    ),
    good=GOOD,
    bad=_account(disableLocalAuth=False),
)(must_be("properties.disableLocalAuth", True, text="is not true"))


@rule(
    id="azure-openai-cmk-identity",
    types=ACCOUNTS,
    severity="medium",
    fix="set `encryption.key_source` to Microsoft.KeyVault with a key of your own, and give the account an identity",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ENCRYPTION,
        checkov="CKV2_AZURE_22 CKV_AZURE_238",
        psrule="AZR-000281",
        azure_policy="67121cc7-ff39-4ab8-b7e3-95b84dab487d fe3fd216-4f83-4fc1-8984-2bbec80a3418",
    ),
    good=GOOD,
    bad=_account(encryption=MISSING),
)
def own_key(account: Resource, graph: Graph) -> Iterator[Finding]:
    """AI services are encrypted with a key that the subscription owns, and act as an identity."""
    path, identity = "properties.encryption.keySource", account.get("identity.type")
    source = account.get(path)
    if source is UNKNOWN:
        yield unknown(path)
    elif str(source).lower() != "microsoft.keyvault":
        yield fail(path, "is not Microsoft.KeyVault")
    else:
        yield from key_findings(account, graph, "properties.encryption.keyVaultProperties.keyName")
    if identity is UNKNOWN:
        yield unknown("identity.type")
    elif identity in (MISSING, "None"):
        yield fail("identity.type", "is not given")


dlp = rule(
    id="azure-openai-dlp",
    title="AI services call only destinations that somebody listed",
    types=ACCOUNTS,
    severity="medium",
    fix="set `restrict_outbound_network_access` to true and list `allowed_fqdn_list`",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AZURE_247"),
    good=GOOD,
    bad=_account(restrictOutboundNetworkAccess=False),
)(must_be("properties.restrictOutboundNetworkAccess", True, text="is not true"))

rai_policy = rule(
    id="azure-openai-rai-policy",
    title="Models answer behind a content filter that somebody chose",
    types=DEPLOYMENTS,
    severity="medium",
    fix="name a `rai_policy_name`",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.SAFETY),
    good=GOOD,
    bad=but("chat", properties={}),
)(must_be_set("properties.raiPolicyName", text="is not given"))


@rule(
    id="azure-openai-residency",
    types=DEPLOYMENTS,
    severity="high",
    fix="use a regional kind of deployment: Standard or ProvisionedManaged",
    frameworks=maps_to(Family.RESIDENCY),
    params=(Param("regional_only", False, {"type": "boolean"}, "Whether prompts have to stay in the region."),),
    example_params={"regional_only": True},
    good=GOOD,
    bad=but("chat", sku={"name": "GlobalStandard", "capacity": 50}),
)
def regional(deployment: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Prompts are answered in the region of the account, where that is asked for."""
    name = deployment.get("sku.name")
    if not config["regional_only"]:
        return
    if name is UNKNOWN:
        yield unknown("sku.name")
    elif str(name).startswith(ELSEWHERE):
        yield fail("sku.name", "answers prompts outside of the region")


@rule(
    id="azure-openai-ptu-cap",
    types=DEPLOYMENTS,
    severity="high",
    fix="lower the capacity, or raise `max_units` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_units", 100, {"type": "number", "minimum": 0}, "Most provisioned units of one deployment."),),
    good=GOOD,
    bad=but("chat", sku={"name": "ProvisionedManaged", "capacity": 1000}),
)
def capped(deployment: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Provisioned units, which are paid by the hour, are few."""
    name = deployment.get("sku.name")
    if name is UNKNOWN or "Provisioned" in str(name):
        for found in at_most(deployment, "sku.capacity", config["max_units"], text="is above the limit"):
            yield unknown("sku.name") if name is UNKNOWN else found


RULES = (private, no_keys, own_key, dlp, rai_policy, regional, capped)
