import json
from typing import Any

import pulumi

from stackwright.components.aws.monitoring import dashboard, signals
from stackwright.components.aws.monitoring.signals import Signal
from stackwright.testing.plugin import Cloud


def widgets(cloud: Cloud, seen: list[Signal]) -> list[dict[str, Any]]:
    def program() -> None:
        pulumi.export("body", dashboard.body("lab", pulumi.Output.from_input("us-east-1"), seen))

    return json.loads(cloud.preview(program).outputs["body"])["widgets"]


def test_a_dashboard_of_nothing_has_its_title(cloud: Cloud) -> None:
    (title,) = widgets(cloud, [])
    assert title["type"] == "text"
    assert title["properties"] == {"markdown": "# lab"}


def test_graphs_fill_the_grid_without_overlap(cloud: Cloud) -> None:
    seen = [*signals.of_variant("e", "blue", 45), *signals.of_lustre("fs-1", 1200)]
    found = widgets(cloud, seen)
    cells = [
        (x, y)
        for widget in found
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24
    assert len(found) == 1 + len(seen)


def test_a_graph_shows_its_metric_and_where_the_alarm_is(cloud: Cloud) -> None:
    _, cluster, errors = widgets(cloud, list(signals.of_cluster("lab")))
    shown = cluster["properties"]
    assert shown["metrics"] == [["AWS/EKS", "scheduler_pending_pods_UNSCHEDULABLE", "ClusterName", "lab"]]
    assert (shown["stat"], shown["period"], shown["region"]) == ("Maximum", 300, "us-east-1")
    assert shown["annotations"] == {"horizontal": [{"label": "alarm", "value": 0}]}
    assert errors["properties"]["annotations"] == {"horizontal": []}
