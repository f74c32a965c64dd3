"""A pool of accelerated nodes in one zone, with their drivers, their capacity and their local disks set up."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import container
from pydantic import Field, field_validator, model_validator

from stackwright.accelerators.gke import family_of, slices
from stackwright.accelerators.machines import Machine
from stackwright.components import pools
from stackwright.components.gcp.cluster.node_settings import node_settings
from stackwright.components.gcp.gpu_nodes.capacity import reservation
from stackwright.components.gcp.gpu_nodes.joined import CLAIMED, DRIFT, interfaces, placement
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

_ARCH = "kubernetes.io/arch"


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
    """Number of nodes, all the time; 1000 is GKE's limit of one zone of a pool.

    Several TPU hosts are one slice, whose topology this says.
    """

    purchase: Purchase = Purchase()
    """How the machines are bought; on demand when left out."""

    disk_gib: int = Field(default=200, ge=50, le=65536)
    """Size of the boot disk, which holds images where the machine has no local disks."""

    placement_group: bool = False
    """Machines are placed close to each other, at the price of finding fewer of them."""

    managed_networks: bool = False
    """GKE makes the networks between the accelerators of the nodes itself, and pods claim interfaces of them."""

    fabric_networks: In[Sequence[str]] | None = None
    """VPC of each further interface of a node, by name; those of a `GcpFabric`, and none when unset."""

    fabric_subnets: In[Sequence[str]] | None = None
    """Subnet of each, by name."""

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
        if self.placement_group and not family_of(self.machine).compact:
            raise ValueError(f"placement_group does not go with {self.machine.name} - leave it out")
        return self

    @model_validator(mode="after")
    def _has_one_origin_of_networks(self) -> "GcpGpuNodesArgs":
        if (self.fabric_networks is None) != (self.fabric_subnets is None):
            raise ValueError("fabric_networks and fabric_subnets go together - name both or none")
        if self.managed_networks and self.fabric_networks is not None:
            raise ValueError("managed_networks has no room for fabric_networks - leave one of them out")
        if self.managed_networks and not family_of(self.machine).profile:
            raise ValueError(f"managed_networks is not for {self.machine.name} - give it those of a GcpFabric")
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> "GcpGpuNodesArgs":
        most, hosts = family_of(self.machine).domain_nodes, slices(self.machine)
        if most and self.nodes > most:
            raise ValueError(f"nodes: {most} of {self.machine.name} are one domain of NVLink, the most of a pool")
        if self.machine.family == "tpu" and self.nodes > 1 and self.nodes not in hosts:
            counts = ", ".join(map(str, hosts)) or "no"
            raise ValueError(f"nodes: {counts} hosts of {self.machine.name} are one slice")
        return self


class GcpGpuNodes(pulumi.ComponentResource):
    """A node pool of a fixed size, tainted for accelerated work, whose broken nodes are replaced.

    Nodes reach each other over gVNIC, with NCCL Fast Socket where Google has it for their GPUs, and over the networks
    of their fabric where there are some.
    """

    name: Output[str]
    """Name of the node pool, known at preview."""

    def __init__(self, name: str, args: GcpGpuNodesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpGpuNodes", name, {}, opts)
        args = GcpGpuNodesArgs.model_validate(args)
        self._machine, self._purchase, self._managed = args.machine, args.purchase, args.managed_networks
        pools.told_of_tcp(self, args.machine, args.nodes)

        self.name = self._node_pool(args).name
        self.register_outputs({"name": self.name})

    @property
    def labels(self) -> Mapping[str, str]:
        """Kubernetes labels of the nodes."""
        labels = pools.labels(self._machine, self._purchase, RESOURCE[self._machine.family])
        return labels | ({CLAIMED: "true"} if self._managed else {})

    @property
    def taints(self) -> Sequence[str]:
        """Kubernetes taints of the nodes, `key=value:Effect`."""
        return tuple(f"{key}={value}:NoSchedule" for key, value in self._tainted().items())

    def _tainted(self) -> Mapping[str, str]:
        """Taints that GKE adds by itself: a pool that does not declare them is made anew by the next update.

        hashicorp/terraform-provider-google issues 7928 (GPUs) and 13308 (Arm);
        https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#create-gpu-pool-auto-drivers
        """
        arch = {} if self._machine.arch == "x86_64" else {_ARCH: self._machine.arch}
        return {RESOURCE[self._machine.family]: "present", **arch}

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
            network_config=interfaces(args.managed_networks, args.fabric_networks, args.fabric_subnets),
            management={"auto_repair": True, "auto_upgrade": True},
            upgrade_settings={"strategy": "SURGE", "max_surge": 0, "max_unavailable": 1},
            placement_policy=placement(self, project, args.machine, args.nodes, compact=args.placement_group),
            opts=ResourceOptions(parent=self, delete_before_replace=reserved or None, ignore_changes=DRIFT),
        )

    def _node_config(self, args: GcpGpuNodesArgs) -> container.NodePoolNodeConfigArgsDict:
        """Settings of a node; Fast Socket needs gVNIC and Google's own image, which every node has."""
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
            "taints": [{"key": key, "value": value, "effect": "NO_SCHEDULE"} for key, value in self._tainted().items()],
        }
        if gpus := accelerators(args.machine, args.driver):
            config["guest_accelerators"] = gpus
        if args.nodes > 1 and family_of(args.machine).fast_socket:
            config["fast_socket"] = {"enabled": True}
        if disks := local_disks(args.machine):
            config["ephemeral_storage_local_ssd_config"] = disks
        if args.image_cache:
            config["secondary_boot_disks"] = image_cache(args.image_cache)
            config["gcfs_config"] = {"enabled": True}
        return config
