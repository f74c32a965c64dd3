"""Nodes without accelerators, on which the cluster's own services run."""

from collections.abc import Mapping, Sequence

from pulumi_azure_native import containerservice

from stackwright.components.inputs import In
from stackwright.components.pools import SYSTEM_LABELS

SYSTEM_TAINT = "CriticalAddonsOnly=true:NoSchedule"
"""Keeps all but the cluster's own services away: https://learn.microsoft.com/azure/aks/use-system-pools"""


def system_pool(
    machine_type: str,
    nodes: int,
    *,
    subnet_id: In[str],
    version: str,
    zones: Sequence[str],
    tags: Mapping[str, str],
) -> containerservice.ManagedClusterAgentPoolProfileArgsDict:
    """First pool of a cluster, spread over `zones`, for the cluster's own services alone."""
    return {
        "name": "system",
        "mode": "System",
        "type": "VirtualMachineScaleSets",
        "vm_size": machine_type,
        "count": nodes,
        "enable_auto_scaling": False,
        "orchestrator_version": version,
        "os_type": "Linux",
        "os_sku": "AzureLinux",
        "os_disk_type": "Managed",
        "os_disk_size_gb": 128,
        "kubelet_disk_type": "OS",
        "max_pods": 110,
        "enable_encryption_at_host": True,
        "enable_node_public_ip": False,
        "security_profile": {"enable_secure_boot": True, "enable_vtpm": True, "ssh_access": "Disabled"},
        "vnet_subnet_id": subnet_id,
        "availability_zones": list(zones),
        "node_labels": dict(SYSTEM_LABELS),
        "node_taints": [SYSTEM_TAINT],
        "upgrade_settings": {"max_surge": "33%", "drain_timeout_in_minutes": 30},
        "tags": dict(tags),
    }
