"""What every component of a stack on Azure stands in: its resource group, and the workspace that its logs go to."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import operationalinsights, resources
from pydantic import Field

from stackwright.components.azure.account import account_of
from stackwright.components.inputs import Args
from stackwright.components.waits import after

GROUP_NAME_MAX = 90
"""https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources"""


class AzureGroundArgs(Args):
    """Arguments of `AzureGround`."""

    location: str
    """Azure region, such as `eastus`."""

    tags: dict[str, str] = {}
    """Tags on the group and the workspace."""

    log_retention_days: int = Field(default=365, ge=30, le=730)
    """Days that logs can be queried; Log Analytics keeps them 30 to 730 days."""


class AzureGround(pulumi.ComponentResource):
    """A resource group of the stack's own, and a workspace that takes Entra's tokens and no keys.

    The workspace is encrypted by keys of Azure Monitor: one of your own needs a dedicated cluster of 100 GB a day.
    https://learn.microsoft.com/azure/azure-monitor/logs/customer-managed-keys
    """

    resource_group: Output[str]
    """Name of the resource group, known at preview."""

    resource_group_id: Output[str]
    """Resource id of the resource group."""

    workspace_id: Output[str]
    """Resource id of the Log Analytics workspace."""

    def __init__(self, name: str, args: AzureGroundArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureGround", name, {}, opts)
        args = AzureGroundArgs.model_validate(args)

        chosen = account_of(self).dashed(name.removesuffix("-ground"), args.location, limit=GROUP_NAME_MAX)
        group = resources.ResourceGroup(
            name,
            resource_group_name=chosen,
            location=args.location,
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )
        self.resource_group = after(chosen, group.urn)
        workspace = operationalinsights.Workspace(
            name,
            resource_group_name=self.resource_group,
            location=args.location,
            sku={"name": "PerGB2018"},
            retention_in_days=args.log_retention_days,
            features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )

        self.resource_group_id = group.id
        self.workspace_id = workspace.id
        self.register_outputs(
            {
                "resource_group": self.resource_group,
                "resource_group_id": self.resource_group_id,
                "workspace_id": self.workspace_id,
            }
        )
