"""Area of concern: what a type is in a picture, and in which tier it stands."""

import pytest

from stackwright.policies.reports.drawing.kinds import KINDS, OTHER, Tier, is_public, kind_among, kind_of


@pytest.mark.parametrize(
    ("token", "kind", "makes"),
    [
        ("aws:ec2/vpc:Vpc", "network", True),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", "network", False),
        ("aws:ec2/instance:Instance", "machines", True),
        ("aws:s3/bucketPolicy:BucketPolicy", "storage", False),
        ("azure-native:storage/v20230101:StorageAccount", "storage", True),
        ("azure-native:storage:StorageAccountStaticWebsite", "storage", False),
        ("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", "image registry", False),
        ("kubernetes:core/v1:Secret", "secrets", True),
        ("kubernetes:core/v1:ConfigMap", "application", False),
        ("random:index/randomId:RandomId", "service", False),
    ],
)
def test_a_type_has_the_kind_of_its_longest_known_beginning(token: str, kind: str, makes: bool) -> None:
    assert (kind_of(token)[0].name, kind_of(token)[1]) == (kind, makes)


def test_what_makes_a_kind_outweighs_what_only_belongs_to_one() -> None:
    nodes = [
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:eks/nodeGroup:NodeGroup",
    ]
    assert kind_among(nodes).name == "nodes"
    assert kind_among(["aws:iam/role:Role", "aws:eks/nodeGroup:NodeGroup", "aws:eks/cluster:Cluster"]).name == "cluster"
    assert kind_among([]) is OTHER


def test_only_ways_to_the_internet_are_public() -> None:
    assert is_public("aws:ec2/natGateway:NatGateway")
    assert is_public("azure-native:network/v20240101:PublicIPAddress")
    assert not is_public("aws:ec2/subnet:Subnet")


def test_no_beginning_is_told_twice_and_every_tier_has_a_kind() -> None:
    begins = [begin for kind in KINDS for begin in (*kind.anchors, *kind.parts)]
    assert len(begins) == len(set(begins))
    assert {kind.tier for kind in KINDS} == set(Tier)
