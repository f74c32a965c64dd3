import pytest
from pydantic import ValidationError

from stackwright.components.aws.network.endpoints import AwsPrivateEndpoints, AwsPrivateEndpointsArgs
from stackwright.testing.plugin import Cloud

ENDPOINT, GROUP = "aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SUBNETS, TABLES = ["subnet-1", "subnet-2"], ["rtb-1", "rtb-2"]
SERVICES = ["ecr.api", "ecr.dkr", "sts", "sagemaker.runtime", "eks-auth"]


def args(services: list[str]) -> AwsPrivateEndpointsArgs:
    return AwsPrivateEndpointsArgs(
        vpc_id="vpc-1", cidr="10.20.0.0/16", subnet_ids=SUBNETS, route_table_ids=TABLES, services=services
    )


def plain() -> AwsPrivateEndpoints:
    return AwsPrivateEndpoints("ways", args([]))


def full() -> AwsPrivateEndpoints:
    return AwsPrivateEndpoints("ways", args(SERVICES))


@pytest.mark.parametrize("program", [plain, full])
def test_endpoints_are_accepted_and_known_at_preview(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert all(isinstance(e.inputs["serviceName"], str) for e in cloud.preview(program).of_type(ENDPOINT))


def test_s3_is_reached_through_every_route_table(cloud: Cloud) -> None:
    s3 = cloud.preview(plain, region="eu-west-1").only(ENDPOINT).inputs
    assert (s3["vpcEndpointType"], s3["serviceName"]) == ("Gateway", "com.amazonaws.eu-west-1.s3")
    assert s3["routeTableIds"] == TABLES


def test_data_leaves_through_s3_to_this_account_only(cloud: Cloud, statements) -> None:
    found = statements(cloud.preview(plain).only(ENDPOINT))
    anywhere = [action for s in found.values() if "Condition" not in s for action in s["Action"]]
    assert anywhere == ["s3:Get*", "s3:List*"]
    assert len(found["WriteToThisAccount"]["Condition"]["StringEquals"]["aws:ResourceAccount"]) == 12


def test_each_service_has_an_address_in_each_subnet(cloud: Cloud) -> None:
    plan = cloud.preview(full)
    interfaces = [e for e in plan.of_type(ENDPOINT) if e.inputs["vpcEndpointType"] == "Interface"]
    names = {f"com.amazonaws.us-east-1.{name}" for name in SERVICES}
    assert {e.inputs["serviceName"] for e in interfaces} == names
    assert all(e.inputs["subnetIds"] == SUBNETS and e.inputs["privateDnsEnabled"] is True for e in interfaces)
    assert all(plan.wired(e, "securityGroupIds") == [plan.only(GROUP)] for e in interfaces)


def test_only_https_from_the_network_reaches_them(cloud: Cloud) -> None:
    plan = cloud.preview(full)
    ingress = plan.only(INGRESS).inputs
    assert ingress["cidrIpv4"] == "10.20.0.0/16"
    assert (ingress["ipProtocol"], ingress["fromPort"], ingress["toPort"]) == ("tcp", 443, 443)
    assert {"ingress", "egress"} & set(plan.only(GROUP).inputs) == set()
    assert [r for r in plan if "Egress" in r.type] == []


def test_without_services_there_is_no_group(cloud: Cloud) -> None:
    assert cloud.preview(plain).of_type(GROUP) == []


@pytest.mark.parametrize(
    ("services", "why"), [(["s3"], "gateway endpoint already"), (["sts", "sts"], "listed twice: sts")]
)
def test_services_are_named_once_and_without_s3(services: list[str], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        args(services)
