import pulumi
import pytest

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.azure.firewall import HTTPS, LUSTRE, Traffic, firewall
from stackwright.testing.plugin import Cloud

GROUP = "azure-native:network:NetworkSecurityGroup"
INGRESS = {"network": Traffic(("10.0.0.0/16", "100.64.0.0/14"), LUSTRE), "probes": Traffic(("AzureLoadBalancer",))}
EGRESS = {"internet": Traffic(("Internet",), HTTPS)}


def program() -> None:
    parent = pulumi.ComponentResource("test:index:Test", "test", {}, None)
    place = PlacedArgs(resource_group="lab", location="eastus")
    firewall("wall", parent, place, ingress=INGRESS, egress=EGRESS)


def rules(cloud: Cloud) -> dict[str, dict]:
    return {rule["name"]: rule for rule in cloud.preview(program).only(GROUP).inputs["securityRules"]}


def test_a_group_is_accepted(cloud: Cloud, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []


def test_rules_are_named_by_what_they_are_for(cloud: Cloud) -> None:
    assert list(rules(cloud)) == ["from-network", "from-probes", "from-others", "to-internet", "to-others"]


@pytest.mark.parametrize(("name", "direction"), [("from-others", "Inbound"), ("to-others", "Outbound")])
def test_what_no_rule_lets_through_is_refused_last(cloud: Cloud, name: str, direction: str) -> None:
    last = rules(cloud)[name]
    assert (last["access"], last["direction"], last["priority"]) == ("Deny", direction, 4096)
    assert (last["protocol"], last["sourceAddressPrefix"], last["destinationAddressPrefix"]) == ("*", "*", "*")
    assert last["destinationPortRange"] == "*"


def test_a_rule_names_ports_and_the_other_side(cloud: Cloud) -> None:
    found = rules(cloud)
    assert found["from-network"]["sourceAddressPrefixes"] == ["10.0.0.0/16", "100.64.0.0/14"]
    assert found["from-network"]["destinationPortRanges"] == ["988", "1019-1023"]
    assert found["to-internet"]["destinationAddressPrefix"] == "Internet"
    assert (found["to-internet"]["protocol"], found["to-internet"]["destinationPortRange"]) == ("Tcp", "443")
    assert found["from-probes"]["protocol"] == "*"


def test_no_two_rules_of_a_direction_have_one_priority(cloud: Cloud) -> None:
    taken = [(rule["direction"], rule["priority"]) for rule in rules(cloud).values()]
    assert len(set(taken)) == len(taken)
