"""The storage role on Azure: a container nobody reaches without a grant, and the account that logs go to."""

from stackwright.components.azure.storage.bucket import AzureBucket, AzureBucketArgs
from stackwright.components.azure.storage.log_bucket import AzureLogBucket, AzureLogBucketArgs

__all__ = ["AzureBucket", "AzureBucketArgs", "AzureLogBucket", "AzureLogBucketArgs"]
