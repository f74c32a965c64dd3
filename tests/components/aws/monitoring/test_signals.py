from stackwright.components.aws.monitoring import signals
from stackwright.components.signals import Limit


def named(found):
    return {signal.name: signal for signal in found}


def test_a_variant_is_told_from_the_others() -> None:
    found = signals.of_variant("endpoint", "blue", 45)
    assert {signal.dimensions for signal in found} == {(("EndpointName", "endpoint"), ("VariantName", "blue"))}
    assert all(signal.name.startswith("blue-") and signal.title.startswith("blue: ") for signal in found)


def test_requests_and_machines_of_an_endpoint_are_in_two_namespaces() -> None:
    found = named(signals.of_variant("endpoint", "blue", 45))
    assert found["blue-errors"].namespace == "AWS/SageMaker"
    assert found["blue-memory"].namespace == "/aws/sagemaker/Endpoints"


def test_latency_is_limited_in_microseconds() -> None:
    assert named(signals.of_variant("endpoint", "blue", 1.5))["blue-latency"].limit == Limit(1_500_000, 15)


def test_full_gpu_memory_is_shown_and_wakes_nobody() -> None:
    assert named(signals.of_variant("endpoint", "blue", 45))["blue-gpu-memory"].limit is None


def test_pods_without_a_node_are_reported_after_half_an_hour() -> None:
    waiting = named(signals.of_cluster("cluster"))["unschedulable"]
    assert waiting.limit == Limit(0, 30)


def test_machines_of_a_pool_are_found_by_their_scaling_group() -> None:
    found = signals.of_pool("gpu", "eks-gpu-1")
    assert {signal.dimensions for signal in found} == {(("AutoScalingGroupName", "eks-gpu-1"),)}
    assert named(found)["gpu-status"].limit == Limit(0, 5)


def test_lustre_is_nearly_full_below_a_tenth_of_its_size() -> None:
    free = named(signals.of_lustre("fs-1", 4800))["lustre-free"]
    assert (free.limit, free.missing) == (Limit(480 * 2**30, 15, below=True), "missing")
    # one value per disk and minute: a longer period would add up minutes as well
    assert (free.statistic, free.period) == ("Sum", 60)


def test_nfs_grows_by_itself_so_nothing_limits_it() -> None:
    assert [signal.limit for signal in signals.of_nfs("fs-2")] == [None, None]


def test_no_two_signals_of_a_stack_share_a_name() -> None:
    found = [
        *signals.of_cluster("c"),
        *signals.of_pool("gpu", "a"),
        *signals.of_variant("e", "blue", 45),
        *signals.of_variant("e", "green", 45),
        *signals.of_lustre("fs-1", 1200),
        *signals.of_nfs("fs-2"),
    ]
    assert len(named(found)) == len(found)
