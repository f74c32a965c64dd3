import pytest

from stackwright.components.gcp.network.firewall import GcpFirewall, GcpFirewallArgs
from stackwright.testing.plugin import Cloud

RULE = "gcp:compute/firewall:Firewall"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
NETWORK = "projects/lab-project/global/networks/lab"


def _firewall(internet: bool) -> None:
    GcpFirewall("net", GcpFirewallArgs(network_id=NETWORK, cidr="10.20.0.0/16", internet=internet))


@pytest.mark.parametrize("internet", [True, False])
def test_the_rules_are_accepted(cloud: Cloud, contract_errors, internet: bool) -> None:
    assert contract_errors(cloud.deploy(lambda: _firewall(internet), config=CONFIG)) == []


@pytest.mark.parametrize(("name", "direction"), [("net-from-anywhere", "INGRESS"), ("net-to-anywhere", "EGRESS")])
def test_what_no_other_rule_lets_through_is_refused_and_recorded(cloud: Cloud, name: str, direction: str) -> None:
    rule = cloud.preview(lambda: _firewall(True), config=CONFIG).only(RULE, name)
    assert rule.get("direction") == direction
    assert rule.get("denies") == [{"protocol": "all"}]
    assert rule.get("priority") == 65534
    assert rule.get("logConfig") == {"metadata": "INCLUDE_ALL_METADATA"}


def test_nothing_is_let_in(cloud: Cloud) -> None:
    rules = cloud.preview(lambda: _firewall(True), config=CONFIG).of_type(RULE)
    assert [rule.name for rule in rules if rule.get("direction") == "INGRESS" and "allows" in rule.inputs] == []


def test_the_network_is_reached_and_the_internet_by_https_only(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _firewall(True), config=CONFIG)
    assert plan.only(RULE, "net-to-network").get("destinationRanges") == ["10.20.0.0/16"]
    internet = plan.only(RULE, "net-to-internet")
    assert internet.get("allows") == [{"protocol": "tcp", "ports": ["443"]}]
    assert internet.get("priority") < 65534


def test_without_the_internet_no_rule_leads_there(cloud: Cloud) -> None:
    rules = cloud.preview(lambda: _firewall(False), config=CONFIG).of_type(RULE)
    let_out = [rule for rule in rules if rule.get("direction") == "EGRESS" and "allows" in rule.inputs]
    assert [rule.get("destinationRanges") for rule in let_out] == [["10.20.0.0/16"]]
