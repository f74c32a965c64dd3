"""`stackwright.pricing.usage`."""

import pytest

from stackwright.pricing.model import Range
from stackwright.pricing.usage import DEFAULT, Usage, UsageProfile


def test_every_assumption_reads_as_a_sentence() -> None:
    for name in Usage.known():
        assert DEFAULT.says(name)[0].isdigit(), name
    assert DEFAULT.says("nat_gb") == "100 GB through each NAT gateway a month (10 to 1,000)"
    assert DEFAULT.says("bucket_reads").startswith("1,000,000 reads on each bucket")


def test_a_single_number_is_all_three_bounds() -> None:
    usage = DEFAULT.with_values({"nat_gb": 7, "log_gb": Range(1, 2, 3)})
    assert usage.nat_gb == Range(7, 7, 7)
    assert usage.log_gb == Range(1, 2, 3)
    assert usage.says("nat_gb") == "7 GB through each NAT gateway a month"
    assert usage.bucket_gb == DEFAULT.bucket_gb


@pytest.mark.parametrize("wrong", [Range(3, 2, 1), Range(-1, 0, 1), Range(1, 5, 4)])
def test_bounds_out_of_order_are_refused(wrong: Range) -> None:
    with pytest.raises(ValueError, match=r"usage\.nat_gb: low, expected and high must be in this order"):
        Usage(nat_gb=wrong)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(TypeError, match="cloud_gb"):
        DEFAULT.with_values({"cloud_gb": 1})


def test_a_larger_profile_has_ten_times_the_volume_and_no_longer_calls() -> None:
    medium = Usage.of(UsageProfile.MEDIUM)
    assert medium.nat_gb == Range(100, 1000, 10_000)
    assert medium.function_seconds == DEFAULT.function_seconds
    assert medium.machine_hours == DEFAULT.machine_hours
    assert Usage.of(UsageProfile.SMALL) == DEFAULT


def test_what_is_told_stands_over_the_profile() -> None:
    usage = Usage.asked({"profile": "medium", "hours": "business", "nat_gb": 5, "log_gb": {"expected": 3, "high": 9}})
    assert usage.nat_gb == Range(5, 5, 5)
    assert usage.log_gb == Range(3, 3, 9)
    assert usage.bucket_gb == DEFAULT.bucket_gb * 10
    assert usage.machine_hours == Range(217, 217, 730)  # 10 hours on 5 days of 52 weeks, over 12 months


def test_nothing_told_is_the_small_profile_around_the_clock() -> None:
    assert Usage.asked({}) == DEFAULT
    assert DEFAULT.machine_hours == Range(730, 730, 730)
