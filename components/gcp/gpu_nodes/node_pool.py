"""A pool of accelerated nodes in one zone, with their drivers, their capacity and their local disks set up."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import container
from pydantic import Field, field_validator, model_validator

from stackwright.accelerators.machines import Machine
from stackwright.components import pools
from stackwright.components.gcp.cluster.node_settings import node_settings
from stackwright.components.gcp.gpu_nodes.capacity import reservation
from stackwright.components.gcp.gpu_nodes.launch import (
    Driver,
    accelerators,
    boot_disk_type,
    image_cache,
    local_disks,
)
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.intents import Capacity, Purchase

RESOURCE = {"nvidia": "nvidia.com/gpu", "tpu": "google.com/tpu"}
"""Kubernetes resource of the device plugin, by maker; pools carry it as their taint."""


class GcpGpuNodesArgs(Args):
    """Arguments of `GcpGpuNodes`."""

    cluster_name: In[str]
    """Cluster that the nodes join."""

    service_account: In[str]
    """E-mail of the service account of the nodes."""

    zone: In[str]
    """Zone of all nodes, that of the reserved capacity if there is any."""

    key_id: In[str]
    """KMS key that encrypts the boot disks."""

    machine: Machine
    """Machine type."""

    nodes: int = Field(ge=0, le=1000)
    """Number of nodes, all the time; 1000 is GKE's limit of one zone of a pool."""

    purchase: Purchase = Purchase()
    """How the machines are bought; on demand when left out."""

    disk_gib: int = Field(default=200, ge=50, le=65536)
    """Size of the boot disk, which holds images where the machine has no local disks."""

    placement_group: bool = False
    """Machines are placed close to each other, at the price of finding fewer of them."""

    driver: Driver = Driver.DEFAULT
    """Driver that GKE installs: the one it recommends for the Kubernetes version, or the newest."""

    image_cache: str | None = Field(default=None, pattern=r"^(projects/|global/images/)\S+$")
    """Disk image with container images, so that nodes start without pulling; none when unset."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Labels of instances and disks."""

    @field_validator("machine")
    @classmethod
    def _is_accelerated(cls, machine: Machine) -> Machine:
        return pools.accelerated(machine, "gcp", "Google Cloud", RESOURCE)

    @field_validator("purchase")
    @classmethod
    def _names_its_reservation(cls, purchase: Purchase) -> Purchase:
        return pools.bought(purchase, "gcp")

    @model_validator(mode="after")
    def _places_freely_in_reservations(self) -> "GcpGpuNodesArgs":
        # a reservation has its placement already: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement
        pools.placed(self.placement_group, self.purchase)
        return self


class GcpGpuNodes(pulumi.ComponentResource):
    """A node pool of a fixed size, tainted for accelerated work, whose broken nodes are replaced.

    Nodes reach each other over gVNIC: the networks of GPUDirect and RDMA belong to multi-node training, and are not
    made here.
    """

    name: Output[str]
    """Name of the node pool, known at preview."""

    def __init__(self, name: str, args: GcpGpuNodesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpGpuNodes", name, {}, opts)
        args = GcpGpuNodesArgs.model_validate(args)
        self._machine, self._purchase = args.machine, args.purchase

        self.name = self._node_pool(args).name
        self.register_outputs({"name": self.name})

    @property
    def labels(self) -> Mapping[str, str]:
        """Kubernetes labels of the nodes."""
        return pools.labels(self._machine, self._purchase, RESOURCE[self._machine.family])

    @property
    def taints(self) -> Sequence[str]:
        """Kubernetes taints of the nodes, `key=value:Effect`."""
        return (f"{RESOURCE[self._machine.family]}=present:NoSchedule",)

    def _node_pool(self, args: GcpGpuNodesArgs) -> container.NodePool:
        """The pool; a node gives way before its successor comes, as there may be no second machine to find."""
        project = project_of(self)
        reserved = args.purchase.capacity is Capacity.RESERVATION
        return container.NodePool(
            self.pulumi_resource_name,
            cluster=args.cluster_name,
            project=project.id,
            location=project.region,
            node_locations=[args.zone],
            node_count=args.nodes,
            node_config=self._node_config(args),
            network_config={"enable_private_nodes": True},
            management={"auto_repair": True, "auto_upgrade": True},
            upgrade_settings={"strategy": "SURGE", "max_surge": 0, "max_unavailable": 1},
            placement_policy={"type": "COMPACT"} if args.placement_group else None,
            opts=ResourceOptions(parent=self, delete_before_replace=reserved or None),
        )

    def _node_config(self, args: GcpGpuNodesArgs) -> container.NodePoolNodeConfigArgsDict:
        """Settings of a node; GKE adds the taint by itself, and a pool that does not declare it drifts.

        https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#create-gpu-pool-auto-drivers
        """
        config: container.NodePoolNodeConfigArgsDict = {
            **node_settings(
                email=args.service_account,
                key_id=args.key_id,
                machine_type=args.machine.name,
                disk_gib=args.disk_gib,
                disk_type=boot_disk_type(args.machine),
                tags=args.tags,
            ),
            "reservation_affinity": reservation(args.purchase),
            "spot": args.purchase.capacity is Capacity.SPOT,
            "labels": self.labels,
            "taints": [{"key": RESOURCE[args.machine.family], "value": "present", "effect": "NO_SCHEDULE"}],
        }
        if gpus := accelerators(args.machine, args.driver):
            config["guest_accelerators"] = gpus
        if disks := local_disks(args.machine):
            config["ephemeral_storage_local_ssd_config"] = disks
        if args.image_cache:
            config["secondary_boot_disks"] = image_cache(args.image_cache)
            config["gcfs_config"] = {"enabled": True}
        return config
