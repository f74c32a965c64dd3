import subprocess
import sys
from dataclasses import replace
from itertools import product

import pytest

from stackwright.components.limits import (
    LOG_RETENTION_DAYS,
    LUSTRE,
    NAME_LENGTH_MAX,
    NFS,
    PRIVATE_RANGES,
    TAGS,
    Feature,
    limit,
    limits,
)


def test_it_needs_no_cloud_sdk() -> None:
    code = (
        "import sys, stackwright.components.limits;"
        "print([m for m in sys.modules if m.split('.')[0] in ('pulumi', 'pulumi_aws', 'pulumi_gcp', 'pydantic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_limit_says_why_and_what_to_do() -> None:
    found = limit("aws", Feature.ACCESS_BY_DNS)
    assert found is not None
    assert "EKS" in found.reason
    assert "public_cidrs" in found.instead


def test_what_a_cloud_can_do_has_no_limit() -> None:
    assert limit("gcp", Feature.ACCESS_BY_DNS) is None
    assert limit("aws", Feature.CAPACITY_BLOCK) is None


def test_each_limit_is_told_once_and_has_a_source() -> None:
    told = [(each.cloud, each.feature) for each in limits()]
    assert len(set(told)) == len(told)
    assert all(each.reason and each.instead and each.source for each in limits())
    assert {each.feature for each in limits()} == set(Feature)
    assert {each.cloud for each in limits()} == {"aws", "gcp", "azure"}


@pytest.mark.parametrize("cloud", TAGS)
def test_plain_tags_are_taken_everywhere(cloud: str) -> None:
    assert list(TAGS[cloud].problems({"owner": "research", "cost_center": "42"})) == []


@pytest.mark.parametrize(
    ("cloud", "tags", "problem"),
    [
        ("aws", {f"t{number}": "x" for number in range(51)}, ("", "51 tags: a resource takes 50")),
        ("aws", {"aws:owner": "x"}, ("aws:owner", "starts with aws:, which the cloud keeps for itself")),
        ("aws", {"k" * 129: "x"}, ("k" * 129, "has 129 characters: a key has 1 to 128")),
        ("aws", {"owner": "v" * 257}, ("owner", "has a value of 257 characters: at most 256")),
        ("aws", {"owner": "a;b"}, ("owner", "has other characters than letters, digits, spaces and . : / = + - @ _")),
        ("gcp", {"Owner": "x"}, ("Owner", f"has other characters than {TAGS['gcp'].words}")),
        ("azure", {"a<b": "x"}, ("a<b", f"has other characters than {TAGS['azure'].words}")),
    ],
)
def test_a_tag_that_is_not_taken_is_told_with_the_rule(
    cloud: str, tags: dict[str, str], problem: tuple[str, str]
) -> None:
    assert list(TAGS[cloud].problems(tags)) == [problem]


def test_an_empty_key_is_no_tag() -> None:
    assert ("", "has 0 characters: a key has 1 to 128") in list(TAGS["aws"].problems({"": "x"}))


@pytest.mark.parametrize("size", [1200, 2400, 4800, 72000])
def test_a_lustre_size_that_is_sold(size: int) -> None:
    assert LUSTRE["aws"].sold(size)


@pytest.mark.parametrize(
    ("size", "nearest"), [(-1, (1200, 2400)), (0, (1200, 2400)), (2000, (1200, 2400)), (5000, (4800, 7200))]
)
def test_a_lustre_size_that_is_not_sold_has_neighbours_that_are(size: int, nearest: tuple[int, int]) -> None:
    rules = LUSTRE["aws"]
    assert not rules.sold(size)
    assert rules.nearest(size) == nearest
    assert all(rules.sold(each) for each in nearest)


def test_fabric_sizes_exist_for_each_throughput_and_are_sold() -> None:
    rules = LUSTRE["aws"]
    assert set(rules.fabric_gib) == set(rules.throughputs)
    assert all(rules.sold(size) for size in rules.fabric_gib.values())
    assert not replace(rules, step_gib=5000).sold(4800)


@pytest.mark.parametrize(
    ("cloud", "throughput", "size", "nearest"),
    [
        ("gcp", 1000, 1200, (9000, 9000)),
        ("gcp", 250, 40000, (36000, 72000)),
        ("gcp", 1000, 10**9, (954_000, 954_000)),
        ("azure", 500, 5000, (4096, 8192)),
        ("azure", 40, 1, (49152, 49152)),
        ("azure", 250, 10**9, (262_144, 262_144)),
    ],
)
def test_lustre_sizes_depend_on_the_throughput(
    cloud: str, throughput: int, size: int, nearest: tuple[int, int]
) -> None:
    rules = LUSTRE[cloud]
    assert not rules.sold(size, throughput)
    assert rules.nearest(size, throughput) == nearest
    assert all(rules.sold(each, throughput) for each in nearest)


@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_every_throughput_has_a_smallest_size(cloud: str) -> None:
    rules = LUSTRE[cloud]
    assert set(rules.steps_gib) == set(rules.throughputs)
    assert all(rules.sold(rules.smallest(each), each) for each in rules.throughputs)


@pytest.mark.parametrize(
    ("cloud", "size", "sold"),
    [
        ("gcp", 100, 1024),
        ("gcp", 1200, 1200),
        ("gcp", 10_300, 12_800),
        ("gcp", 200_000, 102_400),
        ("azure", 7, 100),
        ("azure", 10_300, 10_300),
    ],
)
def test_a_share_has_the_next_size_that_is_sold(cloud: str, size: int, sold: int) -> None:
    assert NFS[cloud].nearest(size) == sold


def test_a_tag_in_other_characters_has_a_neighbour_that_is_taken() -> None:
    assert TAGS["gcp"].nearest("Cost Center", "R&D") == ("cost_center", "r_d")
    assert TAGS["gcp"].nearest("42", "x") is None
    assert TAGS["gcp"].nearest("GoogTeam", "x") is None


def test_pods_of_azure_have_the_shared_range_for_themselves() -> None:
    assert set(PRIVATE_RANGES["aws"]) - set(PRIVATE_RANGES["azure"]) == {"100.64.0.0/10"}


@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_retention_is_a_range_with_the_days_of_every_environment(cloud: str) -> None:
    assert {30, 365} <= set(LOG_RETENTION_DAYS[cloud])
    assert 3653 not in LOG_RETENTION_DAYS[cloud]


def test_retention_goes_up_in_steps() -> None:
    days = LOG_RETENTION_DAYS["aws"]
    assert list(days) == sorted(set(days))
    assert {30, 90, 365} <= set(days)


def test_the_longest_name_of_a_component_fits_a_role() -> None:
    endings = ("-tools-ebs-csi", "-tools-eks-node-monitoring-agent")
    roles = [ending for ending in endings if "csi" in ending]
    words = ("cluster", "network", "datasets")
    longest = max(len(f"-{word}{ending}-0123456") for word, ending in product(words, roles))
    assert NAME_LENGTH_MAX["aws"] + longest <= 64
