"""The Google Cloud kit: one stack's foundation, and its roles built on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pulumi_gcp
from pulumi import Output, ResourceOptions

from stackwright.accelerators.gke import Joining, joining
from stackwright.accelerators.machines import Machine
from stackwright.components import given
from stackwright.components.gcp.keys import KeyUser
from stackwright.components.intents import ClusterAccess, FilesystemKind, Foundation, Nat, Purchase, RunsOn, Variant
from stackwright.components.kits import stack_tags
from stackwright.components.roles import Cluster, Endpoint, Filesystem, GpuPool, Identity, ObjectStore
from stackwright.components.zones import asked

if TYPE_CHECKING:
    from stackwright.components.gcp.budget import GcpBudget
    from stackwright.components.gcp.cluster import GcpCluster
    from stackwright.components.gcp.endpoint import GcpEndpoint
    from stackwright.components.gcp.filesystem import GcpLustre, GcpNfs
    from stackwright.components.gcp.gpu_nodes import GcpGpuNodes
    from stackwright.components.gcp.identity import GcpServiceAccount
    from stackwright.components.gcp.keys import GcpKey
    from stackwright.components.gcp.monitoring import GcpMonitoring
    from stackwright.components.gcp.network import GcpNetwork
    from stackwright.components.gcp.registry import GcpRegistry
    from stackwright.components.gcp.storage import GcpAccessLogs, GcpBucket

STACK_LABEL = "stackwright-stack"
"""Label on all that a stack owns; its budget counts what carries it."""


class GcpKit:
    """Builds one stack on Google Cloud: the key first, then the network, then roles in it, encrypted with that key."""

    def __init__(self, foundation: Foundation) -> None:
        self.foundation = foundation
        labels = stack_tags(foundation, STACK_LABEL)
        self._labels = labels
        project = foundation.account or None
        self._provider = pulumi_gcp.Provider(
            foundation.prefix,
            project=project,
            region=foundation.region,
            default_labels=labels,
            # budgets are refused to people who do not say whose quota they use
            billing_project=project,
            user_project_override=True if project else None,
        )
        self._access_logs: GcpAccessLogs | None = None
        self._cluster: GcpCluster | None = None
        self._pools: dict[str, GcpGpuNodes] = {}

    def key(self, name: str) -> "GcpKey":
        """Key that encrypts all data of the stack."""
        from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs

        self._key = GcpKey(self._name(name), GcpKeyArgs(protect=self.foundation.protect), self._opts())
        return self._key

    def network(
        self, name: str, *, cidr: str, zones: int | Sequence[str], nat: Nat, services: Sequence[str]
    ) -> "GcpNetwork":
        """VPC with one private subnet, whose machines stand in `zones`."""
        from stackwright.components.gcp.network import GcpNetwork, GcpNetworkArgs

        args = GcpNetworkArgs.model_validate(
            {
                "key_id": self._key.used_by(KeyUser.LOGGING),
                "cidr": cidr,
                "nat": nat,
                "services": list(services),
                "log_retention_days": self.foundation.log_retention_days,
                **asked(zones),
            }
        )
        self._network, self._cidr = GcpNetwork(self._name(name), args, self._opts()), cidr
        return self._network

    def identity(self, name: str, *, runs_on: RunsOn) -> "GcpServiceAccount":
        """Service account without any permission yet."""
        from stackwright.components.gcp.identity import GcpServiceAccount, GcpServiceAccountArgs

        return GcpServiceAccount(self._name(name), GcpServiceAccountArgs(runs_on=runs_on), self._opts())

    def object_store(self, name: str, *, retention_days: int | None = None) -> "GcpBucket":
        """Bucket whose access is logged to the stack's log bucket."""
        from stackwright.components.gcp.storage import GcpAccessLogs, GcpAccessLogsArgs, GcpBucket, GcpBucketArgs

        shared = self.foundation
        if self._access_logs is None:
            logs = GcpAccessLogsArgs(
                key_id=self._key.used_by(KeyUser.LOGGING),
                stem=self._key.name,
                retention_days=shared.log_retention_days,
            )
            self._access_logs = GcpAccessLogs(self._name("access-logs"), logs, self._opts())
        args = GcpBucketArgs(
            key_id=self._key.used_by(KeyUser.STORAGE), retention_days=retention_days, protect=shared.protect
        )
        return GcpBucket(self._name(name), args, self._opts())

    def registry(self, name: str) -> "GcpRegistry":
        """Artifact Registry repository."""
        from stackwright.components.gcp.registry import GcpRegistry, GcpRegistryArgs

        args = GcpRegistryArgs(key_id=self._key.used_by(KeyUser.ARTIFACTS), protect=self.foundation.protect)
        return GcpRegistry(self._name(name), args, self._opts())

    def cluster(self, name: str, *, access: ClusterAccess, version: str | None = None) -> "GcpCluster":
        """GKE cluster with its system nodes, and with room for the networks of machines that are joined by some."""
        from stackwright.components.gcp.cluster import GcpCluster, GcpClusterArgs
        from stackwright.components.gcp.network.vpc import PODS, SERVICES

        place, joined, self._version = self._network, self.foundation.joined, version
        args = GcpClusterArgs(
            network_id=place.id,
            network_cidr=place.cidr,
            subnet_id=place.subnet_ids[0],
            pods_range=PODS,
            services_range=SERVICES,
            key_id=self._key.used_by(KeyUser.CONTAINER, KeyUser.COMPUTE, KeyUser.LOGGING),
            zones=place.zones,
            version=version,
            multi_networking=joined is not None and joining(joined, 2, version) is Joining.NETWORKS,
            public_cidrs=list(access.public_cidrs),
            dns=access.dns,
            log_retention_days=self.foundation.log_retention_days,
            tags=self._labels,
            protect=self.foundation.protect,
        )
        self._cluster = GcpCluster(self._name(name), args, self._opts())
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
    ) -> "GcpGpuNodes":
        """Node pool of accelerated machines in one zone, with the networks between them."""
        from stackwright.components.gcp.gpu_nodes import GcpGpuNodes, GcpGpuNodesArgs

        cluster = given.cluster(self._cluster)
        args = GcpGpuNodesArgs(
            cluster_name=cluster.name,
            service_account=cluster.node_service_account,
            zone=self._network.zone_or_first(zone),
            key_id=self._key.used_by(KeyUser.COMPUTE),
            machine=machine,
            nodes=nodes,
            purchase=purchase,
            disk_gib=disk_gib,
            placement_group=placement_group,
            tags=self._labels,
            **self._joined(name, machine, nodes, zone),
        )
        self._pools[name] = GcpGpuNodes(self._name(name), args, self._opts())
        return self._pools[name]

    def _joined(self, name: str, machine: Machine, nodes: int, zone: str | None) -> dict[str, Any]:
        from stackwright.components.gcp.network import GcpFabric, GcpFabricArgs

        origin = joining(machine, nodes, self._version)
        if origin is not Joining.NETWORKS:
            return {"managed_networks": origin is Joining.PROFILE}
        args = GcpFabricArgs(
            machine=machine,
            zone=self._network.zone_or_first(zone),
            network_cidr=self._cidr,
            key_id=self._key.used_by(KeyUser.LOGGING),
            log_retention_days=self.foundation.log_retention_days,
        )
        fabric = GcpFabric(self._name(f"{name}-fabric"), args, self._opts())
        return {"fabric_networks": fabric.networks, "fabric_subnets": fabric.subnets}

    def filesystem(
        self,
        name: str,
        *,
        kind: FilesystemKind,
        size_gib: int,
        throughput: int,
        zone: str | None,
        source: ObjectStore | None,
    ) -> "GcpLustre | GcpNfs":
        """Managed Lustre in one zone, or Filestore in three, by the network's peering with Google's own."""
        from stackwright.components.gcp.filesystem import GcpLustre, GcpLustreArgs, GcpNfs, GcpNfsArgs
        from stackwright.components.gcp.storage import GcpBucket

        place, shared = self._network, self.foundation
        if kind is FilesystemKind.NFS:
            nfs = GcpNfsArgs(
                network_path=place.peered(),
                network_cidr=place.cidr,
                key_id=self._key.used_by(KeyUser.FILESTORE),
                size_gib=size_gib,
                protect=shared.protect,
            )
            return GcpNfs(self._name(name), nfs, self._opts())
        if isinstance(source, GcpBucket):
            source.allow_transfer(self._key.member(KeyUser.LUSTRE), name)
        lustre = GcpLustreArgs(
            network_path=place.peered(),
            zone=place.zone_or_first(zone),
            key_id=self._key.used_by(KeyUser.LUSTRE),
            size_gib=size_gib,
            throughput=throughput,
            protect=shared.protect,
        )
        return GcpLustre(self._name(name), lustre, self._opts())

    def endpoint(
        self,
        name: str,
        *,
        variants: Sequence[Variant],
        identity: Identity,
        capture: ObjectStore | None,
        capture_percent: int,
        requests_per_instance: int,
    ) -> "GcpEndpoint":
        """Vertex AI endpoint that only the network reaches."""
        from stackwright.components.gcp.endpoint import GcpEndpoint, GcpEndpointArgs
        from stackwright.components.gcp.identity import account_of

        args = GcpEndpointArgs(
            network_id=self._network.id,
            subnet_id=self._network.subnet_ids[0],
            key_id=self._key.used_by(KeyUser.VERTEX, KeyUser.BIGQUERY, KeyUser.LOGGING),
            service_account=account_of(identity).principal,
            variants=variants,
            requests_per_instance=requests_per_instance,
            capture_percent=capture_percent if capture else None,
            log_retention_days=self.foundation.log_retention_days,
            tags=self._labels,
            protect=self.foundation.protect,
        )
        return GcpEndpoint(self._name(name), args, self._opts())

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
    ) -> "GcpMonitoring":
        """Cloud Monitoring dashboard and alert policies of what is given."""
        from stackwright.components.gcp.filesystem import GcpLustre, GcpNfs
        from stackwright.components.gcp.monitoring import GcpMonitoring, GcpMonitoringArgs

        args = GcpMonitoringArgs(
            notify=list(notify),
            cluster_name=cluster.name if cluster else None,
            pools=[key for key, pool in self._pools.items() if pool in pools],
            endpoint_id=endpoint.name if endpoint else None,
            lustre_id=_last(filesystem.id) if isinstance(filesystem, GcpLustre) else None,
            nfs_id=_last(filesystem.id) if isinstance(filesystem, GcpNfs) else None,
        )
        return GcpMonitoring(self._name(name), args, self._opts())

    def budget(
        self, name: str, *, monthly_usd: float, alert_percent: Sequence[int], notify: Sequence[str]
    ) -> "GcpBudget":
        """Cloud Billing budget on what carries the stack's label."""
        from stackwright.components.gcp.budget import GcpBudget, GcpBudgetArgs

        args = GcpBudgetArgs(
            key_id=self._key.used_by(KeyUser.PUBSUB),
            monthly_usd=monthly_usd,
            notify=list(notify),
            alert_percent=list(alert_percent),
            billing_account=self.foundation.billing_account or None,
            label_key=STACK_LABEL,
            label_value=self.foundation.prefix,
        )
        return GcpBudget(self._name(name), args, self._opts())

    def _name(self, name: str) -> str:
        return f"{self.foundation.prefix}-{name}"

    def _opts(self) -> ResourceOptions:
        return ResourceOptions(providers=[self._provider])


def _last(path: Output[str]) -> Output[str]:
    return path.apply(lambda parts: parts.rpartition("/")[2])
