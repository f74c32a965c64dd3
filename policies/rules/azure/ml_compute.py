"""Rules about compute of Azure Machine Learning: instances that people work on, and clusters that jobs run on."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.durations import in_minutes, minutes
from stackwright.policies.example import Break, but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, knob, where
from stackwright.policies.rule import Param, rule
from stackwright.policies.rules.azure.ml_workspace import ISOLATED, WORKSPACE
from stackwright.policies.shapes import all_in, at_most, is_set, must_be, number
from stackwright.policies.tokens import azure

COMPUTE = azure("machinelearningservices/Compute")
TYPES = frozenset({COMPUTE})
DESK, CLUSTER = "ComputeInstance", "AmlCompute"
INNER = "properties.properties"
SCALE = f"{INNER}.scaleSettings"
_IN_WORKSPACE = {"resourceGroupName": "lab", "workspaceName": "lab"}
_SUBNET = {"subnet": {"id": "/subscriptions/s/subnets/ml"}, "enableNodePublicIp": False}
_DESK = {"vmSize": "Standard_D4s_v5", "idleTimeBeforeShutdown": "PT60M", **_SUBNET}
_SCALE = {"minNodeCount": 0, "maxNodeCount": 4, "nodeIdleTimeBeforeScaleDown": "PT10M"}
_NODES = {"vmSize": "Standard_NC24ads_A100_v4", "scaleSettings": _SCALE, **_SUBNET}


def _compute(kind: str, inner: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"computeType": kind, "disableLocalAuth": True, "properties": dict(inner), **more}


GOOD = (
    part(COMPUTE, "desk", {**_IN_WORKSPACE, "properties": _compute(DESK, _DESK)}),
    part(COMPUTE, "nodes", {**_IN_WORKSPACE, "properties": _compute(CLUSTER, _NODES)}),
)


def _nodes(**changed: Any) -> Break:
    return but("nodes", properties=_compute(CLUSTER, {**_NODES, **changed}))


def _kind_is_known(compute: Resource) -> bool:
    return compute.get("properties.computeType") is not UNKNOWN


def _may_be(compute: Resource, *kinds: str) -> bool:
    """Whether the compute is, or may turn out to be, one of `kinds`."""
    kind = compute.get("properties.computeType")
    return kind is UNKNOWN or kind in kinds


@rule(
    id="azure-ml-instance-idle-shutdown",
    types=TYPES,
    severity="medium",
    fix="set `idle_time_before_shutdown` to PT60M",
    remedy=Remedy({f"{INNER}.idleTimeBeforeShutdown": knob("max_minutes", in_minutes)}),
    frameworks=maps_to(Family.COST, psrule="AZR-000403", azure_policy="679ddf89-ab8f-48a5-9029-e76054077449"),
    params=(Param("max_minutes", 180, {"type": "number", "minimum": 15}, "Most minutes that an instance idles."),),
    good=GOOD,
    bad=but("desk", properties=_compute(DESK, {"vmSize": "Standard_D4s_v5", **_SUBNET})),
)
def stops_when_idle(compute: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Instances stop when nobody works on them."""
    if not _may_be(compute, DESK):
        return
    path = f"{INNER}.idleTimeBeforeShutdown"
    value = compute.get(path)
    if value is UNKNOWN or compute.get("properties.computeType") is UNKNOWN:
        yield unknown(path)
    elif (minutes(value) or float("inf")) > config["max_minutes"]:
        yield fail(path, "is not given" if value is MISSING else "is longer than the limit, or never")


@rule(
    id="azure-ml-compute-no-local-auth",
    types=TYPES,
    severity="high",
    fix="set `disable_local_auth` to true",
    remedy=Remedy({"properties.disableLocalAuth": where(_kind_is_known, True)}),
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_AZURE_142", psrule="AZR-000404", azure_policy="e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f"
    ),
    good=GOOD,
    bad=but("nodes", properties=_compute(CLUSTER, _NODES, disableLocalAuth=False)),
)
def no_local_auth(compute: Resource) -> Iterator[Finding]:
    """Nobody logs in to compute with a key or a password of its own."""
    if _may_be(compute, DESK, CLUSTER):
        yield from must_be("properties.disableLocalAuth", True, text="is not true")(compute)


