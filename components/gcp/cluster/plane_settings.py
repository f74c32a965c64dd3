"""Settings of the control plane: the ways to the Kubernetes API, and what is switched on in every cluster."""

from collections.abc import Mapping
from typing import Any

from pulumi_gcp import container

from stackwright.components.inputs import In

ADDONS: container.ClusterAddonsConfigArgsDict = {
    "http_load_balancing": {"disabled": False},
    "dns_cache_config": {"enabled": True},
    "gce_persistent_disk_csi_driver_config": {"enabled": True},
    "gcs_fuse_csi_driver_config": {"enabled": True},
    "gcp_filestore_csi_driver_config": {"enabled": True},
    "lustre_csi_driver_config": {"enabled": True},
}
"""Drivers cost nothing until something is mounted, so every cluster has those of all file systems."""

LOGGING: container.ClusterLoggingConfigArgsDict = {
    "enable_components": ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"]
}

LOGS_OF = 'resource.type=("k8s_cluster" OR "k8s_control_plane_component") AND resource.labels.cluster_name="'
"""Start of the query that finds what the control plane of a cluster logs, audit included."""

MONITORING: container.ClusterMonitoringConfigArgsDict = {
    "enable_components": ["SYSTEM_COMPONENTS", "DCGM", "JOBSET", "POD", "STORAGE", "KUBELET", "CADVISOR"],
    "managed_prometheus": {"enabled": True},
}
"""DCGM is what GPUs say of themselves: https://cloud.google.com/kubernetes-engine/docs/how-to/dcgm-metrics"""

MAINTENANCE: container.ClusterMaintenancePolicyArgsDict = {
    "recurring_window": {
        "start_time": "2025-01-04T00:00:00Z",
        "end_time": "2025-01-04T12:00:00Z",
        "recurrence": "FREQ=WEEKLY;BYDAY=SA,SU",
    }
}
"""Upgrades at weekends; Google asks for 48 hours in 32 days.

https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
"""

NO_ANONYMOUS: container.ClusterRbacBindingConfigArgsDict = {
    "enable_insecure_binding_system_authenticated": False,
    "enable_insecure_binding_system_unauthenticated": False,
}
"""No role is bound to whoever has a Google account, or to nobody in particular."""


ALWAYS: Mapping[str, Any] = {
    "remove_default_node_pool": True,
    "initial_node_count": 1,
    "networking_mode": "VPC_NATIVE",
    "datapath_provider": "ADVANCED_DATAPATH",
    "master_auth": {"client_certificate_config": {"issue_client_certificate": False}},
    "rbac_binding_config": NO_ANONYMOUS,
    "enable_legacy_abac": False,
    "enable_shielded_nodes": True,
    "secret_manager_config": {"enabled": True},
    "security_posture_config": {"mode": "BASIC"},
    "release_channel": {"channel": "REGULAR"},
    "maintenance_policy": MAINTENANCE,
    "logging_config": LOGGING,
    "monitoring_config": MONITORING,
    "cost_management_config": {"enabled": True},
    "addons_config": ADDONS,
    "gateway_api_config": {"channel": "CHANNEL_STANDARD"},
}
"""What no cluster goes without."""


def endpoints(dns: bool) -> container.ClusterControlPlaneEndpointsConfigArgsDict:
    """Either the DNS name, whose every request IAM judges, or addresses.

    https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation#dns-based-endpoint
    """
    return {
        "dns_endpoint_config": {
            "allow_external_traffic": dns,
            "enable_k8s_tokens_via_dns": False,
            "enable_k8s_certs_via_dns": False,
        },
        "ip_endpoints_config": {"enabled": not dns},
    }


def private(public_cidrs: list[str]) -> container.ClusterPrivateClusterConfigArgsDict:
    """Nodes without public addresses; the API has one only where ranges are listed."""
    return {"enable_private_nodes": True, "enable_private_endpoint": not public_cidrs}


def reached_from(
    network_cidr: In[str], public_cidrs: list[str]
) -> container.ClusterMasterAuthorizedNetworksConfigArgsDict:
    """Ranges that reach the API by address: the network, and those that are listed."""
    listed: list[container.ClusterMasterAuthorizedNetworksConfigCidrBlockArgsDict] = [
        {"cidr_block": cidr, "display_name": f"listed-{number}"} for number, cidr in enumerate(public_cidrs)
    ]
    return {
        "cidr_blocks": [{"cidr_block": network_cidr, "display_name": "network"}, *listed],
        "gcp_public_cidrs_access_enabled": False,
    }


def ranges(pods: In[str] | None, services: In[str] | None) -> container.ClusterIpAllocationPolicyArgsDict:
    """Secondary ranges by name; GKE makes them where none are named."""
    if pods is None or services is None:
        return {"stack_type": "IPV4"}
    return {"cluster_secondary_range_name": pods, "services_secondary_range_name": services}
