"""Settings that every node has: Google's hardened image, shielded boot, no metadata of its own for pods."""

from collections.abc import Mapping

from pulumi_gcp import container

from stackwright.components.inputs import In

SCOPES = ["https://www.googleapis.com/auth/cloud-platform"]
"""What nodes may do is said by the roles of their account alone.

https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes
"""


def node_settings(
    *, email: In[str], key_id: In[str], machine_type: str, disk_gib: int, disk_type: str, tags: Mapping[str, str]
) -> container.NodePoolNodeConfigArgsDict:
    """Settings of a node of `machine_type` whose boot disk is encrypted with `key_id`."""
    return {
        "machine_type": machine_type,
        "image_type": "COS_CONTAINERD",
        "disk_size_gb": disk_gib,
        "disk_type": disk_type,
        "boot_disk_kms_key": key_id,
        "service_account": email,
        "oauth_scopes": SCOPES,
        "gvnic": {"enabled": True},
        "shielded_instance_config": {"enable_secure_boot": True, "enable_integrity_monitoring": True},
        "workload_metadata_config": {"mode": "GKE_METADATA"},
        "kubelet_config": {"insecure_kubelet_readonly_port_enabled": "FALSE"},
        "metadata": {"disable-legacy-endpoints": "true"},
        "resource_labels": dict(tags),
    }
