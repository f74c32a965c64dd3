"""The Azure kit: one stack's foundation, and its roles built on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_azure_native
from pulumi import ResourceOptions

from stackwright.components.intents import ClusterAccess, Foundation, Nat, RunsOn

if TYPE_CHECKING:
    from stackwright.components.azure.cluster import AzureCluster
    from stackwright.components.azure.gpu_nodes import AzureGpuNodes
    from stackwright.components.azure.identity import AzureIdentity
    from stackwright.components.azure.keys import AzureKey
    from stackwright.components.azure.network import AzureNetwork
    from stackwright.components.azure.registry import AzureRegistry
    from stackwright.components.azure.storage import AzureBucket

STACK_TAG = "stackwright:stack"
"""Tag on all that a stack owns; its budget counts what carries it."""


class AzureKit:
    """Builds one stack on Azure: the key first, then the network, then roles in that network, encrypted with that key."""

    def __init__(self, foundation: Foundation) -> None:
        from stackwright.components.azure.ground import AzureGround, AzureGroundArgs

        self.foundation = foundation
        tags = {**foundation.tags, STACK_TAG: foundation.prefix, "stackwright:environment": foundation.environment}
        self._provider = pulumi_azure_native.Provider(
            foundation.prefix, subscription_id=foundation.account or None, location=foundation.region
        )
        ground = AzureGroundArgs(
            location=foundation.region, log_retention_days=foundation.log_retention_days, tags=tags
        )
        self._ground = AzureGround(self._name("ground"), ground, self._opts())
        self._place = {"resource_group": self._ground.resource_group, "location": foundation.region, "tags": tags}
        self._cluster: AzureCluster | None = None
        self._pools: dict[str, AzureGpuNodes] = {}

    def key(self, name: str) -> "AzureKey":
        """Key that encrypts all data of the stack."""
        from stackwright.components.azure.keys import AzureKey, AzureKeyArgs

        args = AzureKeyArgs.model_validate(
            {**self._place, "workspace_id": self._ground.workspace_id, "protect": self.foundation.protect}
        )
        self._key = AzureKey(self._name(name), args, self._opts())
        return self._key

    def network(
        self, name: str, *, cidr: str, zones: int | Sequence[str], nat: Nat, services: Sequence[str]
    ) -> "AzureNetwork":
        """VNet with private subnets in `zones`, and the private way to the key."""
        from stackwright.components.azure.network import AzureNetwork, AzureNetworkArgs

        where = {"zone_count": zones} if isinstance(zones, int) else {"zone_names": list(zones)}
        args = AzureNetworkArgs.model_validate(
            {
                **self._place,
                **self._encryption(),
                "workspace_id": self._ground.workspace_id,
                "cidr": cidr,
                "nat": nat,
                "services": list(services),
                "log_retention_days": self.foundation.log_retention_days,
                "protect": self.foundation.protect,
                **where,
            }
        )
        self._network = AzureNetwork(self._name(name), args, self._opts())
        self._network.connect("key", service="vault", resource_id=self._key.vault_id)
        return self._network

    def identity(self, name: str, *, runs_on: RunsOn) -> "AzureIdentity":
        """User-assigned identity without any permission yet."""
        from stackwright.components.azure.identity import AzureIdentity, AzureIdentityArgs

        args = AzureIdentityArgs.model_validate({**self._place, "runs_on": runs_on})
        return AzureIdentity(self._name(name), args, self._opts())

    def object_store(self, name: str, *, retention_days: int | None = None) -> "AzureBucket":
        """Container in a storage account of its own, reached from the network alone."""
        from stackwright.components.azure.storage import AzureBucket, AzureBucketArgs

        args = AzureBucketArgs.model_validate(
            {
                **self._place,
                **self._encryption(),
                "workspace_id": self._ground.workspace_id,
                "retention_days": retention_days,
                "protect": self.foundation.protect,
            }
        )
        store = AzureBucket(self._name(name), args, self._opts())
        self._network.connect(name, service="blob", resource_id=store.account_id)
        return store

    def registry(self, name: str) -> "AzureRegistry":
        """Container registry, reached from the network alone."""
        from stackwright.components.azure.registry import AzureRegistry, AzureRegistryArgs

        args = AzureRegistryArgs.model_validate(
            {
                **self._place,
                "key_id": self._key.id,
                "key_user_id": self._key.user_id,
                "key_user_client_id": self._key.user_client_id,
                "workspace_id": self._ground.workspace_id,
                "protect": self.foundation.protect,
            }
        )
        images = AzureRegistry(self._name(name), args, self._opts())
        self._network.connect(name, service="registry", resource_id=images.id)
        return images

    def cluster(self, name: str, *, access: ClusterAccess, version: str | None = None) -> "AzureCluster":
        """AKS cluster with its system nodes."""
        from stackwright.components.azure.cluster import AzureCluster, AzureClusterArgs

        chosen = {"version": version} if version else {}
        args = AzureClusterArgs.model_validate(
            {
                **self._place,
                "network_id": self._network.id,
                "network_cidr": self._network.cidr,
                "subnet_ids": self._network.subnet_ids,
                "nat": self._network.nat,
                "key": self._key.key_uri,
                "vault_id": self._key.vault_id,
                "workspace_id": self._ground.workspace_id,
                "public_cidrs": list(access.public_cidrs),
                "protect": self.foundation.protect,
                **chosen,
            }
        )
        self._cluster = AzureCluster(self._name(name), args, self._opts())
        return self._cluster

    def _name(self, name: str) -> str:
        return f"{self.foundation.prefix}-{name}"

    def _opts(self) -> ResourceOptions:
        return ResourceOptions(providers=[self._provider])

    def _encryption(self) -> dict[str, Any]:
        """Wires of what is encrypted with the stack's key by the identity that may use it."""
        return {
            "vault_uri": self._key.vault_uri,
            "key_name": self._key.key_name,
            "key_user_id": self._key.user_id,
        }

    def _built_cluster(self) -> "AzureCluster":
        if self._cluster is None:
            raise pulumi.RunError("a pool of nodes needs a cluster: call kit.cluster first")
        return self._cluster
