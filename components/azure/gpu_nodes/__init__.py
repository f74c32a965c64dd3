"""Pools of accelerated nodes in an AKS cluster."""

from stackwright.components.azure.gpu_nodes.launch import DriverOwner, MigProfile
from stackwright.components.azure.gpu_nodes.node_pool import AzureGpuNodes, AzureGpuNodesArgs

__all__ = ["AzureGpuNodes", "AzureGpuNodesArgs", "DriverOwner", "MigProfile"]
