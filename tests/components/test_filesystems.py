"""Area of concern: file systems are refused by the sizes that `limits.py` has, with the nearest."""

import pytest

from stackwright.components.filesystems import lustre_sold, nfs_sold
from stackwright.components.limits import LUSTRE, NFS


@pytest.mark.parametrize("cloud", sorted(LUSTRE))
def test_the_smallest_size_of_every_throughput_is_sold_and_one_less_is_not(cloud: str) -> None:
    for throughput in LUSTRE[cloud].throughputs:
        smallest = LUSTRE[cloud].smallest(throughput)
        assert lustre_sold(cloud, smallest, throughput) is None
        with pytest.raises(ValueError, match=f"size_gib: {smallest - 1} at {throughput} .* - use {smallest}"):
            lustre_sold(cloud, smallest - 1, throughput)


@pytest.mark.parametrize(
    ("cloud", "size_gib", "throughput", "words"),
    [
        ("aws", 5000, 250, "size_gib: 5000 at 250 MB/s per TiB is not sold - use 4800 or 7200$"),
        ("gcp", 9_000_000, 1000, "use 954000$"),
        ("azure", 8192, 300, "throughput: 300 MB/s per TiB is not among 40, 125, 250, 500$"),
    ],
)
def test_what_is_not_sold_is_refused_with_the_nearest(cloud: str, size_gib: int, throughput: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        lustre_sold(cloud, size_gib, throughput)


@pytest.mark.parametrize("cloud", sorted(NFS))
def test_a_share_is_as_large_as_the_cloud_sells_it(cloud: str) -> None:
    for size in (NFS[cloud].smallest_gib, NFS[cloud].largest_gib):
        assert nfs_sold(cloud, size) == size
    with pytest.raises(ValueError, match=f"1 GiB is not sold - use {NFS[cloud].smallest_gib}$"):
        nfs_sold(cloud, 1)
