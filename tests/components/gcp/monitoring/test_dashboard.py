import json

import pulumi

from stackwright.components.gcp.monitoring import dashboard
from stackwright.components.gcp.monitoring.signals import of_endpoint
from stackwright.testing.plugin import Cloud


def _body(cloud: Cloud, count: int) -> dict:
    text = cloud.preview(lambda: pulumi.export("body", dashboard.body("lab", of_endpoint("42", 45)[:count])))
    return json.loads(text.outputs["body"])


def test_the_title_stands_above_rows_of_three(cloud: Cloud) -> None:
    body = _body(cloud, 5)
    tiles = body["mosaicLayout"]["tiles"]
    assert body["displayName"] == "lab"
    assert tiles[0]["widget"]["text"]["content"] == "# lab"
    places = [(tile["xPos"], tile["yPos"]) for tile in tiles[1:]]
    assert places == [(0, 1), (4, 1), (8, 1), (0, 5), (4, 5)]
    assert all(tile["xPos"] + tile["width"] <= body["mosaicLayout"]["columns"] for tile in tiles)


def test_a_limit_is_drawn_into_its_graph(cloud: Cloud) -> None:
    calls, errors = _body(cloud, 2)["mosaicLayout"]["tiles"][1:]
    assert calls["widget"]["xyChart"]["thresholds"] == []
    assert errors["widget"]["xyChart"]["thresholds"] == [{"label": "alarm", "value": 0.01}]
    assert "response_count" in errors["widget"]["xyChart"]["dataSets"][0]["timeSeriesQuery"]["prometheusQuery"]


def test_a_dashboard_of_nothing_has_its_title(cloud: Cloud) -> None:
    assert len(_body(cloud, 0)["mosaicLayout"]["tiles"]) == 1
