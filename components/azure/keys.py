"""A Key Vault with the key that encrypts the data of one stack, and the identity through which services use it."""

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import keyvault
from pydantic import Field

from stackwright.components.azure.account import PlacedArgs, account_of
from stackwright.components.azure.diagnostics import record
from stackwright.components.azure.identity import user_assigned
from stackwright.components.azure.permissions import CRYPTO_SERVICE_ENCRYPTION_USER, allow
from stackwright.components.inputs import In
from stackwright.components.waits import after

SOFT_DELETE_DAYS = 90
"""Days that a deleted vault or key can be brought back, the most that Key Vault has.

https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
"""
VAULT_NAME_MAX = 24
"""https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftkeyvault"""


class AzureKeyArgs(PlacedArgs):
    """Arguments of `AzureKey`."""

    workspace_id: In[str] | None = None
    """Log Analytics workspace that every use of the vault is recorded in; not recorded when unset."""

    hardware: bool = False
    """The key lives in a hardware security module, in a vault of the premium tier."""

    rotation_days: int = Field(default=365, ge=28, le=730)
    """Days after which the key gets a new version, which services take up by themselves."""

    protect: bool = False
    """Pulumi refuses to delete the vault and the key."""


class AzureKey(pulumi.ComponentResource):
    """An RSA key, rotated by itself, in a vault that has no public address and keeps what is deleted.

    A deleted vault keeps its name for 90 days, so its name is the provider's, with new digits for each vault.
    """

    id: Output[str]
    """Address of the key without a version: `https://<vault>.vault.azure.net/keys/<key>`."""

    key_uri: Output[str]
    """Address of the key's current version, for services that do not follow rotation."""

    key_name: Output[str]
    """Name of the key in the vault, known at preview."""

    vault_id: Output[str]
    """Resource id of the vault."""

    vault_uri: Output[str]
    """Address of the vault."""

    user_id: Output[str]
    """Resource id of the identity that may wrap and unwrap with the key, once it may."""

    user_client_id: Output[str]
    """Client id of that identity."""

    user_principal: Output[str]
    """Object id of that identity."""

    def __init__(self, name: str, args: AzureKeyArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureKey", name, {}, opts)
        args = AzureKeyArgs.model_validate(args)
        self._name = name

        vault = self._vault(args)
        if args.workspace_id is not None:
            record(name, self, resource_id=vault.id, workspace_id=args.workspace_id)
        key = self._key(args, vault)
        user = user_assigned(name, self, args)
        self._scope = key.id
        allowed = self.allow_use("services", principal_id=user.principal_id)

        self.id = key.key_uri
        self.key_uri = key.key_uri_with_version
        self.key_name = Output.from_input(name)
        self.vault_id = vault.id
        self.vault_uri = vault.properties.vault_uri.apply(str)
        self.user_id = after(user.id, allowed)
        self.user_client_id = after(user.client_id, allowed)
        self.user_principal = user.principal_id
        self.register_outputs(
            {
                "id": self.id,
                "key_uri": self.key_uri,
                "key_name": self.key_name,
                "vault_id": self.vault_id,
                "vault_uri": self.vault_uri,
                "user_id": self.user_id,
                "user_client_id": self.user_client_id,
                "user_principal": self.user_principal,
            }
        )

    def allow_use(
        self, what: str, *, principal_id: Input[str], role: str = CRYPTO_SERVICE_ENCRYPTION_USER
    ) -> Output[str]:
        """Let an identity use this key and no other; the answer is known once it may."""
        name = f"{self._name}-{what}"
        return allow(name, self, role=role, scope=self._scope, principal_id=principal_id).id

    def _vault(self, args: AzureKeyArgs) -> keyvault.Vault:
        """Trusted services come in although the vault has no public address: storage, disks, registries.

        https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints#trusted-services
        """
        room = VAULT_NAME_MAX - 8
        return keyvault.Vault(
            self._name[:room].rstrip("-"),
            resource_group_name=args.resource_group,
            location=args.location,
            properties={
                "tenant_id": account_of(self).tenant,
                "sku": {
                    "family": "A",
                    "name": keyvault.SkuName.PREMIUM if args.hardware else keyvault.SkuName.STANDARD,
                },
                "enable_rbac_authorization": True,
                "enable_soft_delete": True,
                "soft_delete_retention_in_days": SOFT_DELETE_DAYS,
                "enable_purge_protection": True,
                "enabled_for_deployment": False,
                "enabled_for_disk_encryption": False,
                "enabled_for_template_deployment": False,
                "public_network_access": "Disabled",
                "network_acls": {"default_action": "Deny", "bypass": "AzureServices"},
            },
            tags=args.tags,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

    def _key(self, args: AzureKeyArgs, vault: keyvault.Vault) -> keyvault.Key:
        """3072 bits are for more than ten years, and all services take them for keys of yours.

        https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation
        """
        return keyvault.Key(
            self._name,
            key_name=self._name,
            resource_group_name=args.resource_group,
            vault_name=vault.name,
            properties={
                "kty": "RSA-HSM" if args.hardware else "RSA",
                "key_size": 3072,
                "key_ops": ["wrapKey", "unwrapKey", "encrypt", "decrypt"],
                "attributes": {"enabled": True},
                "rotation_policy": {
                    "attributes": {"expiry_time": f"P{args.rotation_days + 30}D"},
                    "lifetime_actions": [
                        {
                            "trigger": {"time_after_create": f"P{args.rotation_days}D"},
                            "action": {"type": keyvault.KeyRotationPolicyActionType.ROTATE},
                        },
                        {
                            "trigger": {"time_before_expiry": "P30D"},
                            "action": {"type": keyvault.KeyRotationPolicyActionType.NOTIFY},
                        },
                    ],
                },
            },
            tags=args.tags,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )
