"""The storage account that Azure's own services write logs to."""

import pulumi
from pulumi import Output, ResourceOptions
from pydantic import Field

from stackwright.components.azure.storage.hardened import EncryptedArgs, hardened, lifecycle, recoverable

RECOVERY_DAYS = 7
"""Days that a deleted log can be brought back."""


class AzureLogBucketArgs(EncryptedArgs):
    """Arguments of `AzureLogBucket`."""

    retention_days: int = Field(default=365, ge=1)
    """Days a log is kept."""


class AzureLogBucket(pulumi.ComponentResource):
    """An account whose logs end by themselves."""

    name: Output[str]
    """Name of the storage account, known at preview."""

    account_id: Output[str]
    """Resource id of the storage account."""

    def __init__(self, name: str, args: AzureLogBucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureLogBucket", name, {}, opts)
        args = AzureLogBucketArgs.model_validate(args)

        account, account_name = hardened(self, args)
        recoverable(self, args, account_name, days=RECOVERY_DAYS)
        days = args.retention_days
        lifecycle(
            self,
            args,
            account_name,
            {
                "old-logs": {"base_blob": {"delete": {"days_after_modification_greater_than": days}}},
                "replaced-logs": {"version": {"delete": {"days_after_creation_greater_than": days}}},
            },
        )

        self.name = account_name
        self.account_id = account.id
        self.register_outputs({"name": self.name, "account_id": self.account_id})
