"""Regions have zones, ids, partitions and domains of the right form."""

import pytest

from stackwright.sdk.regions import dns_suffix, partition, zone_id, zones


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("us-east-1b", "use1-az2"), ("ap-southeast-2a", "apse2-az1"), ("us-gov-west-1a", "usgw1-az1")],
)
def test_zone_ids_are_short_forms_of_the_region(zone, expected):
    assert zone_id(zone) == expected


def test_a_region_has_four_zones():
    assert zones("eu-west-1") == ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"]
    assert len({zone_id(zone) for zone in zones("eu-west-1")}) == 4


@pytest.mark.parametrize(
    ("region", "name", "domain"),
    [
        ("us-east-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-east-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_partitions_have_their_domains(region, name, domain):
    assert (partition(region), dns_suffix(region)) == (name, domain)
