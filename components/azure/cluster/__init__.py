"""AKS: the control plane, its add-ons and a small pool of system nodes."""

from stackwright.components.azure.cluster.control_plane import AzureCluster, AzureClusterArgs

__all__ = ["AzureCluster", "AzureClusterArgs"]
