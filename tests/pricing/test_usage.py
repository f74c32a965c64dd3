"""`stackwright.pricing.usage`."""

import pytest

from stackwright.pricing.model import Range
from stackwright.pricing.usage import DEFAULT, Usage


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
