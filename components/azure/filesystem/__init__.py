"""Shared file systems: Azure Managed Lustre for throughput, Azure Files for convenience."""

from stackwright.components.azure.filesystem.lustre import AzureLustre, AzureLustreArgs
from stackwright.components.azure.filesystem.nfs import AzureFiles, AzureFilesArgs

__all__ = ["AzureFiles", "AzureFilesArgs", "AzureLustre", "AzureLustreArgs"]
