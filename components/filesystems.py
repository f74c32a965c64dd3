"""The sizes of file systems, checked the same way on every cloud by the rules of `limits.py`."""

from stackwright.components.limits import LUSTRE, NFS


def lustre_sold(cloud: str, size_gib: int, throughput: int) -> None:
    """Refuse a Lustre file system that `cloud` does not sell, with the nearest that it does."""
    rules = LUSTRE[cloud]
    if throughput not in rules.throughputs:
        known = ", ".join(map(str, rules.throughputs))
        raise ValueError(f"throughput: {throughput} MB/s per TiB is not among {known}")
    if not rules.sold(size_gib, throughput):
        nearest = " or ".join(map(str, sorted(set(rules.nearest(size_gib, throughput)))))
        raise ValueError(f"size_gib: {size_gib} at {throughput} MB/s per TiB is not sold - use {nearest}")


def nfs_sold(cloud: str, size_gib: int) -> int:
    """`size_gib`, if `cloud` sells a share of it."""
    nearest = NFS[cloud].nearest(size_gib)
    if size_gib != nearest:
        raise ValueError(f"{size_gib} GiB is not sold - use {nearest}")
    return size_gib
