"""Records of all traffic of a network, in an encrypted storage account with an end."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import managedidentity, network

from stackwright.components.azure.account import place_of
from stackwright.components.azure.permissions import BLOB_CONTRIBUTOR, allow
from stackwright.components.azure.storage.hardened import EncryptedArgs, encryption_of
from stackwright.components.azure.storage.log_bucket import AzureLogBucket, AzureLogBucketArgs
from stackwright.components.inputs import In

WATCHER_GROUP = "NetworkWatcherRG"
"""Resource group that Azure makes for the watcher of each region, with the first network of a subscription there.

https://learn.microsoft.com/azure/network-watcher/network-watcher-create
"""


class AzureFlowLogsArgs(EncryptedArgs):
    """Arguments of `AzureFlowLogs`."""

    network_id: In[str]
    """Network whose traffic is recorded."""

    retention_days: int = 365
    """Days a record is kept."""


class AzureFlowLogs(pulumi.ComponentResource):
    """Every accepted and refused connection of a network, written with an identity of its own.

    https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-managed-identity
    """

    account_id: Output[str]
    """Storage account of the records."""

    def __init__(self, name: str, args: AzureFlowLogsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureFlowLogs", name, {}, opts)
        args = AzureFlowLogsArgs.model_validate(args)
        child = ResourceOptions(parent=self)

        kept = AzureLogBucketArgs(**place_of(args), **encryption_of(args), retention_days=args.retention_days)
        bucket = AzureLogBucket(name, kept, child)
        writer = managedidentity.UserAssignedIdentity(
            name, resource_group_name=args.resource_group, location=args.location, tags=args.tags, opts=child
        )
        allowed = allow(name, self, role=BLOB_CONTRIBUTOR, scope=bucket.account_id, principal_id=writer.principal_id)
        network.FlowLog(
            name,
            resource_group_name=WATCHER_GROUP,
            network_watcher_name=f"NetworkWatcher_{args.location}",
            location=args.location,
            target_resource_id=args.network_id,
            storage_id=bucket.account_id,
            enabled=True,
            format={"type": "JSON", "version": 2},
            retention_policy={"enabled": True, "days": args.retention_days},
            identity={
                "type": network.ResourceIdentityType.USER_ASSIGNED,
                "user_assigned_identities": [writer.id],
            },
            tags=args.tags,
            opts=ResourceOptions(parent=self, depends_on=[allowed]),
        )

        self.account_id = bucket.account_id
        self.register_outputs({"account_id": self.account_id})
