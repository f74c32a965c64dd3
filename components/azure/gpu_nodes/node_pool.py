"""A pool of accelerated nodes in one zone, with its driver, its capacity and its kernel set up."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import containerservice
from pydantic import Field, field_validator, model_validator

from stackwright.accelerators.fabric import joined
from stackwright.accelerators.machines import Machine
from stackwright.components import pools
from stackwright.components.azure.account import PlacedArgs, account_of
from stackwright.components.azure.gpu_nodes.capacity import SPOT_LABEL, SPOT_TAINT, market
from stackwright.components.azure.gpu_nodes.infiniband import feature_state
from stackwright.components.azure.gpu_nodes.launch import (
    RESOURCE,
    DriverOwner,
    MigProfile,
    driver_owner,
    image,
    kernel,
    kubelet,
    partitions,
)
from stackwright.components.inputs import In
from stackwright.components.intents import Capacity, Purchase
from stackwright.components.waits import after

TAINT = "sku=gpu:NoSchedule"
"""Taint that AKS documents for GPU nodes: https://learn.microsoft.com/azure/aks/use-nvidia-gpu"""

POOL_NAME_MAX = 12
"""https://learn.microsoft.com/azure/aks/create-node-pools#limitations"""


class AzureGpuNodesArgs(PlacedArgs):
    """Arguments of `AzureGpuNodes`."""

    cluster_name: In[str]
    """Cluster that the nodes join."""

    version: In[str]
    """Kubernetes version of the nodes, that of the cluster."""

    subnet_id: In[str]
    """Private subnet of the nodes."""

    zone: str | None = Field(default=None, pattern=r"^[1-3]$")
    """Availability zone, that of the reserved capacity if there is any; Azure chooses where it places when unset."""

    machine: Machine
    """Machine type."""

    nodes: int = Field(ge=0, le=1000)
    """Number of nodes, all the time; 1000 is AKS's limit of one pool."""

    purchase: Purchase = Purchase()
    """How the machines are bought; on demand when left out."""

    disk_gib: int = Field(default=200, ge=50, le=2048)
    """Size of the root disk, which holds images; encrypted as the cluster's disks are."""

    placement_group: bool = False
    """Machines are placed close to each other, at the price of finding fewer of them."""

    driver: DriverOwner | None = None
    """Who installs the driver; AKS where it can when unset, the operator where several machines share InfiniBand.

    Not to be changed for a pool that exists.
    """

    mig: MigProfile | None = None
    """Parts that each GPU is divided into; whole GPUs when unset."""

    max_pods: int = Field(default=60, ge=10, le=250)
    """Pods that a node takes."""

    @field_validator("machine")
    @classmethod
    def _is_accelerated(cls, machine: Machine) -> Machine:
        return pools.accelerated(machine, "azure", "Azure", RESOURCE)

    @field_validator("purchase")
    @classmethod
    def _names_its_reservation(cls, purchase: Purchase) -> Purchase:
        return pools.bought(purchase, "azure")

    @model_validator(mode="after")
    def _has_one_owner_of_the_driver(self) -> "AzureGpuNodesArgs":
        driver_owner(self.machine, self.nodes, self.driver)
        partitions(self.machine, self.mig)
        return self

    @model_validator(mode="after")
    def _places_freely_in_reservations(self) -> "AzureGpuNodesArgs":
        # https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview#limitations-and-restrictions
        pools.placed(self.placement_group, self.purchase)
        return self


