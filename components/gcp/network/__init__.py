"""The network role on Google Cloud: a VPC with its subnet, its firewall, its private ways and its flow logs."""

from stackwright.components.gcp.network.fabric import GcpFabric, GcpFabricArgs
from stackwright.components.gcp.network.vpc import GcpNetwork, GcpNetworkArgs

__all__ = ["GcpFabric", "GcpFabricArgs", "GcpNetwork", "GcpNetworkArgs"]
