"""`stackwright.accelerators.machines`."""

from dataclasses import FrozenInstanceError

import pytest

from stackwright.accelerators.catalog import machine


def test_a_machine_is_a_fact_that_nobody_changes() -> None:
    found = machine("p5.48xlarge", "aws")
    with pytest.raises(FrozenInstanceError):
        setattr(found, "vcpus", 1)  # noqa: B010
    assert (found.vcpus, found.memory_gib, found.quota_code) == (192, 2048, "L-417A185B")


def test_local_disks_are_counted_in_binary_gigabytes() -> None:
    # 8 x 3,800 GB of 10^9 bytes in GiB of 2^30 bytes
    assert machine("p5.48xlarge", "aws").nvme_gib == round(8 * 3800 * 10**9 / 2**30, 1) == 28312.2
