"""A storage account that answers everybody, under the newest API version and under an older one."""

import pulumi
from pulumi_azure_native import resources, storage

group = resources.ResourceGroup("group")
data = storage.StorageAccount(
    "data",
    resource_group_name=group.name,
    kind="StorageV2",
    sku={"name": "Standard_LRS"},
    allow_blob_public_access=True,
    enable_https_traffic_only=False,
)
storage.BlobContainer(
    "open", resource_group_name=group.name, account_name=data.name, public_access=storage.PublicAccess.CONTAINER
)


class OlderAccount(pulumi.CustomResource):
    """The same resource, as a package that pins an API version names it."""

    def __init__(self, name: str, inputs: dict[str, pulumi.Input[object]]) -> None:
        super().__init__("azure-native:storage/v20230101:StorageAccount", name, inputs)


OlderAccount(
    "older",
    {
        "resourceGroupName": group.name,
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "allowBlobPublicAccess": True,
    },
)