@rule(
    id="azure-ml-compute-vnet",
    types=TYPES,
    severity="high",
    fix="give the compute a `subnet`, or the workspace a managed network, and switch public addresses off",
    frameworks=maps_to(Family.EXPOSURE, psrule="AZR-000405", azure_policy="7804b5c7-01dc-4723-969b-ae300cc07ff1"),
    good=GOOD,
    bad=_nodes(enableNodePublicIp=True),
)
def in_a_network(compute: Resource, graph: Graph) -> Iterator[Finding]:
    """Compute is in your network, without public addresses."""
    if not _may_be(compute, DESK, CLUSTER):
        return
    subnet = compute.get(f"{INNER}.subnet.id")
    if not in_managed_network(compute, graph):
        if subnet is UNKNOWN and not graph.wired(compute, "properties"):
            yield unknown(f"{INNER}.subnet.id")
        elif not is_set(subnet):
            yield fail(f"{INNER}.subnet", "is not given, and the workspace has no managed network")
    yield from all_in(compute, f"{INNER}.enableNodePublicIp", False, text="is not false (the default is true)")
    path = f"{INNER}.remoteLoginPortPublicAccess"
    yield from all_in(compute, path, "Disabled", "NotSpecified", MISSING, text="is Enabled")


def in_managed_network(resource: Resource, graph: Graph) -> bool:
    """Whether the workspace of a resource keeps its compute in a network of its own."""
    around = [one for one in graph.wired(resource, "workspaceName") if one.type == WORKSPACE]
    return any(one.get("managedNetwork.isolationMode") in ISOLATED for one in around)


@rule(
    id="azure-ml-cluster-scale-to-zero",
    types=TYPES,
    severity="medium",
    fix="set `min_node_count` to 0, a largest number of nodes, and `node_idle_time_before_scale_down`",
    remedy=Remedy(
        {
            f"{SCALE}.minNodeCount": where(_kind_is_known, 0),
            f"{SCALE}.maxNodeCount": where(_kind_is_known, knob("max_nodes")),
            f"{SCALE}.nodeIdleTimeBeforeScaleDown": where(_kind_is_known, knob("max_idle_minutes", in_minutes)),
        }
    ),
    frameworks=maps_to(Family.COST, checkov="CKV_AZURE_150"),
    params=(
        Param("max_nodes", 64, {"type": "number", "minimum": 1}, "Most nodes of one cluster."),
        Param("max_idle_minutes", 30, {"type": "number", "minimum": 1}, "Most minutes that a node idles."),
    ),
    good=GOOD,
    bad=_nodes(scaleSettings={**_SCALE, "minNodeCount": 2}),
)
def scales_to_zero(compute: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Clusters give their nodes back when no job runs, and cannot grow beyond a limit."""
    if not _may_be(compute, CLUSTER):
        return
    least, idle = compute.get(f"{SCALE}.minNodeCount"), compute.get(f"{SCALE}.nodeIdleTimeBeforeScaleDown")
    if least is UNKNOWN:
        yield unknown(f"{SCALE}.minNodeCount")
    elif number(least, 0.0 if least is MISSING else 1.0):
        yield fail(f"{SCALE}.minNodeCount", "is not 0")
    limit, text = config["max_nodes"], "allows more nodes than the limit"
    yield from at_most(compute, f"{SCALE}.maxNodeCount", limit, text=text, missing="is not given")
    if idle is UNKNOWN:
        yield unknown(f"{SCALE}.nodeIdleTimeBeforeScaleDown")
    elif idle is not MISSING and (minutes(idle) or 0) > config["max_idle_minutes"]:
        yield fail(f"{SCALE}.nodeIdleTimeBeforeScaleDown", "is longer than the limit")


RULES = (stops_when_idle, no_local_auth, in_a_network, scales_to_zero)
