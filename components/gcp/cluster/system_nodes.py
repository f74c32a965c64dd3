"""Nodes without accelerators, on which the cluster's own services run."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import container
from pydantic import Field

from stackwright.components.gcp.cluster.node_settings import node_settings
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.pools import SYSTEM_LABELS


class GcpSystemNodesArgs(Args):
    """Arguments of `GcpSystemNodes`."""

    cluster_name: In[str]
    """Cluster that the nodes join."""

    zones: In[Sequence[str]] | None = None
    """Zones of the nodes; those of the cluster when unset."""

    service_account: In[str]
    """E-mail of the service account of the nodes."""

    key_id: In[str]
    """KMS key that encrypts the disks."""

    machine_type: str = "e2-standard-4"
    """x86_64 machine type without accelerators."""

    nodes: int = Field(default=1, ge=1, le=100)
    """Number of nodes in each zone."""

    disk_gib: int = Field(default=50, ge=20, le=65536)
    """Size of the boot disk."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Labels of instances and disks."""


class GcpSystemNodes(pulumi.ComponentResource):
    """A node pool that repairs its nodes and replaces them one at a time."""

    cluster_name: Output[str]
    """Name of the cluster, once it has nodes to run something on."""

    def __init__(self, name: str, args: GcpSystemNodesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpSystemNodes", name, {}, opts)
        args = GcpSystemNodesArgs.model_validate(args)
        project = project_of(self)

        settings = node_settings(
            email=args.service_account,
            key_id=args.key_id,
            machine_type=args.machine_type,
            disk_gib=args.disk_gib,
            disk_type="pd-balanced",
            tags=args.tags,
        )
        pool = container.NodePool(
            name,
            cluster=args.cluster_name,
            project=project.id,
            location=project.region,
            node_locations=args.zones,
            node_count=args.nodes,
            node_config={**settings, "labels": dict(SYSTEM_LABELS)},
            network_config={"enable_private_nodes": True},
            management={"auto_repair": True, "auto_upgrade": True},
            upgrade_settings={"strategy": "SURGE", "max_surge": 1, "max_unavailable": 0},
            opts=ResourceOptions(parent=self),
        )

        self.cluster_name = pool.cluster
        self.register_outputs({"cluster_name": self.cluster_name})
