"""Networks that several accelerated machines of a zone talk over, beside the one of their cluster."""

from collections.abc import Iterator, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import compute
from pydantic import Field, field_validator

from stackwright.accelerators.gke import Family, family_of
from stackwright.accelerators.machines import Machine
from stackwright.components.gcp.logs import RETENTION_DAYS_MAX, GcpLogBucket, GcpLogBucketArgs
from stackwright.components.gcp.network.addresses import fabric_ranges
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.waits import after

_FLOWS = 'resource.type="gce_subnetwork" AND resource.labels.subnetwork_name=("'

Interface = tuple[Output[str], Output[str]]
"""Names of the VPC and of the subnet that one interface of a machine is in."""


class GcpFabricArgs(Args):
    """Arguments of `GcpFabric`."""

    machine: Machine
    """Machine type that is joined: it says how many networks there are, and of which kind."""

    zone: In[str]
    """Zone of the machines."""

    network_cidr: str
    """Range of the cluster's network, which the others do not overlap."""

    key_id: In[str]
    """KMS key that encrypts the flow logs; Cloud Logging may use it."""

    log_retention_days: int = Field(default=365, ge=1, le=RETENTION_DAYS_MAX)
    """Days a record of the traffic is kept."""

    @field_validator("machine")
    @classmethod
    def _is_joined_by_networks(cls, machine: Machine) -> Machine:
        if machine.cloud != "gcp" or not machine.accelerator or not family_of(machine).networks:
            raise ValueError(f"{machine.name} has no networks beside that of its cluster")
        return machine


class GcpFabric(pulumi.ComponentResource):
    """Networks without a way in or out, in which machines reach each other alone.

    A3 High has four and A3 Mega eight of one interface each, for GPUDirect-TCPX(O), with packets of 8,244 bytes; A3
    Ultra, A4 and A4X have one of gVNIC, and one more of RoCE with a subnet for each GPU's adapter.
    https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx
    https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom
    """

    networks: Output[Sequence[str]]
    """Name of the VPC of each further interface of a machine, in their order."""

    subnets: Output[Sequence[str]]
    """Name of the subnet of each, once machines in it reach each other."""

    def __init__(self, name: str, args: GcpFabricArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpFabric", name, {}, opts)
        args = GcpFabricArgs.model_validate(args)
        self._project, family = project_of(self), family_of(args.machine)
        ranges = iter(fabric_ranges(args.network_cidr))

        own = [self._own(f"{name}-{number}", next(ranges), family) for number in range(family.networks)]
        self._flow_logs(args, [subnet for _, subnet in own])
        rdma = list(self._rdma(args, ranges, family)) if family.rdma_subnets else []

        self.networks = Output.all(*[network for network, _ in own + rdma])
        self.subnets = Output.all(*[subnet for _, subnet in own + rdma])
        self.register_outputs({"networks": self.networks, "subnets": self.subnets})

    def _own(self, name: str, cidr: str, family: Family) -> Interface:
        """One VPC with one subnet, in which machines connect to each other and to nothing else."""
        child = ResourceOptions(parent=self)
        network = compute.Network(
            name,
            auto_create_subnetworks=False,
            delete_default_routes_on_create=True,
            routing_mode="REGIONAL",
            mtu=family.mtu,
            description=f"{family.fabric} of {self.pulumi_resource_name}",
            opts=child,
        )
        subnet = compute.Subnetwork(
            name,
            network=self._path(network),
            region=self._project.region,
            ip_cidr_range=cidr,
            private_ip_google_access=True,
            stack_type="IPV4_ONLY",
            # long flows of few machines: one packet in ten, told every ten minutes, shows who talks to whom
            log_config={"aggregation_interval": "INTERVAL_10_MIN", "flow_sampling": 0.1},
            opts=child,
        )
        inside = compute.Firewall(
            name,
            network=self._path(network),
            description="Machines of this network connect to each other",
            direction="INGRESS",
            source_ranges=[cidr],
            allows=[{"protocol": "tcp"}, {"protocol": "udp"}, {"protocol": "icmp"}],
            opts=child,
        )
        return network.name, after(subnet.name, inside.name)

    def _rdma(self, args: GcpFabricArgs, ranges: Iterator[str], family: Family) -> Iterator[Interface]:
        """The RoCE VPC of the zone: its profile lets machines in it connect, and takes no firewall and no flow logs.

        https://cloud.google.com/vpc/docs/rdma-network-profiles
        """
        name, child = f"{self.pulumi_resource_name}-rdma", ResourceOptions(parent=self)
        network = compute.Network(
            name,
            auto_create_subnetworks=False,
            routing_mode="REGIONAL",
            mtu=family.mtu,
            network_profile=self._project.path("global/networkProfiles/", Output.from_input(args.zone), "-vpc-roce"),
            description=f"{family.fabric} of {self.pulumi_resource_name}",
            opts=child,
        )
        for number in range(family.rdma_subnets):
            subnet = compute.Subnetwork(
                f"{name}-{number}",
                network=self._path(network),
                region=self._project.region,
                ip_cidr_range=next(ranges),
                opts=child,
            )
            yield network.name, subnet.name

    def _flow_logs(self, args: GcpFabricArgs, subnets: Sequence[Output[str]]) -> None:
        names = Output.all(*subnets).apply('" OR "'.join)
        logs = GcpLogBucketArgs(
            key_id=args.key_id,
            stem=subnets[0],
            filter=Output.concat(_FLOWS, names, '")'),
            retention_days=args.log_retention_days,
        )
        GcpLogBucket(f"{self.pulumi_resource_name}-flow-logs", logs, ResourceOptions(parent=self))

    def _path(self, network: compute.Network) -> Output[str]:
        return self._project.path("global/networks/", network.name)
