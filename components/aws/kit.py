"""The AWS kit: one stack's foundation, and its roles built on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pulumi_aws
from pulumi import ResourceOptions

from stackwright.accelerators.machines import Machine
from stackwright.components import given
from stackwright.components.intents import ClusterAccess, FilesystemKind, Foundation, Nat, Purchase, RunsOn, Variant
from stackwright.components.kits import stack_tags
from stackwright.components.roles import Cluster, Endpoint, Filesystem, GpuPool, Identity, ObjectStore
from stackwright.components.zones import asked

if TYPE_CHECKING:
    from stackwright.components.aws.budget import AwsBudget
    from stackwright.components.aws.cluster import AwsCluster
    from stackwright.components.aws.endpoint import AwsEndpoint
    from stackwright.components.aws.filesystem import AwsLustre, AwsNfs
    from stackwright.components.aws.gpu_nodes import AwsGpuNodes
    from stackwright.components.aws.identity import AwsRole
    from stackwright.components.aws.keys import AwsKey
    from stackwright.components.aws.monitoring import AwsMonitoring
    from stackwright.components.aws.network import AwsNetwork
    from stackwright.components.aws.registry import AwsRegistry
    from stackwright.components.aws.storage import AwsBucket, AwsLogBucket

STACK_TAG = "stackwright:stack"
"""Tag on all that a stack owns; its budget counts what carries it."""


class AwsKit:
    """Builds one stack on AWS: the key first, then the network, then roles in that network, encrypted with that key."""

    def __init__(self, foundation: Foundation) -> None:
        self.foundation = foundation
        tags = stack_tags(foundation, STACK_TAG)
        self._tags = tags
        self._provider = pulumi_aws.Provider(
            foundation.prefix,
            region=foundation.region,
            allowed_account_ids=[foundation.account] if foundation.account else None,
            default_tags={"tags": tags},
        )
        self._log_bucket: AwsLogBucket | None = None
        self._cluster: AwsCluster | None = None
        self._pools: dict[str, AwsGpuNodes] = {}

    def key(self, name: str) -> "AwsKey":
        """Key that encrypts all data of the stack."""
        from stackwright.components.aws.keys import AwsKey, AwsKeyArgs

        self._key = AwsKey(self._name(name), AwsKeyArgs(protect=self.foundation.protect), self._opts())
        return self._key

    def network(
        self, name: str, *, cidr: str, zones: int | Sequence[str], nat: Nat, services: Sequence[str]
    ) -> "AwsNetwork":
        """VPC with private subnets in `zones`."""
        from stackwright.components.aws.network import AwsNetwork, AwsNetworkArgs

        args = AwsNetworkArgs.model_validate(
            {
                "key_arn": self._key.id,
                "cidr": cidr,
                "nat": nat,
                "services": list(services),
                "log_retention_days": self.foundation.log_retention_days,
                **asked(zones),
            }
        )
        self._network = AwsNetwork(self._name(name), args, self._opts())
        self._zones = zones if isinstance(zones, int) else len(zones)
        return self._network

    def identity(self, name: str, *, runs_on: RunsOn) -> "AwsRole":
        """IAM role without any permission yet."""
        from stackwright.components.aws.identity import AwsRole, AwsRoleArgs

        return AwsRole(self._name(name), AwsRoleArgs(runs_on=runs_on), self._opts())

    def object_store(self, name: str, *, retention_days: int | None = None) -> "AwsBucket":
        """Bucket whose access is logged to the stack's log bucket."""
        from stackwright.components.aws.storage import AwsBucket, AwsBucketArgs, AwsLogBucket, AwsLogBucketArgs

        shared = self.foundation
        if self._log_bucket is None:
            logs = AwsLogBucketArgs(retention_days=shared.log_retention_days, protect=shared.protect)
            self._log_bucket = AwsLogBucket(self._name("access-logs"), logs, self._opts())
        args = AwsBucketArgs(
            key_arn=self._key.id,
            log_bucket=self._log_bucket.name,
            retention_days=retention_days,
            protect=shared.protect,
        )
        return AwsBucket(self._name(name), args, self._opts())

    def registry(self, name: str) -> "AwsRegistry":
        """ECR repository."""
        from stackwright.components.aws.registry import AwsRegistry, AwsRegistryArgs

        args = AwsRegistryArgs(key_arn=self._key.id, protect=self.foundation.protect)
        return AwsRegistry(self._name(name), args, self._opts())

    def cluster(self, name: str, *, access: ClusterAccess, version: str | None = None) -> "AwsCluster":
        """EKS cluster with its system nodes."""
        from stackwright.components.aws.cluster import AwsCluster, AwsClusterArgs

        chosen = {"version": version} if version else {}
        args = AwsClusterArgs.model_validate(
            {
                "network_id": self._network.id,
                "network_cidr": self._network.cidr,
                "subnet_ids": self._network.subnet_ids,
                "key_arn": self._key.id,
                "public_cidrs": list(access.public_cidrs),
                "log_retention_days": self.foundation.log_retention_days,
                "protect": self.foundation.protect,
                "tags": self._tags,
                **chosen,
            }
        )
        self._cluster = AwsCluster(self._name(name), args, self._opts())
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
    ) -> "AwsGpuNodes":
        """Managed node group of accelerated machines in one zone."""
        from stackwright.components.aws.gpu_nodes import AwsGpuNodes, AwsGpuNodesArgs

        cluster = given.cluster(self._cluster)
        args = AwsGpuNodesArgs(
            cluster_name=cluster.name,
            version=cluster.version,
            node_role_arn=cluster.node_role_arn,
            cluster_security_group_id=cluster.security_group_id,
            network_id=self._network.id,
            network_cidr=self._network.cidr,
            subnet_id=self._network.subnet_in(zone),
            key_arn=self._key.id,
            machine=machine,
            nodes=nodes,
            purchase=purchase,
            disk_gib=disk_gib,
            placement_group=placement_group,
            tags=self._tags,
        )
        self._pools[name] = AwsGpuNodes(self._name(name), args, self._opts())
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
    ) -> "AwsLustre | AwsNfs":
        """FSx for Lustre in one zone, or EFS in all; the cluster, if there is one, gets the driver."""
        from stackwright.components.aws.filesystem import AwsLustre, AwsLustreArgs, AwsNfs, AwsNfsArgs

        if self._cluster is not None:
            self._cluster.add_driver(kind)
        place, shared = self._network, self.foundation
        if kind is FilesystemKind.NFS:
            nfs = AwsNfsArgs(
                network_id=place.id,
                network_cidr=place.cidr,
                subnet_ids=[place.subnet_ids[number] for number in range(self._zones)],
                key_arn=self._key.id,
                protect=shared.protect,
            )
            return AwsNfs(self._name(name), nfs, self._opts())
        pool = next(iter(self._pools.values()), None)
        self._lustre_gib = size_gib
        lustre = AwsLustreArgs(
            network_id=place.id,
            network_cidr=place.cidr,
            subnet_id=place.subnet_in(zone),
            key_arn=self._key.id,
            size_gib=size_gib,
            throughput=throughput,
            source_bucket=source.name if source else None,
            fabric_security_group_id=pool.security_group_id if pool else None,
            log_retention_days=shared.log_retention_days,
            protect=shared.protect,
        )
        return AwsLustre(self._name(name), lustre, self._opts())

    def endpoint(
        self,
        name: str,
        *,
        variants: Sequence[Variant],
        identity: Identity,
        capture: ObjectStore | None,
        capture_percent: int,
        requests_per_instance: int,
    ) -> "AwsEndpoint":
        """SageMaker endpoint inside the network."""
        from stackwright.components.aws.endpoint import AwsEndpoint, AwsEndpointArgs
        from stackwright.components.aws.identity import role_of

        role = role_of(identity)
        args = AwsEndpointArgs(
            network_id=self._network.id,
            subnet_ids=self._network.subnet_ids,
            key_arn=self._key.id,
            role_name=role.name,
            role_arn=role.principal,
            variants=variants,
            requests_per_instance=requests_per_instance,
            capture_bucket=capture.name if capture else None,
            capture_percent=capture_percent,
            log_retention_days=self.foundation.log_retention_days,
        )
        return AwsEndpoint(self._name(name), args, self._opts())

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
    ) -> "AwsMonitoring":
        """CloudWatch dashboard and alarms of what is given."""
        from stackwright.components.aws.filesystem import AwsLustre, AwsNfs
        from stackwright.components.aws.monitoring import AwsMonitoring, AwsMonitoringArgs

        lustre = filesystem if isinstance(filesystem, AwsLustre) else None
        nfs = filesystem if isinstance(filesystem, AwsNfs) else None
        size = {"lustre_size_gib": self._lustre_gib} if lustre else {}
        args = AwsMonitoringArgs.model_validate(
            {
                "key_arn": self._key.id,
                "notify": list(notify),
                "cluster_name": cluster.name if cluster else None,
                "node_groups": {key: pool.scaling_group for key, pool in self._pools.items() if pool in pools},
                "endpoint_name": endpoint.name if endpoint else None,
                "variants": list(variants),
                "lustre_id": lustre.id if lustre else None,
                "nfs_id": nfs.id if nfs else None,
                **size,
            }
        )
        return AwsMonitoring(self._name(name), args, self._opts())

    def budget(
        self, name: str, *, monthly_usd: float, alert_percent: Sequence[int], notify: Sequence[str]
    ) -> "AwsBudget":
        """AWS Budgets on what carries the stack's tag."""
        from stackwright.components.aws.budget import AwsBudget, AwsBudgetArgs

        args = AwsBudgetArgs(
            monthly_usd=monthly_usd,
            notify=list(notify),
            alert_percent=list(alert_percent),
            tag_key=STACK_TAG,
            tag_value=self.foundation.prefix,
        )
        return AwsBudget(self._name(name), args, self._opts())

    def _name(self, name: str) -> str:
        return f"{self.foundation.prefix}-{name}"

    def _opts(self) -> ResourceOptions:
        return ResourceOptions(providers=[self._provider])
