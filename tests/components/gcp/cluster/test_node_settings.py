from stackwright.components.gcp.cluster.node_settings import SCOPES, node_settings

SETTINGS = node_settings(
    email="nodes@lab.iam.gserviceaccount.com",
    key_id="key",
    machine_type="e2-standard-4",
    disk_gib=50,
    disk_type="pd-balanced",
    tags={"owner": "research"},
)


def test_a_node_boots_what_google_signed_from_an_encrypted_disk() -> None:
    assert SETTINGS["image_type"] == "COS_CONTAINERD"
    assert SETTINGS["shielded_instance_config"] == {"enable_secure_boot": True, "enable_integrity_monitoring": True}
    assert SETTINGS["boot_disk_kms_key"] == "key"


def test_pods_do_not_reach_the_nodes_identity() -> None:
    assert SETTINGS["workload_metadata_config"] == {"mode": "GKE_METADATA"}
    assert SETTINGS["metadata"] == {"disable-legacy-endpoints": "true"}
    assert SETTINGS["kubelet_config"] == {"insecure_kubelet_readonly_port_enabled": "FALSE"}


def test_what_a_node_may_do_is_said_by_its_account() -> None:
    assert SETTINGS["service_account"] == "nodes@lab.iam.gserviceaccount.com"
    assert SETTINGS["oauth_scopes"] == SCOPES
