"""GKE: the control plane, its add-ons and a small pool of system nodes."""

from stackwright.components.gcp.cluster.control_plane import GcpCluster, GcpClusterArgs

__all__ = ["GcpCluster", "GcpClusterArgs"]
