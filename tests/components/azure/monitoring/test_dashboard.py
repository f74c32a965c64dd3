from stackwright.components.azure.monitoring.dashboard import body
from stackwright.components.azure.monitoring.signals import Signal
from stackwright.components.signals import Limit

SIGNALS = [
    Signal("cpu", "CPU, %", "/cluster", "Microsoft.ContainerService/managedClusters", "cpu", "Maximum"),
    Signal("disk", "disk, %", "/cluster", "Space", "disk", "Average", (("nodepool", "gpu"),), Limit(90, 15)),
    Signal("free", "free", "/fs", "Space", "free", "Minimum", limit=Limit(5, 15, below=True)),
    Signal("io", "bytes", "/fs", "Space", "io", "Total"),
]


def charts() -> list[dict]:
    return [part.metadata.settings["content"]["options"]["chart"] for part in body("lab", SIGNALS)[1:]]


def test_charts_stand_in_rows_of_three_below_the_title() -> None:
    places = [(part.position.x, part.position.y) for part in body("lab", SIGNALS)]
    assert places == [(0, 0), (0, 1), (6, 1), (12, 1), (0, 5)]


def test_a_chart_shows_one_metric_of_one_resource() -> None:
    metric = charts()[0]["metrics"][0]
    assert (metric["name"], metric["resourceMetadata"], metric["aggregationType"]) == ("cpu", {"id": "/cluster"}, 3)
    assert metric["namespace"] == "microsoft.containerservice/managedclusters"


def test_limits_are_in_the_titles() -> None:
    titles = [chart["title"] for chart in charts()]
    assert titles == ["CPU, %", "disk, % (alarm above 90)", "free (alarm below 5)", "bytes"]


def test_dimensions_are_filters() -> None:
    filters = charts()[1]["filterCollection"]["filters"]
    assert filters == [{"key": "nodepool", "operator": 0, "values": ["gpu"]}]
