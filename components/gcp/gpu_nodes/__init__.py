"""Pools of accelerated nodes in a GKE cluster."""

from stackwright.components.gcp.gpu_nodes.node_pool import GcpGpuNodes, GcpGpuNodesArgs

__all__ = ["GcpGpuNodes", "GcpGpuNodesArgs"]
