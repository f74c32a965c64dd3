"""Shared file systems: Managed Lustre for throughput, Filestore for convenience.

Parallelstore is not offered: it has no field for a key of one's own (gcp.parallelstore.Instance of pulumi-gcp 10.2).
"""

from stackwright.components.gcp.filesystem.lustre import GcpLustre, GcpLustreArgs
from stackwright.components.gcp.filesystem.nfs import GcpNfs, GcpNfsArgs

__all__ = ["GcpLustre", "GcpLustreArgs", "GcpNfs", "GcpNfsArgs"]
