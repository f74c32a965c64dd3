"""`stackwright.accelerators.regions`."""

import pytest

from stackwright.accelerators.regions import NoRegion, partition, region, regions, zones


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


@pytest.mark.parametrize(
    ("name", "cloud", "expected"),
    [
        ("us-central1", "gcp", ("us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f")),
        ("europe-west1", "gcp", ("europe-west1-b", "europe-west1-c", "europe-west1-d")),
        ("europe-west4", "gcp", ("europe-west4-a", "europe-west4-b", "europe-west4-c")),
        ("eastus", "azure", ("1", "2", "3")),
        ("westus", "azure", ()),
        ("us-east-1", "aws", ()),
    ],
)
def test_a_region_has_its_zones(name: str, cloud: str, expected: tuple[str, ...]) -> None:
    assert zones(name, cloud) == expected


def test_zones_of_a_region_that_does_not_exist_are_refused() -> None:
    with pytest.raises(NoRegion, match="`us-central9` is not a region of gcp: did you mean us-central1"):
        zones("us-central9", "gcp")


@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_the_regions_of_a_cloud_are_listed_once(cloud: str) -> None:
    assert len(regions(cloud)) == len(set(regions(cloud))) > 40
