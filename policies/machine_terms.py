"""On which terms each type of resource has its machines: as spot capacity, how few, and what switches them off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.machine_counts import AUTOSCALING, CLUSTER, DEPLOYED, below
from stackwright.policies.machine_uses import ENDPOINT, GROUP, INSTANCE, NOTEBOOK, POOL, TARGET, TEMPLATE, Use, uses
from stackwright.policies.shapes import is_set, number
from stackwright.policies.tokens import azure, gcp, token

TPU: Final = gcp("tpu/V2Vm")
_MARKET: Final = "instanceMarketOptions.marketType"
_CHEAP: Final = ("spot", "capacity-block")
_RESERVATION: Final = "capacityReservationSpecification.capacityReservationTarget"


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of one type; all paths are below the base of its machines."""

    spot: Mapping[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])
    """Properties that ask for spot capacity, and the values that do; none where a type cannot."""
    reserved: tuple[str, ...] = ()
    """Properties that, when given, take capacity that was reserved, which is paid anyway."""
    least: tuple[str, ...] = ()
    """Smallest numbers of machines; the first that is given counts, and without one there is always a machine."""
    none_when: str = ""
    """Property that, when given and no smallest number is, means that there may be none."""
    stops: tuple[str, ...] = ()
    """Properties that, when given, switch idle machines off or keep hours."""
    schedules: Mapping[str, str] = field(default_factory=dict[str, str])
    """Types that switch machines off and on, and the property with which they point at what has the machines."""


_NO_TERMS: Final = Terms()
_PROFILE: Final = Terms({"scaleSetPriority": ("Spot",)}, ("capacityReservationGroupID",), ("minCount", "count"))
_SERVED: Final = Terms({"spot": (True,)}, least=("minReplicaCount",))
_NODES: Final = Terms(
    {"nodeConfig.spot": (True,), "nodeConfig.preemptible": (True,), "nodeConfig.flexStart": (True,)},
    ("nodeConfig.reservationAffinity.key",),
    ("autoscaling.totalMinNodeCount", "autoscaling.minNodeCount"),
    none_when="autoscaling",
)
TERMS: Final[Mapping[str, Terms]] = {
    INSTANCE: Terms({_MARKET: _CHEAP}, (_RESERVATION,)),
    POOL: Terms({"capacityType": ("SPOT", "CAPACITY_BLOCK")}, least=("scalingConfig.minSize",)),
    GROUP: Terms(
        {"mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity": (0, "0")},
        least=("minSize",),
        schedules={token("autoscaling/Schedule"): "autoscalingGroupName"},
    ),
    ENDPOINT: Terms(least=("managedInstanceScaling.minInstanceCount",)),
    NOTEBOOK: Terms(stops=("lifecycleConfigName",)),
    gcp("container/NodePool"): _NODES,
    CLUSTER: _NODES,
    gcp("compute/Instance"): Terms(
        {
            "scheduling.provisioningModel": ("SPOT", "FLEX_START", "RESERVATION_BOUND"),
            "scheduling.preemptible": (True,),
        },
        ("reservationAffinity.specificReservation",),
        stops=("resourcePolicies",),
    ),
    gcp("workbench/Instance"): Terms(stops=('gceSetup.metadata["idle-timeout-seconds"]',)),
    gcp("vertex/AiEndpointWithModelGardenDeployment"): _SERVED,
    gcp("vertex/AiDeploymentResourcePool"): _SERVED,
    gcp("vertex/AiPersistentResource"): Terms(least=("autoscalingSpec.minReplicaCount", "replicaCount")),
    DEPLOYED: Terms(least=("minReplicaCount",)),
    TPU: Terms({"schedulingConfig.spot": (True,), "schedulingConfig.preemptible": (True,)}),
    azure("containerservice/AgentPool"): _PROFILE,
    azure("containerservice/ManagedCluster"): _PROFILE,
    azure("compute/VirtualMachine"): Terms(
        {"priority": ("Spot", "Low")},
        ("capacityReservation",),
        schedules={azure("devtestlab/Schedule"): "targetResourceId"},
    ),
    azure("compute/VirtualMachineScaleSet"): Terms(
        {"virtualMachineProfile.priority": ("Spot", "Low")},
        ("virtualMachineProfile.capacityReservation",),
        ("sku.capacity",),
    ),
    azure("machinelearningservices/Compute"): Terms(
        {"properties.properties.vmPriority": ("LowPriority",)},
        least=("properties.properties.scaleSettings.minNodeCount",),
        none_when="properties.properties.scaleSettings",
        stops=("properties.properties.idleTimeBeforeShutdown", "properties.properties.schedules"),
    ),
    azure("machinelearningservices/OnlineDeployment"): Terms(),
}


