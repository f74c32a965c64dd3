"""Values that only a cloud knows are made up in the form the cloud gives them."""

import base64
import csv
import re
from importlib.resources import files

import pytest

from stackwright.sdk.regions import Context
from stackwright.sdk.schema import resource_schema
from stackwright.sdk.values import CREATED, Maker, id_parts


def maker(token: str = "aws:eks/cluster:Cluster", **known) -> Maker:
    return Maker(token, "thing", known, "urn:a", Context(region="eu-west-1"))


def table(name: str) -> list[dict[str, str]]:
    with files("stackwright.sdk").joinpath(name).open() as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_tables_names_a_type_and_an_output():
    for row in table("identities.csv"):
        schema = resource_schema(row["token"])
        assert schema is not None, row
        assert row["id"], row
        assert not row["arn"] or "arn" in schema.outputs, row
    for row in table("values.csv"):
        schema = resource_schema(row["token"])
        assert schema is not None, row
        assert re.split(r"[.\[]", row["property"])[0] in schema.outputs, row


def test_no_placeholder_is_left_in_a_value():
    for row in table("identities.csv"):
        made = maker(row["token"], name="n")
        assert "{" not in made.fill(row["id"] + row["arn"], "id"), row
    for row in table("values.csv"):
        assert "{" not in maker(row["token"], name="n").string(row["property"]), row


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("roleArn", r"arn:aws:eks:eu-west-1:123456789012:role/[0-9a-f]{17}"),
        ("region", "eu-west-1"),
        ("ownerId", "123456789012"),
        ("createdAt", CREATED),
        ("anEndpoint", r"https://thing\.eu-west-1\.eks\.amazonaws\.com"),
        ("dnsName", r"thing\.eu-west-1\.eks\.amazonaws\.com"),
        ("nodeIpAddress", r"10\.0\.0\.\d+"),
        ("platformVersion", r"eks\.1"),
        ("whatever", r"whatever-[0-9a-f]{8}"),
    ],
)
def test_names_say_what_form_a_value_has(path, pattern):
    assert re.fullmatch(pattern, maker().string(path))


def test_a_certificate_is_base64():
    text = base64.b64decode(maker().string("certificateAuthority.data")).decode()
    assert text.startswith("-----BEGIN CERTIFICATE-----")


def test_an_input_whose_name_says_nothing_stays_empty():
    assert maker().string("whatever", computed=False) == ""
    assert maker().string("region", computed=False) == "eu-west-1"


def test_inputs_take_the_place_of_placeholders():
    made = maker("aws:iam/rolePolicyAttachment:RolePolicyAttachment", role="r", policyArn="arn:p")
    assert made.id() == "r/arn:p"
    assert id_parts("aws:iam/rolePolicyAttachment:RolePolicyAttachment") == ["role", "policyArn"]
    assert id_parts("aws:ec2/vpc:Vpc") == []


def test_other_clouds_have_their_own_ids():
    bucket = maker("gcp:compute/network:Network", name="net", project="shop")
    assert bucket.id() == "projects/shop/locations/global/networks/net"
    service = maker("kubernetes:core/v1:Service", metadata={"name": "web", "namespace": "shop"})
    assert service.id() == "shop/web"
    group = maker("azure-native:resources:ResourceGroup", resourceGroupName="g")
    assert group.id() == "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g"
    vault = maker("azure-native:keyvault:Vault", resourceGroupName="g", vaultName="v")
    assert vault.id().endswith("/resourceGroups/g/providers/Microsoft.keyvault/vaults/v")
