"""`stackwright.accelerators.regions`."""

import pytest

from stackwright.accelerators.regions import NoRegion, partition, region, regions


def test_a_region_that_exists_is_itself() -> None:
    assert region("us-east-1", "aws") == "us-east-1"
    assert len(regions("aws")) == len(set(regions("aws"))) > 30


def test_a_mistyped_region_names_the_nearest() -> None:
    with pytest.raises(NoRegion, match="`us-east1` is not a region of aws: did you mean us-east-1") as caught:
        region("us-east1", "aws")
    assert caught.value.nearest[0] == "us-east-1"


def test_a_region_nobody_knows_lists_them() -> None:
    with pytest.raises(NoRegion, match=r"`moon` is not a region of aws: aws has af-south-1, .*cn-northwest-1$"):
        region("moon", "aws")


def test_a_cloud_without_a_table_accepts_any_region() -> None:
    assert regions("mars") == ()
    assert region("olympus-1", "mars") == "olympus-1"


def test_the_partition_follows_the_region() -> None:
    assert partition("eu-west-1") == "aws"
    assert partition("us-gov-west-1") == "aws-us-gov"
    assert partition("cn-north-1") == "aws-cn"
    with pytest.raises(NoRegion):
        partition("moon")