def accelerated(graph: Graph) -> Iterator[Use]:
    """Uses of machines that have accelerators, or whose type may turn out to have some."""
    yield from (use for use in uses(graph) if use.accelerators != 0)
    for tpu in graph.of_type(TPU):
        yield Use(tpu, "acceleratorType", tpu.get("acceleratorType"), 1, 1)


def owner(use: Use) -> Resource:
    """The resource that decides about the machines of a use."""
    return use.group or use.at


def is_spot(use: Use) -> Any:
    """Whether the machines are spot or reserved capacity, `UNKNOWN`, or `MISSING` where the type has no such choice."""
    place = owner(use)
    terms = TERMS.get(place.type, _NO_TERMS)
    if not terms.spot or _desk(use):
        return MISSING
    answers = [(place.get(below(use.base, path)), values) for path, values in terms.spot.items()]
    held = [place.get(below(use.base, path)) for path in terms.reserved]
    if use.at.type == TEMPLATE:
        answers.append((use.at.get(_MARKET), _CHEAP))
        held.append(use.at.get(_RESERVATION))
    if any(is_set(value) for value in held) or any(value in values for value, values in answers):
        return True
    return UNKNOWN if any(value is UNKNOWN for value, _ in answers) else False


def _desk(use: Use) -> bool:
    """Whether the machine is one that somebody works on, of a service that sells none of these as spot."""
    return use.at.get("properties.computeType") == "ComputeInstance"


def fewest(use: Use, graph: Graph) -> Any:
    """Smallest number of machines, `UNKNOWN`, or `MISSING` for a type that runs only while there is work."""
    place, terms = owner(use), TERMS.get(owner(use).type)
    if terms is None:
        return MISSING
    if any(is_set(place.get(below(use.base, path))) for path in terms.stops):
        return 0
    if any(graph.pointing_at(place, kind, property) for kind, property in terms.schedules.items()):
        return 0
    scaled = _scaled(place, graph)
    for value in (*scaled, *(place.get(below(use.base, path)) for path in terms.least)):
        if value is not MISSING:
            return UNKNOWN if value is UNKNOWN else number(value, 1.0)
    return 0 if terms.none_when and is_set(place.get(below(use.base, terms.none_when))) else 1


def _scaled(place: Resource, graph: Graph) -> list[Any]:
    """Smallest numbers that another resource of the stack scales the machines to."""
    if place.type == ENDPOINT:
        targets = [one for one in graph.of_type(TARGET) if one.get("serviceNamespace") in ("sagemaker", UNKNOWN)]
        return [target.get("minCapacity") for target in targets]
    scaling = graph.all_pointing_at(place, AUTOSCALING, "targetResourceUri")
    return [value for one in scaling for _, value in one.all("profiles[*].capacity.minimum")]


def least_path(use: Use) -> str:
    """Where the smallest number of machines is said, or should be."""
    least = TERMS.get(owner(use).type, _NO_TERMS).least
    return below(use.base, least[0]) if least else use.path if owner(use) is use.at else ""


def spot_path(use: Use) -> str:
    """Where spot capacity is asked for, or should be."""
    return below(use.base, next(iter(TERMS[owner(use).type].spot)))
