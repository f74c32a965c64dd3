import pulumi

from stackwright.components.gcp.endpoint.reach import called, private_address
from stackwright.components.gcp.project import project_of
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


class Holder(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("test:index:Holder", "holder", {}, None)
        address = private_address(
            "serve",
            project_of(self),
            network_id="n",
            subnet_id="s",
            attachment=pulumi.Output.from_input("attachment"),
            parent=self,
        )
        url, command = called(address, pulumi.Output.from_input("projects/p/endpoints/1"))
        pulumi.export("url", url)
        pulumi.export("command", command)
        self.register_outputs({})


def test_an_endpoint_is_reached_by_an_address_of_the_network_that_forwards_to_it(cloud: Cloud) -> None:
    plan = cloud.deploy(Holder, config=CONFIG)
    address = plan.only("gcp:compute/address:Address")
    rule = plan.only("gcp:compute/forwardingRule:ForwardingRule")
    assert (address.get("addressType"), address.get("subnetwork")) == ("INTERNAL", "s")
    assert (rule.get("target"), rule.get("ipAddress"), rule.get("network")) == ("attachment", address.id, "n")


def test_it_is_called_at_that_address_with_a_token_of_the_caller(cloud: Cloud) -> None:
    plan = cloud.deploy(Holder, config=CONFIG)
    address = plan.only("gcp:compute/address:Address").outputs["address"]
    assert plan.outputs["url"] == f"https://{address}/v1/projects/p/endpoints/1:predict"
    assert "gcloud auth print-access-token" in plan.outputs["command"]
    assert plan.outputs["command"].endswith(plan.outputs["url"])
