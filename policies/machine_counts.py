"""Which resources of Google Cloud and Azure use machines, and how many at most: one row a type."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.shapes import number
from stackwright.policies.tokens import azure, gcp

CLUSTER: Final = gcp("container/Cluster")
DEPLOYED: Final = "pulumi-python:dynamic/vertex:Deployment"
"""A model on a Vertex endpoint; the provider has no resource for it, so a program makes it with the client."""
AUTOSCALING: Final = azure("monitor/AutoscaleSetting")
_ZONE: Final = re.compile(r"-[a-z]$")
_DEFAULT_ZONES: Final = 3
"""Zones that GKE spreads a regional pool over unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Machines:
    """Where resources of one type say which machines they use; all paths are below `base`."""

    type: str
    most: tuple[str, ...] = ()
    """Largest numbers of machines; the first that is given counts."""
    per_zone: tuple[str, ...] = ()
    """The same, in each zone."""
    attached: str = ""
    """Accelerators of one machine, where the resource adds them itself."""
    base: str = ""
    unless: str = ""
    """Property that, when true, means that there are none of these machines."""
    runs: bool = True
    """False for what only describes machines, such as a template or a reservation."""


_REPLICAS: Final = ("maxReplicaCount", "minReplicaCount")


def _served(base: str) -> Machines:
    return Machines("machineSpec.machineType", _REPLICAS, attached="machineSpec.acceleratorCount", base=base)


MACHINES: Final[Mapping[str, Machines]] = {
    gcp("container/NodePool"): Machines(
        "nodeConfig.machineType",
        ("autoscaling.totalMaxNodeCount",),
        ("autoscaling.maxNodeCount", "nodeCount", "initialNodeCount"),
        "nodeConfig.guestAccelerators[*].count",
    ),
    CLUSTER: Machines(
        "nodeConfig.machineType",
        per_zone=("initialNodeCount",),
        attached="nodeConfig.guestAccelerators[*].count",
        unless="removeDefaultNodePool",
    ),
    gcp("compute/Instance"): Machines("machineType", attached="guestAccelerators[*].count"),
    gcp("compute/InstanceTemplate"): Machines("machineType", runs=False),
    gcp("compute/RegionInstanceTemplate"): Machines("machineType", runs=False),
    gcp("compute/Reservation"): Machines("specificReservation.instanceProperties.machineType", runs=False),
    gcp("colab/RuntimeTemplate"): Machines("machineSpec.machineType", runs=False),
    gcp("workbench/Instance"): Machines("gceSetup.machineType", attached="gceSetup.acceleratorConfigs[*].coreCount"),
    gcp("vertex/AiEndpointWithModelGardenDeployment"): _served("deployConfig.dedicatedResources"),
    gcp("vertex/AiDeploymentResourcePool"): _served("dedicatedResources"),
    gcp("vertex/AiPersistentResource"): Machines(
        "machineSpec.machineType",
        ("autoscalingSpec.maxReplicaCount", "replicaCount"),
        attached="machineSpec.acceleratorCount",
        base="resourcePools[*]",
    ),
    DEPLOYED: Machines("machineType", _REPLICAS, attached="acceleratorCount"),
    azure("containerservice/AgentPool"): Machines("vmSize", ("maxCount", "count")),
    azure("containerservice/ManagedCluster"): Machines("vmSize", ("maxCount", "count"), base="agentPoolProfiles[*]"),
    azure("compute/VirtualMachine"): Machines("hardwareProfile.vmSize"),
    azure("compute/VirtualMachineScaleSet"): Machines("sku.name", ("sku.capacity",)),
    azure("compute/CapacityReservation"): Machines("sku.name", runs=False),
    azure("machinelearningservices/Compute"): Machines(
        "properties.properties.vmSize", ("properties.properties.scaleSettings.maxNodeCount",)
    ),
    azure("machinelearningservices/OnlineDeployment"): Machines(
        "properties.instanceType", ("properties.scaleSettings.maxInstances", "sku.capacity")
    ),
}


def below(base: str, path: str) -> str:
    """`path` below `base`."""
    return f"{base}.{path}" if base and path else base or path


def bases(resource: Resource, row: Machines) -> list[str]:
    """Concrete places of `row` in a resource."""
    if row.unless and resource.get(row.unless) is True:
        return []
    return [path for path, value in resource.all(row.base) if value is not MISSING] if row.base else [""]


def largest(resource: Resource, graph: Graph, base: str = "") -> Any:
    """Most machines that the resource may run below `base`, `UNKNOWN`, or `MISSING` where it gives no number."""
    row = MACHINES[resource.type]
    scaled = [
        value
        for one in graph.all_pointing_at(resource, AUTOSCALING, "targetResourceUri")
        for _, value in one.all("profiles[*].capacity.maximum")
    ]
    if scaled:
        return _sum_or(scaled, max)
    given = _first(resource, base, row.most)
    if given is not MISSING:
        return given
    per_zone = _first(resource, base, row.per_zone)
    zones = _zones(resource, graph)
    if per_zone is MISSING or zones is UNKNOWN or per_zone is UNKNOWN:
        return UNKNOWN if per_zone is UNKNOWN or (zones is UNKNOWN and per_zone is not MISSING) else MISSING
    return per_zone * zones


def attached(resource: Resource, base: str = "") -> Any:
    """Accelerators that one machine is given, `UNKNOWN`, or `MISSING` where its type decides."""
    path = MACHINES[resource.type].attached
    found = [value for _, value in resource.all(below(base, path)) if value is not MISSING] if path else []
    return _sum_or(found, sum) if found else MISSING


def _sum_or(values: Iterable[Any], combined: Any) -> Any:
    listed = list(values)
    return UNKNOWN if UNKNOWN in listed else combined(number(value, 0.0) or 0.0 for value in listed)


def _first(resource: Resource, base: str, paths: Iterable[str]) -> Any:
    for path in paths:
        value = resource.get(below(base, path))
        if value is UNKNOWN:
            return UNKNOWN
        if number(value) is not None:
            return number(value)
    return MISSING


def _zones(pool: Resource, graph: Graph) -> Any:
    """Zones that a node pool or a cluster runs in."""
    cluster = next((one for one in graph.wired(pool, "cluster") if one.type == CLUSTER), None)
    own, around = _listed(pool), _listed(cluster) if cluster else 0
    place = pool.get("location")
    if place is MISSING and cluster:
        place = cluster.get("location")
    if own and pool.type != CLUSTER:
        return own
    if UNKNOWN in (own, around, place):
        return UNKNOWN
    more = own or around
    if isinstance(place, str) and _ZONE.search(place):
        return more + 1  # of a zonal cluster the list holds the other zones
    return more or _DEFAULT_ZONES


def _listed(resource: Resource) -> Any:
    """How many zones a resource lists, or `UNKNOWN`."""
    value = resource.get("nodeLocations")
    return UNKNOWN if value is UNKNOWN else len(cast("list[Any]", value)) if isinstance(value, list) else 0
