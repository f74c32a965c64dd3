from ipaddress import ip_address, ip_network

import pytest

from stackwright.components.azure.cluster.plane_settings import (
    DNS_IP,
    POD_CIDR,
    SERVICE_CIDR,
    agents,
    images_from,
    networking,
    reached_from,
    security,
)
from stackwright.components.azure.network.addresses import POD_CIDR as CARRIED
from stackwright.components.intents import Nat

KEPT_BY_AKS = ("169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24")


def test_pods_and_services_are_where_aks_lets_them_be_and_the_network_carries_them() -> None:
    pods, services = ip_network(POD_CIDR), ip_network(SERVICE_CIDR)
    assert POD_CIDR == CARRIED
    assert not pods.overlaps(services)
    assert not any(ip_network(kept).overlaps(own) for kept in KEPT_BY_AKS for own in (pods, services))
    assert ip_address(DNS_IP) in services


@pytest.mark.parametrize("nat", Nat)
def test_every_way_out_has_its_way_to_images(nat: Nat) -> None:
    closed = networking(nat).get("outbound_type") == "none"
    assert images_from(nat).get("artifact_source") == ("Cache" if closed else "Direct")
    assert closed == (nat is Nat.NONE)


def test_the_api_is_private_or_open_to_ranges_never_both() -> None:
    assert "authorized_ip_ranges" not in reached_from([], "/subnet")
    assert "private_dns_zone" not in reached_from(["203.0.113.0/24"], "/subnet")


def test_commands_are_not_run_through_azure() -> None:
    assert reached_from([], "/subnet").get("disable_run_command") is True


def test_the_vault_is_reached_by_a_private_link() -> None:
    kms = security("uri", "/vault").get("azure_key_vault_kms")
    assert kms == {
        "enabled": True,
        "key_id": "uri",
        "key_vault_network_access": "Private",
        "key_vault_resource_id": "/vault",
    }


def test_the_log_agent_has_no_key_of_the_workspace() -> None:
    assert agents("/logs")["omsagent"] == {
        "enabled": True,
        "config": {"logAnalyticsWorkspaceResourceID": "/logs", "useAADAuth": "true"},
    }
