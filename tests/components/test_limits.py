import subprocess
import sys
from dataclasses import replace
from itertools import product

import pytest

from stackwright.components.limits import (
    LIMITS,
    LOG_RETENTION_DAYS,
    LUSTRE,
    NAME_LENGTH_MAX,
    TAGS,
    Feature,
    limit,
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
    told = [(each.cloud, each.feature) for each in LIMITS]
    assert len(set(told)) == len(told)
    assert all(each.source for each in LIMITS)
    assert {each.feature for each in LIMITS} == set(Feature)


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
