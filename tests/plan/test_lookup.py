"""Area of concern: a look-up that only the cloud can answer is refused, or unknown where that is allowed."""

import json

import pulumi
import pulumi.runtime
import pulumi_aws as aws
import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.plan.record import RecordError, record

AMI, VPC = "aws:ec2/getAmi:getAmi", "aws:ec2/getVpc:getVpc"


def test_plain_values_of_an_unknown_answer_are_unknown_where_they_arrive() -> None:
    def program() -> None:
        ami = aws.ec2.get_ami(owners=["amazon"])
        document = json.dumps({"Resource": aws.ec2.get_vpc(default=True).arn})
        tags = {"of": f"from-{ami.id}", "owners": ",".join(ami.owners or [])}
        aws.ec2.Instance("web", ami=ami.id, instance_type="t3.micro", user_data=document, tags=tags)

    unanswered: list[str] = []
    web = record(program, unanswered=unanswered).of_type("aws:ec2/instance:Instance")[0]
    assert web.inputs == {
        "ami": UNKNOWN,
        "instanceType": "t3.micro",
        "userData": UNKNOWN,
        "tags": {"of": UNKNOWN, "owners": "amazon"},
    }
    assert unanswered == [AMI, VPC]


def test_an_output_of_an_unknown_answer_is_unknown_and_apply_waits() -> None:
    def program() -> None:
        secret = aws.secretsmanager.get_secret_version_output(secret_id="x").secret_string.apply(json.loads)
        pulumi.export("password", secret["password"])

    assert record(program, unanswered=[]).outputs == {"password": UNKNOWN}


def test_an_argument_that_is_itself_unknown_makes_the_answer_unknown() -> None:
    def program() -> None:
        zones = aws.get_availability_zones(state=aws.ec2.get_vpc(default=True).state)
        aws.ec2.Subnet("a", vpc_id="vpc-1", availability_zone=zones.names[0])

    unanswered: list[str] = []
    subnet = record(program, unanswered=unanswered).of_type("aws:ec2/subnet:Subnet")[0]
    assert subnet.get("availabilityZone") is UNKNOWN
    assert unanswered == [VPC, "aws:index/getAvailabilityZones:getAvailabilityZones"]


def test_what_has_an_answer_is_not_listed() -> None:
    unanswered: list[str] = []
    graph = record(lambda: pulumi.export("id", aws.get_caller_identity().account_id), unanswered=unanswered)
    assert (graph.outputs, unanswered) == ({"id": "123456789012"}, [])


def test_another_stacks_outputs_are_unknown() -> None:
    def program() -> None:
        network = pulumi.StackReference("acme/network/prod")
        aws.ec2.Subnet("a", vpc_id=network.require_output("vpc"), cidr_block=network.get_output("cidrs")[0])

    subnet = record(program).of_type("aws:ec2/subnet:Subnet")[0]
    assert subnet.inputs == {"vpcId": UNKNOWN, "cidrBlock": UNKNOWN}


def test_without_leave_a_look_up_is_refused() -> None:
    with pytest.raises(RecordError, match="getAmi has no offline answer"):
        record(lambda: aws.ec2.get_ami(owners=["amazon"]))


def test_the_sdk_is_left_as_it_was() -> None:
    before = pulumi.runtime.invoke
    record(lambda: aws.ec2.get_ami(owners=["amazon"]), unanswered=[])
    assert pulumi.runtime.invoke is before
