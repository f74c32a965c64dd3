"""What a user does after `up` so that several nodes work as one: in-cluster software of the fabric, as sentences."""

from collections.abc import Iterator

from stackwright.accelerators.gke import Joining, family_of, joining, slices
from stackwright.accelerators.machines import Machine

_ALL = "give pods all accelerators of a node, and"
_CLAIMS = "guide: Allocate network resources by using GKE managed DRANET"
_DECLARE = (
    "declare each network with `-fabric-` in its name to the cluster, as a Network and a GKENetworkParamSet of device "
    "mode {mode}, which pods name in their annotation; guide: Set up multi-network support for Pods"
)


def fabric(machine: Machine, nodes: int, version: str | None) -> Iterator[str]:
    """What pods on so many of `machine` need beside the device plugin; nothing where the cloud's other steps say it."""
    if machine.cloud != "gcp" or nodes < 2:
        return
    family, origin = family_of(machine), joining(machine, nodes, version)
    if family.installer:
        yield f"install {family.installer}: NCCL finds no {family.fabric} without it"
    if origin is Joining.PROFILE:
        yield f"{_ALL} a claim of all devices of class `{family.claims}`; {_CLAIMS}"
    elif origin is Joining.NETWORKS:
        yield _DECLARE.format(mode="`NetDevice`" + (", `RDMA` where it has `-rdma-`" if family.rdma_subnets else ""))
    if topology := slices(machine).get(nodes):
        yield f"run {nodes} pods at once on nodes with the label `cloud.google.com/gke-tpu-topology: {topology}`"
