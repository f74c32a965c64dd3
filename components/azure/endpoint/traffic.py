"""How requests are divided among the deployments of an endpoint, once they are there.

An endpoint names its deployments in `traffic` before they can exist, and one resource of the engine is sent once. So
the share is set by an ARM deployment: it sends the same endpoint again, with its traffic, after the deployments, and
again whenever either changes. Deleting it deletes nothing but the record of it.
https://learn.microsoft.com/azure/azure-resource-manager/templates/deployment-modes (incremental)
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi import Input, Output, Resource, ResourceOptions
from pulumi_azure_native import resources

API_VERSION = "2025-12-01"
"""Version of the API with which pulumi-azure-native 3 makes the endpoint."""

_SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
_HUNDRED = 100


def shares(weights: Mapping[str, float]) -> dict[str, int]:
    """Whole percents that add up to 100, each within one of its part of the weights; the largest rests round up."""
    total = sum(weights.values())
    exact = {name: weight * _HUNDRED / total for name, weight in weights.items()}
    percents = {name: int(part) for name, part in exact.items()}
    rests = sorted(exact, key=lambda name: (percents[name] - exact[name], name))
    for name in rests[: _HUNDRED - sum(percents.values())]:
        percents[name] += 1
    return percents


def divide(
    name: str,
    *,
    group: Input[str],
    workspace: Input[str],
    endpoint: Input[str],
    identity_id: Input[str],
    location: str,
    tags: Mapping[str, str],
    traffic: Mapping[str, int],
    after: Sequence[Resource],
    parent: Resource,
) -> resources.Deployment:
    """Send the endpoint again with its traffic, after the deployments that it names."""
    wires: dict[str, Input[Any]] = {
        "workspace": workspace,
        "endpoint": endpoint,
        "identity": identity_id,
        "tags": dict(tags),
    }
    return resources.Deployment(
        name,
        resource_group_name=group,
        properties={
            "mode": resources.DeploymentMode.INCREMENTAL,
            "parameters": {key: {"value": Output.from_input(value)} for key, value in wires.items()},
            "template": {
                "$schema": _SCHEMA,
                "contentVersion": "1.0.0.0",
                "parameters": {key: {"type": "object" if key == "tags" else "string"} for key in wires},
                "resources": [_again(location, traffic)],
            },
        },
        tags=dict(tags),
        opts=ResourceOptions(parent=parent, depends_on=after),
    )


def _again(location: str, traffic: Mapping[str, int]) -> dict[str, Any]:
    """The endpoint as `AzureEndpoint` makes it, and its traffic."""
    return {
        "type": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        "apiVersion": API_VERSION,
        "name": "[format('{0}/{1}', parameters('workspace'), parameters('endpoint'))]",
        "location": location,
        "kind": "Managed",
        "tags": "[parameters('tags')]",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {"[parameters('identity')]": {}}},
        "properties": {"authMode": "AADToken", "publicNetworkAccess": "Disabled", "traffic": dict(traffic)},
    }
