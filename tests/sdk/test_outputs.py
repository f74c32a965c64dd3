"""Outputs of made-up resources have every declared property, of the right type, always the same."""

import gzip
import json

import pytest

from stackwright.sdk.outputs import fill_outputs
from stackwright.sdk.packages import resource_tokens
from stackwright.sdk.regions import Context
from stackwright.sdk.schema import alternatives, object_schema, resource_schema

PLAIN = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


def problems(package: str, expression: str, value, path: str, depth: int = 0) -> list[str]:
    found = []
    for kind in alternatives(expression):
        found = []
        if kind in PLAIN and not isinstance(value, PLAIN[kind]):
            found = [f"{path}: {value!r} is not {kind}"]
        elif kind.startswith("["):
            if not isinstance(value, list):
                found = [f"{path}: not a list"]
            else:
                for item in value:
                    found += problems(package, kind[1:-1], item, f"{path}[]", depth)
        elif kind.startswith("#") and depth < 6:
            shape = object_schema(package, kind[1:])
            for name in shape.required if shape else ():
                if not isinstance(value, dict) or name not in value:
                    found.append(f"{path}.{name}: missing")
                else:
                    found += problems(package, shape.properties[name], value[name], f"{path}.{name}", depth + 1)
        if not found:
            return []
    return found


@pytest.mark.parametrize("package", ["aws", "gcp", "azure-native", "kubernetes"])
def test_every_declared_output_is_there_and_has_its_type(package):
    tokens = sorted(token for token in resource_tokens(package) if not token.startswith("pulumi:"))
    found = []
    for token in tokens[:: max(1, len(tokens) // 120)]:
        schema = resource_schema(token)
        assert schema is not None
        outputs = fill_outputs(token, "thing", {}, f"urn:{token}")
        assert isinstance(outputs["id"], str)
        assert outputs["id"] != ""
        for name, expression in schema.outputs.items():
            if name in outputs:
                found += problems(package, expression, outputs[name], f"{token} {name}")
            elif not expression.endswith("?"):
                found.append(f"{token} {name}: absent")
    assert found == []


def test_the_same_urn_gives_the_same_outputs_and_another_seed_others():
    one = fill_outputs("aws:ec2/vpc:Vpc", "v", {}, "urn:a")
    assert one == fill_outputs("aws:ec2/vpc:Vpc", "v", {}, "urn:a")
    assert one["id"] != fill_outputs("aws:ec2/vpc:Vpc", "v", {}, "urn:b")["id"]
    assert one["id"] != fill_outputs("aws:ec2/vpc:Vpc", "v", {}, "urn:a", Context(seed="2"))["id"]


def test_arns_and_ids_have_the_form_of_their_service():
    bucket = fill_outputs("aws:s3/bucket:Bucket", "b", {"bucket": "b-1"}, "u")
    assert (bucket["id"], bucket["arn"]) == ("b-1", "arn:aws:s3:::b-1")
    role = fill_outputs("aws:iam/role:Role", "r", {"name": "r-1"}, "u")
    assert (role["id"], role["arn"]) == ("r-1", "arn:aws:iam::123456789012:role/r-1")
    key = fill_outputs("aws:kms/key:Key", "k", {}, "u", Context(region="eu-west-1"))
    assert key["arn"] == f"arn:aws:kms:eu-west-1:123456789012:key/{key['id']}"
    assert key["keyId"] == key["id"]
    queue = fill_outputs("aws:xray/group:Group", "g", {"groupName": "g"}, "u")
    assert queue["arn"].startswith("arn:aws:xray:us-east-1:123456789012:group/")


def test_a_resource_in_its_own_region_has_that_region_in_its_arn():
    topic = fill_outputs("aws:sns/topic:Topic", "t", {"name": "t", "region": "eu-west-1"}, "u")
    assert topic["arn"] == "arn:aws:sns:eu-west-1:123456789012:t"


def test_a_cluster_has_what_a_kubeconfig_needs():
    given = {"name": "c", "vpcConfig": {"subnetIds": ["subnet-1"]}}
    cluster = fill_outputs("aws:eks/cluster:Cluster", "c", given, "u")
    assert cluster["endpoint"].endswith(".us-east-1.eks.amazonaws.com")
    assert cluster["certificateAuthority"]["data"]
    assert cluster["identities"][0]["oidcs"][0]["issuer"].startswith("https://oidc.eks.us-east-1")
    assert cluster["vpcConfig"]["subnetIds"] == ["subnet-1"]
    assert cluster["vpcConfig"]["clusterSecurityGroupId"].startswith("sg-")


def test_all_tags_are_the_providers_and_the_resources_own():
    context = Context(default_tags={"owner": "research", "env": "dev"})
    bucket = fill_outputs("aws:s3/bucket:Bucket", "b", {"bucket": "b", "tags": {"env": "prod"}}, "u", context)
    assert bucket["tagsAll"] == {"owner": "research", "env": "prod"}


def test_values_that_are_not_plain_data_pass_through():
    secret = object()
    assert fill_outputs("aws:kms/key:Key", "k", {"description": secret}, "u")["description"] is secret


def test_ids_have_the_form_of_the_documented_import_example(shared):
    with gzip.open(shared / "contracts" / "contracts-aws.json.gz") as file:
        resources = json.load(file)["resources"]
    different = []
    for kind, prefix in [
        ("ec2/vpc:Vpc", "vpc-"),
        ("ec2/subnet:Subnet", "subnet-"),
        ("ec2/natGateway:NatGateway", "nat-"),
        ("ec2/eip:Eip", "eipalloc-"),
        ("fsx/lustreFileSystem:LustreFileSystem", "fs-"),
        ("fsx/dataRepositoryAssociation:DataRepositoryAssociation", "dra-"),
        ("efs/mountTarget:MountTarget", "fsmt-"),
        ("ec2/launchTemplate:LaunchTemplate", "lt-"),
        ("iam/policy:Policy", "arn:aws:iam::123456789012:policy/"),
        ("vpc/securityGroupIngressRule:SecurityGroupIngressRule", "sgr-"),
    ]:
        example = resources[f"aws:{kind}"]["importExample"]
        made = fill_outputs(f"aws:{kind}", "x", {"name": "x"}, "u")["id"]
        if not (example.startswith(prefix) and made.startswith(prefix)):
            different.append((kind, example, made))
    assert different == []
