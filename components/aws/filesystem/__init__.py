"""Shared file systems: FSx for Lustre for throughput, EFS for convenience."""

from stackwright.components.aws.filesystem.lustre import AwsLustre, AwsLustreArgs
from stackwright.components.aws.filesystem.nfs import AwsNfs, AwsNfsArgs

__all__ = ["AwsLustre", "AwsLustreArgs", "AwsNfs", "AwsNfsArgs"]
