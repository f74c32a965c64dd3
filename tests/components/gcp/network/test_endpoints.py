import re

import pytest
from pydantic import ValidationError

from stackwright.components.gcp.network.endpoints import GcpPrivateEndpoints, GcpPrivateEndpointsArgs
from stackwright.testing.plugin import Cloud

ZONE = "gcp:dns/managedZone:ManagedZone"
RECORD = "gcp:dns/recordSet:RecordSet"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
NETWORK = "projects/lab-project/global/networks/lab"


def _endpoints(*services: str) -> None:
    args = GcpPrivateEndpointsArgs(network_id=NETWORK, address="10.20.96.2", services=list(services))
    GcpPrivateEndpoints("apis", args)


def test_all_apis_have_one_address_in_the_network(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(lambda: _endpoints("googleapis.com"), config=CONFIG)
    address = plan.only("gcp:compute/globalAddress:GlobalAddress")
    assert (address.get("purpose"), address.get("address")) == ("PRIVATE_SERVICE_CONNECT", "10.20.96.2")
    rule = plan.only("gcp:compute/globalForwardingRule:GlobalForwardingRule")
    assert (rule.get("target"), rule.get("loadBalancingScheme")) == ("all-apis", "")
    assert contract_errors(plan) == []


def test_the_name_of_the_rule_is_one_that_google_takes(cloud: Cloud) -> None:
    names = {
        cloud.preview(lambda: _endpoints("googleapis.com"), config=CONFIG, stack=stack)
        .only("gcp:compute/globalForwardingRule:GlobalForwardingRule")
        .get("name")
        for stack in ("dev", "prod")
    }
    assert len(names) == 2
    assert all(re.fullmatch(r"[a-z][a-z0-9]{0,19}", name) for name in names)


def test_each_domain_and_what_is_below_it_leads_there_privately(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _endpoints("googleapis.com", "pkg.dev"), config=CONFIG)
    assert [zone.get("visibility") for zone in plan.of_type(ZONE)] == ["private", "private"]
    assert {zone.get("privateVisibilityConfig.networks")[0]["networkUrl"] for zone in plan.of_type(ZONE)} == {NETWORK}
    assert {record.get("name"): record.get("rrdatas") for record in plan.of_type(RECORD)} == {
        "googleapis.com.": ["10.20.96.2"],
        "*.googleapis.com.": ["googleapis.com."],
        "pkg.dev.": ["10.20.96.2"],
        "*.pkg.dev.": ["pkg.dev."],
    }


def test_a_domain_that_several_services_share_has_one_zone(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _endpoints("googleapis.com", "pkg.dev", "googleapis.com"), config=CONFIG)
    assert len(plan.of_type(ZONE)) == 2


@pytest.mark.parametrize("service", ["ecr.api/", "storage", "*.googleapis.com"])
def test_what_is_not_a_domain_is_refused(service: str) -> None:
    with pytest.raises(ValidationError, match="not a domain such as"):
        GcpPrivateEndpointsArgs(network_id=NETWORK, address="10.20.96.2", services=[service])