class AzureGpuNodes(pulumi.ComponentResource):
    """An agent pool of a fixed size, tainted for accelerated work, whose broken nodes AKS repairs.

    Its name says what it is made of: another machine is another pool beside it, and the old one goes when the new
    one is there, but for reserved machines, of which there are no others. Several machines with InfiniBand are one
    scale set on one InfiniBand network: that takes the feature `AKSInfinibandSupport` of the subscription, whose state
    is read before anything is made. One machine more than one is another pool, as the first was placed alone.
    """

    name: Output[str]
    """Name of the pool, known at preview."""

    id: Output[str]
    """Resource id of the pool."""

    def __init__(self, name: str, args: AzureGpuNodesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureGpuNodes", name, {}, opts)
        args = AzureGpuNodesArgs.model_validate(args)
        self._machine, self._purchase = args.machine, args.purchase
        pools.told_of_tcp(self, args.machine, args.nodes)
        self.driver = driver_owner(args.machine, args.nodes, args.driver)

        chosen = account_of(self).joined(name, *_fixed(args, self.driver), limit=POOL_NAME_MAX)
        pool = self._pool(args, after(chosen, feature_state(self, args.machine, args.nodes)))

        self.name = after(chosen, pool.urn)
        self.id = pool.id
        self.register_outputs({"name": self.name, "id": self.id})

    @property
    def labels(self) -> Mapping[str, str]:
        """Kubernetes labels of the nodes."""
        spot = dict([SPOT_LABEL]) if self._purchase.capacity is Capacity.SPOT else {}
        return {**pools.labels(self._machine, self._purchase, RESOURCE[self._machine.family]), **spot}

    @property
    def taints(self) -> Sequence[str]:
        """Kubernetes taints of the nodes, `key=value:Effect`."""
        return (TAINT, SPOT_TAINT) if self._purchase.capacity is Capacity.SPOT else (TAINT,)

    def _pool(self, args: AzureGpuNodesArgs, chosen: Output[str]) -> containerservice.AgentPool:
        bought = market(args.purchase)
        return containerservice.AgentPool(
            self.pulumi_resource_name,
            agent_pool_name=chosen,
            resource_group_name=args.resource_group,
            resource_name_=args.cluster_name,
            mode="User",
            type="VirtualMachineScaleSets",
            orchestrator_version=args.version,
            vm_size=args.machine.name,
            count=args.nodes,
            enable_auto_scaling=False,
            os_type="Linux",
            os_sku=image(args.machine),
            os_disk_type="Managed",
            os_disk_size_gb=args.disk_gib,
            kubelet_disk_type="OS",
            gpu_profile={"driver": "Install" if self.driver is DriverOwner.AZURE else "None"},
            gpu_instance_profile=partitions(args.machine, args.mig),
            scale_set_priority=bought.priority,
            scale_set_eviction_policy=bought.eviction,
            spot_max_price=bought.max_price,
            capacity_reservation_group_id=bought.reservation_group,
            upgrade_settings=bought.upgrade,
            scale_down_mode="Delete",
            availability_zones=[args.zone] if args.zone else None,
            proximity_placement_group_id=self._placement(args) if args.placement_group else None,
            vnet_subnet_id=args.subnet_id,
            enable_node_public_ip=False,
            enable_encryption_at_host=True,
            security_profile={"ssh_access": "Disabled"},
            max_pods=args.max_pods,
            kubelet_config=kubelet(),
            linux_os_config=kernel(),
            node_labels=self.labels,
            node_taints=list(self.taints),
            tags=args.tags,
            opts=ResourceOptions(parent=self, delete_before_replace=bought.reservation_group is not None or None),
        )

    def _placement(self, args: AzureGpuNodesArgs) -> Output[str]:
        """Group that keeps machines in one datacentre; they start together with the first of them."""
        from pulumi_azure_native import compute

        group = compute.ProximityPlacementGroup(
            self.pulumi_resource_name,
            resource_group_name=args.resource_group,
            location=args.location,
            proximity_placement_group_type="Standard",
            zones=[args.zone] if args.zone else None,
            intent={"vm_sizes": [args.machine.name]},
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )
        return group.id


def _fixed(args: AzureGpuNodesArgs, driver: DriverOwner) -> tuple[str, ...]:
    """What AKS does not change of a pool that exists.

    https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update (PropertyChangeNotAllowed)
    """
    return (
        args.location,
        args.machine.name,
        args.purchase.capacity,
        args.purchase.reservation_id,
        args.zone or "",
        driver,
        args.mig or "",
        str(args.disk_gib),
        str(args.max_pods),
        "together" if args.placement_group else "",
        *(("joined",) if joined(args.machine, args.nodes) else ()),
    )
