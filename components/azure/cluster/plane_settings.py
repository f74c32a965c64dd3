"""How a control plane is reached, what it encrypts with, and how it is kept up to date."""

from collections.abc import Sequence

from pulumi import Input
from pulumi_azure_native import containerservice

from stackwright.components.intents import Nat

POD_CIDR = "100.64.0.0/14"
"""Pods of the overlay: 1024 nodes of 256 addresses, in shared address space that no network of one's own is in.

AKS keeps 169.254.0.0/16, 172.30.0.0/16, 172.31.0.0/16 and 192.0.2.0/24 for itself:
https://learn.microsoft.com/azure/aks/azure-cni-overlay
"""

SERVICE_CIDR, DNS_IP = "172.20.0.0/16", "172.20.0.10"
"""Kubernetes services, which only the cluster itself sees."""

_OUTBOUND = {Nat.NONE: "none", Nat.SINGLE: "userAssignedNATGateway", Nat.PER_ZONE: "userAssignedNATGateway"}


def reached_from(
    public_cidrs: Sequence[str], api_subnet_id: Input[str]
) -> containerservice.ManagedClusterAPIServerAccessProfileArgsDict:
    """API in the network, and outside of it for the listed ranges alone.

    https://learn.microsoft.com/azure/aks/api-server-vnet-integration
    """
    profile: containerservice.ManagedClusterAPIServerAccessProfileArgsDict = {
        "enable_vnet_integration": True,
        "subnet_id": api_subnet_id,
        "enable_private_cluster": not public_cidrs,
        "disable_run_command": True,
    }
    if public_cidrs:
        return {**profile, "authorized_ip_ranges": list(public_cidrs)}
    return {**profile, "enable_private_cluster_public_fqdn": False, "private_dns_zone": "system"}


def networking(nat: Nat) -> containerservice.ContainerServiceNetworkProfileArgsDict:
    """Overlay with Cilium, whose policies are enforced; nodes leave by the subnet's NAT gateway, or not at all."""
    return {
        "network_plugin": "azure",
        "network_plugin_mode": "overlay",
        "network_dataplane": "cilium",
        "network_policy": "cilium",
        "outbound_type": _OUTBOUND[nat],
        "load_balancer_sku": "standard",
        "ip_families": ["IPv4"],
        "pod_cidr": POD_CIDR,
        "service_cidr": SERVICE_CIDR,
        "dns_service_ip": DNS_IP,
    }


def images_from(nat: Nat) -> containerservice.ManagedClusterBootstrapProfileArgsDict:
    """Where system images come from: a cache that AKS keeps in a registry of its own, if nodes reach nothing else.

    https://learn.microsoft.com/azure/aks/concepts-network-isolated
    """
    return {"artifact_source": "Cache" if nat is Nat.NONE else "Direct"}


def security(key_uri: Input[str], vault_id: Input[str]) -> containerservice.ManagedClusterSecurityProfileArgsDict:
    """Secrets encrypted with the key, tokens of pods for Entra, and unused images with holes removed."""
    return {
        "azure_key_vault_kms": {
            "enabled": True,
            "key_id": key_uri,
            "key_vault_network_access": "Private",
            "key_vault_resource_id": vault_id,
        },
        "workload_identity": {"enabled": True},
        "image_cleaner": {"enabled": True, "interval_hours": 168},
    }


def agents(workspace_id: Input[str]) -> dict[str, containerservice.ManagedClusterAddonProfileArgsDict]:
    """Agents that read the containers' logs, with Entra's tokens, and Azure Policy for what runs."""
    return {
        "omsagent": {
            "enabled": True,
            "config": {"logAnalyticsWorkspaceResourceID": workspace_id, "useAADAuth": "true"},
        },
        "azurepolicy": {"enabled": True},
    }
