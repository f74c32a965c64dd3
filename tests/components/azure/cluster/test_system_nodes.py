from typing import Any

from stackwright.components.azure.cluster.system_nodes import SYSTEM_TAINT, system_pool


def _pool() -> dict[str, Any]:
    made = system_pool(
        "Standard_D4ds_v5", 3, subnet_id="/subnet", version="1.34", zones=["1", "2"], tags={"owner": "research"}
    )
    return dict(made)


def test_only_the_clusters_own_services_run_there() -> None:
    pool = _pool()
    assert pool["mode"] == "System"
    assert pool["node_taints"] == [SYSTEM_TAINT] == ["CriticalAddonsOnly=true:NoSchedule"]


def test_nodes_are_encrypted_on_their_host_and_reached_by_nobody() -> None:
    pool = _pool()
    assert pool["enable_encryption_at_host"] is True
    assert pool["enable_node_public_ip"] is False
    assert pool["security_profile"] == {"enable_secure_boot": True, "enable_vtpm": True, "ssh_access": "Disabled"}


def test_there_are_as_many_nodes_as_asked_over_the_zones() -> None:
    pool = _pool()
    assert (pool["count"], pool["availability_zones"], pool["enable_auto_scaling"]) == (3, ["1", "2"], False)
    assert pool["vnet_subnet_id"] == "/subnet"
    assert pool["tags"] == {"owner": "research"}
