"""Rules about online endpoints of Azure Machine Learning and what is deployed on them."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.machine_counts import largest
from stackwright.policies.rule import Param, rule
from stackwright.policies.rules.azure.ml_compute import in_managed_network
from stackwright.policies.shapes import must_be
from stackwright.policies.tokens import azure

ENDPOINT = azure("machinelearningservices/OnlineEndpoint")
DEPLOYMENT = azure("machinelearningservices/OnlineDeployment")
_IN_WORKSPACE = {"resourceGroupName": "lab", "workspaceName": "lab"}
_DEPLOYED = {
    "endpointComputeType": "Managed",
    "instanceType": "Standard_NC24ads_A100_v4",
    "egressPublicNetworkAccess": "Disabled",
}
GOOD = (
    part(
        ENDPOINT,
        "chat",
        {**_IN_WORKSPACE, "properties": {"authMode": "AADToken", "publicNetworkAccess": "Disabled"}},
    ),
    part(
        DEPLOYMENT,
        "blue",
        {
            **_IN_WORKSPACE,
            "endpointName": "chat",
            "properties": _DEPLOYED,
            "sku": {"name": "Default", "capacity": 2},
        },
    ),
)


@rule(
    id="azure-ml-endpoint-private-auth",
    types={ENDPOINT, DEPLOYMENT},
    severity="high",
    fix="set `auth_mode` to AADToken, and public network access of endpoints and deployments to Disabled",
    frameworks=maps_to(Family.EXPOSURE),
    good=GOOD,
    bad=but("chat", properties={"authMode": "Key", "publicNetworkAccess": "Disabled"}),
)
def private_and_known(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Endpoints answer callers that Entra ID knows, from your network only."""
    if resource.type == ENDPOINT:
        path = "properties.publicNetworkAccess"
        yield from must_be("properties.authMode", "AADToken", "AMLToken", text="is Key")(resource)
        yield from must_be(path, "Disabled", text="is not Disabled (the default is Enabled)")(resource)
    elif not in_managed_network(resource, graph):  # where the workspace's network decides what may be called
        path = "properties.egressPublicNetworkAccess"
        yield from must_be(path, "Disabled", text="is not Disabled, and the workspace has no managed network")(resource)


@rule(
    id="azure-ml-endpoint-bounded",
    types={DEPLOYMENT},
    severity="high",
    fix="lower the number of instances, or raise `max_instances` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_instances", 16, {"type": "number", "minimum": 1}, "Most instances of one deployment."),),
    good=GOOD,
    bad=but("blue", sku={"name": "Default", "capacity": 100}),
)
def bounded(deployment: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Deployments cannot grow beyond a limit."""
    most = largest(deployment, graph)
    if most is UNKNOWN:
        yield unknown("sku.capacity")
    elif most is not MISSING and most > config["max_instances"]:  # one instance unless told otherwise
        yield fail("sku.capacity", "allows more instances than the limit")


RULES = (private_and_known, bounded)
