"""EKS: the control plane, its add-ons and a small group of system nodes."""

from stackwright.components.aws.cluster.control_plane import AwsCluster, AwsClusterArgs

__all__ = ["AwsCluster", "AwsClusterArgs"]
