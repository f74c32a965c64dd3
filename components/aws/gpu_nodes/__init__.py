"""Pools of accelerated nodes in an EKS cluster."""

from stackwright.components.aws.gpu_nodes.node_group import AwsGpuNodes, AwsGpuNodesArgs

__all__ = ["AwsGpuNodes", "AwsGpuNodesArgs"]
