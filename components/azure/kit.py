"""The Azure kit: one stack's foundation, and its roles built on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pulumi_azure_native
from pulumi import Output, ResourceOptions

from stackwright.accelerators.machines import Machine
from stackwright.components import given
from stackwright.components.intents import ClusterAccess, FilesystemKind, Foundation, Nat, Purchase, RunsOn, Variant
from stackwright.components.kits import stack_tags
from stackwright.components.roles import Cluster, Endpoint, Filesystem, GpuPool, Identity, ObjectStore
from stackwright.components.zones import asked

if TYPE_CHECKING:
    from stackwright.components.azure.budget import AzureBudget
    from stackwright.components.azure.cluster import AzureCluster
    from stackwright.components.azure.endpoint import AzureEndpoint
    from stackwright.components.azure.filesystem import AzureFiles, AzureLustre
    from stackwright.components.azure.gpu_nodes import AzureGpuNodes
    from stackwright.components.azure.identity import AzureIdentity
    from stackwright.components.azure.keys import AzureKey
    from stackwright.components.azure.monitoring import AzureMonitoring
    from stackwright.components.azure.network import AzureNetwork
    from stackwright.components.azure.registry import AzureRegistry
    from stackwright.components.azure.storage import AzureBucket

STACK_TAG = "stackwright:stack"
"""Tag on all that a stack owns; its budget counts what carries it."""
STORED = ("vault_uri", "key_name", "key_user_id", "workspace_id", "protect")
"""Wires of everything that keeps data in a storage account."""


class AzureKit:
    """Builds one stack on Azure: the key first, then the network, then roles in it, encrypted with that key."""

    def __init__(self, foundation: Foundation) -> None:
        from stackwright.components.azure.ground import AzureGround, AzureGroundArgs

        self.foundation, region = foundation, foundation.region
        tags = stack_tags(foundation, STACK_TAG)
        self._provider = pulumi_azure_native.Provider(
            foundation.prefix, subscription_id=foundation.account or None, location=region
        )
        ground = AzureGroundArgs(location=region, log_retention_days=foundation.log_retention_days, tags=tags)
        self._ground = AzureGround(self._name("ground"), ground, self._opts())
        self._place = {"resource_group": self._ground.resource_group, "location": region, "tags": tags}
        self._cluster: AzureCluster | None = None
        self._pools: dict[str, AzureGpuNodes] = {}
        self._registries: list[Output[str]] = []
        self._endpoint: AzureEndpoint | None = None

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

        args = AzureNetworkArgs.model_validate(
            {
                **self._given(*STORED),
                "cidr": cidr,
                "nat": nat,
                "services": list(services),
                "log_retention_days": self.foundation.log_retention_days,
                **asked(zones),
            }
        )
        self._nat = nat
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

        args = AzureBucketArgs.model_validate({**self._given(*STORED), "retention_days": retention_days})
        store = AzureBucket(self._name(name), args, self._opts())
        self._network.connect(name, service="blob", resource_id=store.account_id)
        return store

    def registry(self, name: str) -> "AzureRegistry":
        """Container registry, reached from the network alone."""
        from stackwright.components.azure.registry import AzureRegistry, AzureRegistryArgs

        wires = self._given("key_id", "key_user_id", "key_user_client_id", "workspace_id", "protect")
        args = AzureRegistryArgs.model_validate(wires)
        images = AzureRegistry(self._name(name), args, self._opts())
        self._registries.append(images.id)
        self._network.connect(name, service="registry", resource_id=images.id)
        return images

    def cluster(self, name: str, *, access: ClusterAccess, version: str | None = None) -> "AzureCluster":
        """AKS cluster with its system nodes."""
        from stackwright.components.azure.cluster import AzureCluster, AzureClusterArgs

        args = AzureClusterArgs.model_validate(
            {
                **self._given("key_uri", "key_name", "key_user_id", "vault_id", "workspace_id", "protect"),
                "subnet_id": self._network.subnet_in(None),
                "api_subnet_id": self._network.cluster_subnet_id,
                "nat": self._nat,
                "registry_ids": self._registries,
                "public_cidrs": list(access.public_cidrs),
                "zones": self._network.zone_names,
                **({"version": version} if version else {}),
            }
        )
        self._cluster = AzureCluster(self._name(name), args, self._opts())
        return self._cluster

    def gpu_pool(
        self,
        name: str,
        *,
        machine: Machine,
        nodes: int,
        purchase: Purchase,
        zone: str | None,
        disk_gib: int,
        placement_group: bool,
    ) -> "AzureGpuNodes":
        """Agent pool of accelerated machines in one zone."""
        from stackwright.components.azure.gpu_nodes import AzureGpuNodes, AzureGpuNodesArgs

        cluster = given.cluster(self._cluster)
        args = AzureGpuNodesArgs.model_validate(
            {
                **self._place,
                "cluster_name": cluster.name,
                "version": cluster.version,
                "subnet_id": self._network.subnet_in(zone),
                "machine": machine,
                "nodes": nodes,
                "purchase": purchase,
                "zone": self._network.zone(zone),
                "disk_gib": disk_gib,
                "placement_group": placement_group,
            }
        )
        self._pools[name] = AzureGpuNodes(self._name(name), args, self._opts())
        return self._pools[name]

    def filesystem(
        self,
        name: str,
        *,
        kind: FilesystemKind,
        size_gib: int,
        throughput: int,
        zone: str | None,
        source: ObjectStore | None,
    ) -> "AzureLustre | AzureFiles":
        """Managed Lustre in one zone, or Azure Files in all; Lustre begins empty, as `limits.py` says of `source`."""
        from stackwright.components.azure.filesystem import AzureFiles, AzureFilesArgs, AzureLustre, AzureLustreArgs

        if kind is FilesystemKind.NFS:
            nfs = AzureFilesArgs.model_validate({**self._given(*STORED), "size_gib": size_gib})
            share = AzureFiles(self._name(name), nfs, self._opts())
            self._network.connect(name, service="file", resource_id=share.account_id)
            return share
        lustre = AzureLustreArgs.model_validate(
            {
                **self._given("key_uri", "key_user_id", "vault_id", "protect"),
                "subnet_id": self._network.filesystem_subnet_id,
                "size_gib": size_gib,
                "throughput": throughput,
                "zone": self._network.zone(zone),
            }
        )
        return AzureLustre(self._name(name), lustre, self._opts())

    def endpoint(
        self,
        name: str,
        *,
        variants: Sequence[Variant],
        identity: Identity,
        capture: ObjectStore | None,
        capture_percent: int,
        requests_per_instance: int,
    ) -> "AzureEndpoint":
        """Azure ML online endpoint, reached from the network alone; its workspace needs a registry."""
        from stackwright.components.azure.endpoint import AzureEndpoint, AzureEndpointArgs
        from stackwright.components.azure.identity import identity_of
        from stackwright.components.azure.storage import AzureBucket

        who, store = identity_of(identity), capture if isinstance(capture, AzureBucket) else None
        if not self._registries:
            self.registry("images")
        args = AzureEndpointArgs.model_validate(
            {
                **self._given(*STORED, "key_uri", "vault_id"),
                "registry_id": self._registries[0],
                "identity_id": who.id,
                "identity_principal": who.principal,
                "nat": self._nat,
                "variants": variants,
                "requests_per_instance": requests_per_instance,
                "capture_account": store.name if store else None,
                "capture_container": store.container if store else None,
                "capture_percent": capture_percent,
            }
        )
        self._endpoint = AzureEndpoint(self._name(name), args, self._opts())
        self._network.connect(name, service="amlworkspace", resource_id=self._endpoint.ml_workspace_id)
        return self._endpoint

    def monitoring(
        self,
        name: str,
        *,
        cluster: Cluster | None = None,
        pools: Sequence[GpuPool] = (),
        endpoint: Endpoint | None = None,
        variants: Sequence[str] = (),
        filesystem: Filesystem | None = None,
        notify: Sequence[str] = (),
    ) -> "AzureMonitoring":
        """Portal dashboard and metric alerts of what is given."""
        from stackwright.components.azure.filesystem import AzureFiles, AzureLustre
        from stackwright.components.azure.monitoring import AzureMonitoring, AzureMonitoringArgs

        lustre = filesystem if isinstance(filesystem, AzureLustre) else None
        nfs = filesystem if isinstance(filesystem, AzureFiles) else None
        args = AzureMonitoringArgs.model_validate(
            {
                **self._place,
                "notify": list(notify),
                "cluster_id": self._cluster.id if cluster and self._cluster else None,
                "agent_pools": {key: pool.name for key, pool in self._pools.items() if pool in pools},
                "endpoint_id": self._endpoint.id if endpoint and self._endpoint else None,
                "variants": [self._endpoint.deployments[each] for each in variants] if self._endpoint else [],
                "lustre_id": lustre.id if lustre else None,
                "nfs_account_id": nfs.account_id if nfs else None,
            }
        )
        return AzureMonitoring(self._name(name), args, self._opts())

    def budget(
        self, name: str, *, monthly_usd: float, alert_percent: Sequence[int], notify: Sequence[str]
    ) -> "AzureBudget":
        """Budget of the subscription on what carries the stack's tag."""
        from stackwright.components.azure.budget import AzureBudget, AzureBudgetArgs

        args = AzureBudgetArgs(
            monthly_usd=monthly_usd,
            notify=list(notify),
            alert_percent=list(alert_percent),
            tag_key=STACK_TAG,
            tag_value=self.foundation.prefix,
            resource_group_id=self._ground.resource_group_id,
        )
        return AzureBudget(self._name(name), args, self._opts())

    def _name(self, name: str) -> str:
        return f"{self.foundation.prefix}-{name}"

    def _opts(self) -> ResourceOptions:
        return ResourceOptions(providers=[self._provider])

    def _given(self, *wires: str) -> dict[str, Any]:
        """Place of the stack, and what of its key, its logs and its network a component asks for by name."""
        key = self._key
        known = {
            "key_id": key.id,
            "key_uri": key.key_uri,
            "key_name": key.key_name,
            "key_user_id": key.user_id,
            "key_user_client_id": key.user_client_id,
            "vault_id": key.vault_id,
            "vault_uri": key.vault_uri,
            "workspace_id": self._ground.workspace_id,
            "protect": self.foundation.protect,
        }
        return {**self._place, **{wire: known[wire] for wire in wires}}
