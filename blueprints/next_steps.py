"""What a user does after `up`, where that differs between clouds: sentences as data."""

from collections.abc import Mapping

from stackwright.accelerators.aks import operated
from stackwright.accelerators.fabric import NVLINK_DOMAINS, joined, over_tcp
from stackwright.accelerators.machines import Machine
from stackwright.blueprints.values import Cloud
from stackwright.components.limits import Feature, limit

CONFIRM: Mapping[Cloud, tuple[str, ...]] = {
    Cloud.AWS: ("confirm the e-mails that ask whether alarms may be sent to you",),
    Cloud.GCP: (),
    Cloud.AZURE: (),
}
"""SNS asks who is mailed: https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html"""

_PLUGIN = "install the device plugin of the accelerators' maker: pods see no accelerator without it"
_NETWORK = (
    "install chart `nvidia/network-operator` v26.1.0, with tolerations for `node_taints` and a NicClusterPolicy whose "
    "device plugin offers InfiniBand to pods as `rdma/ib`"
)
_NVIDIA = (
    "install chart `nvidia/gpu-operator` v26.3.2, with tolerations for `node_taints` and `driver.enabled` and "
    "`toolkit.enabled` true: AKS installs no driver on these nodes"
)
_RDMA = (
    "`driver.rdma.enabled` and `driver.rdma.useHostMofed` true, and `nfd.enabled` false: the network operator has one"
)
_DOMAINS = (
    "install chart `nvidia/nvidia-dra-driver-gpu` 25.12.0, with `resources.gpus.enabled` false, as the device plugin "
    "offers the GPUs: pods of one job claim a ComputeDomain, and reach each other over NVLink in it"
)
_AMD = (
    "install chart `rocm/gpu-operator-charts` v1.5.1, with tolerations for `node_taints`: AKS installs no driver on "
    "these nodes"
)
_PODS = "give pods all of a node's accelerators and `rdma/ib`, and the capability `IPC_LOCK`, as RDMA locks memory"
DEVICES: Mapping[Cloud, tuple[str, ...]] = {
    Cloud.AWS: ("install the device plugin of the accelerators' maker, and the fabric's: pods see neither without it",),
    Cloud.GCP: (),
    Cloud.AZURE: (_PLUGIN,),
}
"""What pods need to see accelerators; GKE brings its own: https://cloud.google.com/kubernetes-engine/docs/concepts/gpus"""

OPERATORS: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("nvidia", True): (_NETWORK, f"{_NVIDIA}; {_RDMA}", _PODS),
    ("nvidia", False): (_NVIDIA,),
    ("amd", True): (_NETWORK, f"{_AMD}; `node-feature-discovery.enabled` false: the network operator has one", _PODS),
    ("amd", False): (_AMD,),
}
"""The same where the driver comes from the cluster, by maker and whether machines share a fabric.

Versions: Azure/ai-infrastructure-on-azure `deploy-aks.sh`, NVIDIA/aicr `recipes/overlays/aks.yaml`; one NFD, and what
RDMA needs: ai-dynamo/dynamo, RDMA guide for AKS.
"""


def devices(machine: Machine, nodes: int) -> tuple[str, ...]:
    """What pods need to see the accelerators of `machine`, and what there is between so many of them."""
    together = joined(machine, nodes)
    found = OPERATORS[machine.family, together] if operated(machine, nodes) else DEVICES[Cloud(machine.cloud)]
    if together and machine.accelerator.startswith(NVLINK_DOMAINS):
        return (*found, _DOMAINS)
    slow = over_tcp(machine, nodes)
    return (*found, f"expect jobs over several nodes to be slow: {slow}") if slow else found


CALL: Mapping[Cloud, str] = {
    Cloud.AWS: "put a request into `request.json` and run `call`",
    Cloud.GCP: "put a request into `request.json` and run `call` on a machine in the network",
    Cloud.AZURE: "put a request into `request.json` and run `call` on a machine in the network",
}
"""Endpoints of Vertex AI and Azure ML have addresses in the network alone."""


def filling(cloud: Cloud) -> tuple[str, ...]:
    """How objects get into the file system in front of the datasets, where it is a lustre one."""
    found = limit(cloud, Feature.FILLED_LUSTRE)
    if found is None:
        return ("mount `scratch_source` in the pods; objects of `datasets_uri` appear there",)
    return ("mount `scratch_source` in the pods", found.instead)
