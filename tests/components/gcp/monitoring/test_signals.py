import pulumi

from stackwright.components.gcp.monitoring import signals
from stackwright.testing.plugin import Cloud


def _queries(cloud: Cloud, make) -> dict[str, tuple[str, str]]:
    def program() -> None:
        pulumi.export("found", {each.name: [each.query, each.condition] for each in make()})

    return {name: tuple(pair) for name, pair in cloud.preview(program).outputs["found"].items()}


def test_pods_that_find_no_node_are_bad_after_half_an_hour(cloud: Cloud) -> None:
    query, condition = _queries(cloud, lambda: signals.of_cluster("lab"))["unschedulable"]
    assert query == 'sum(kube_pod_status_unschedulable{cluster="lab"})'
    assert condition == f"({query}) > 0"


def test_gpus_are_told_by_model(cloud: Cloud) -> None:
    query, condition = _queries(cloud, lambda: signals.of_pools("lab"))["gpu"]
    assert query == condition == 'avg by (modelName) (DCGM_FI_DEV_GPU_UTIL{cluster="lab"})'


def test_failed_answers_are_a_share_of_all(cloud: Cloud) -> None:
    found = _queries(cloud, lambda: signals.of_endpoint("42", 45))
    where = 'monitored_resource="aiplatform.googleapis.com/Endpoint",endpoint_id="42"'
    metric = "aiplatform_googleapis_com:prediction_online_response_count"
    failed = f'sum by (deployed_model_id) (rate({metric}{{{where},response_code=~"5.."}}[5m]))'
    assert found["errors"][0] == f"{failed} / sum by (deployed_model_id) (rate({metric}{{{where}}}[5m]))"
    assert found["errors"][1].endswith(") > 0.01")


def test_latency_is_that_of_the_slowest_hundredth_in_milliseconds(cloud: Cloud) -> None:
    query, condition = _queries(cloud, lambda: signals.of_endpoint("42", 2.5))["latency"]
    assert query.startswith("histogram_quantile(0.99, sum by (le, latency_type) (rate(")
    assert condition.endswith(") > 2500")


def test_file_systems_are_full_when_a_tenth_is_free(cloud: Cloud) -> None:
    lustre = _queries(cloud, lambda: signals.of_lustre("scratch"))["lustre-free"]
    nfs = _queries(cloud, lambda: signals.of_nfs("home"))["nfs-free"]
    assert lustre[1].endswith(") < 0.1")
    assert nfs[1].endswith(") < 0.1")
    assert lustre[0].count('instance_id="scratch",component="ost"') == 2
    assert nfs[0].count('instance_name="home"') == 3


def test_every_query_is_balanced(cloud: Cloud) -> None:
    def everything() -> list[signals.Signal]:
        return [
            *signals.of_cluster("c"),
            *signals.of_pools("c"),
            *signals.of_endpoint("e", 1),
            *signals.of_lustre("l"),
            *signals.of_nfs("n"),
        ]

    for query, condition in _queries(cloud, everything).values():
        for opened, closed in ("()", "{}", "[]"):
            assert query.count(opened) == query.count(closed), query
            assert condition.count(opened) == condition.count(closed), condition
