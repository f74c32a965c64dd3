import pytest

from stackwright.components.azure.monitoring.signals import of_cluster, of_lustre, of_nfs, of_pool, of_variant
from stackwright.testing.plugin import Cloud

PARTS = {
    "variant": lambda: of_variant("/endpoint", "blue", 45),
    "cluster": lambda: of_cluster("/cluster"),
    "pool": lambda: of_pool("/cluster", "nodes", "gpu1"),
    "lustre": lambda: of_lustre("/lustre"),
    "nfs": lambda: of_nfs("/account"),
}
WINDOWS = {1, 5, 15, 30, 60}


def signals(cloud: Cloud, part: str) -> list:
    found: list = []
    cloud.deploy(lambda: found.extend(PARTS[part]()))
    return found


@pytest.mark.parametrize("part", PARTS)
def test_signals_have_names_of_their_own_and_windows_that_azure_has(cloud: Cloud, part: str) -> None:
    found = signals(cloud, part)
    assert len({signal.name for signal in found}) == len(found)
    assert {signal.limit.minutes for signal in found if signal.limit} <= WINDOWS
    assert {signal.aggregation for signal in found} <= {"Average", "Minimum", "Maximum", "Total"}
    assert all(signal.namespace.startswith("Microsoft.") for signal in found)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_something_that_raises_an_alarm(cloud: Cloud, part: str) -> None:
    assert [signal.name for signal in signals(cloud, part) if signal.limit]


def test_latency_is_in_milliseconds(cloud: Cloud) -> None:
    latency = next(signal for signal in signals(cloud, "variant") if signal.name == "blue-latency")
    assert latency.limit.threshold == 45_000
    assert ("deployment", "blue") in latency.dimensions


def test_lustre_is_full_when_one_target_is(cloud: Cloud) -> None:
    free = signals(cloud, "lustre")[0]
    assert (free.aggregation, free.limit.below) == ("Minimum", True)
    assert free.limit.threshold == 400 * 2**30
