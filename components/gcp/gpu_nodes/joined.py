"""What joins the nodes of a pool: their further interfaces, and where they stand."""

from collections.abc import Sequence

from pulumi import Output, Resource, ResourceOptions
from pulumi_gcp import compute, container

from stackwright.accelerators.gke import family_of, slices
from stackwright.accelerators.machines import Machine
from stackwright.components.gcp.project import Project
from stackwright.components.inputs import In

CLAIMED: str = "cloud.google.com/gke-networking-dra-driver"
"""Label of nodes whose further interfaces pods claim.

https://cloud.google.com/kubernetes-engine/docs/how-to/allocate-network-resources-dra
"""

DRIFT = [
    "initialNodeCount",
    "nodeConfig.effectiveTaints",
    'nodeConfig.labels["gke.networks.io/accelerator-network-profile"]',
]
"""What GKE fills in by itself; a refresh would undo it, and some of it by a new pool.

Local disks are not among it: the count is declared as the machine type has it.
"""


def interfaces(
    managed: bool, networks: In[Sequence[str]] | None, subnets: In[Sequence[str]] | None
) -> container.NodePoolNetworkConfigArgsDict:
    """Private nodes, whose further interfaces GKE adds by itself, or which are listed, or of which there are none."""
    config: container.NodePoolNetworkConfigArgsDict = {"enable_private_nodes": True}
    if managed:
        config["accelerator_network_profile"] = "auto"
    elif networks is not None and subnets is not None:
        config["additional_node_network_configs"] = Output.all(networks, subnets).apply(_each)
    return config


def _each(both: Sequence[Sequence[str]]) -> list[container.NodePoolNetworkConfigAdditionalNodeNetworkConfigArgsDict]:
    networks, subnets = both
    return [{"network": network, "subnetwork": subnet} for network, subnet in zip(networks, subnets, strict=True)]


def placement(
    pool: Resource, project: Project, machine: Machine, nodes: int, *, compact: bool
) -> container.NodePoolPlacementPolicyArgsDict | None:
    """Where the nodes stand: in one TPU slice, in one NVLink domain, close to each other as asked, or anywhere.

    The type stays empty, as gcloud leaves it: GKE takes COMPACT and never tells it again, so that each refresh would
    end in a new pool (GoogleCloudPlatform/cluster-toolkit pull requests 5691 and 6302). A4X and TPU7x take a workload
    policy in place of a compact one (vllm-project/ci-infra pull request 547, cluster-toolkit `gke-a4x`).
    """
    family, several = family_of(machine), nodes > 1
    topology = slices(machine).get(nodes, "")
    found: container.NodePoolPlacementPolicyArgsDict = {"type": ""}
    if compact or (several and family.policy):
        found["policy_name"] = _policy(pool, project, family.domain or topology).name
    if topology:
        found["tpu_topology"] = topology
    return found if len(found) > 1 else None


def _policy(pool: Resource, project: Project, topology: str) -> compute.ResourcePolicy:
    return compute.ResourcePolicy(
        pool.pulumi_resource_name,
        project=project.id,
        region=project.region,
        group_placement_policy=None if topology else {"collocation": "COLLOCATED"},
        workload_policy={"type": "HIGH_THROUGHPUT", "accelerator_topology": topology} if topology else None,
        opts=ResourceOptions(parent=pool),
    )
