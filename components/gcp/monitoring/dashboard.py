"""The body of a dashboard: a title, and one graph per signal with its limit drawn in.

https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards
"""

from collections.abc import Sequence
from typing import Any

from pulumi import Output

from stackwright.components.gcp.monitoring.signals import Signal

COLUMNS, WIDTH, HEIGHT, TITLE_HEIGHT = 3, 4, 4, 1


def body(title: str, signals: Sequence[Signal]) -> Output[str]:
    """JSON of a dashboard with `signals` in rows of three, on a grid of 12."""
    tiles = [_title(title), *(_graph(place, signal) for place, signal in enumerate(signals))]
    return Output.json_dumps({"displayName": title, "mosaicLayout": {"columns": COLUMNS * WIDTH, "tiles": tiles}})


def _title(title: str) -> dict[str, Any]:
    size = {"xPos": 0, "yPos": 0, "width": COLUMNS * WIDTH, "height": TITLE_HEIGHT}
    return {**size, "widget": {"text": {"content": f"# {title}", "format": "MARKDOWN"}}}


def _graph(place: int, signal: Signal) -> dict[str, Any]:
    row, column = divmod(place, COLUMNS)
    limits = [] if signal.limit is None else [{"label": "alarm", "value": signal.limit.threshold}]
    return {
        "xPos": column * WIDTH,
        "yPos": TITLE_HEIGHT + row * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "widget": {
            "title": signal.title,
            "xyChart": {
                "dataSets": [{"timeSeriesQuery": {"prometheusQuery": signal.query}, "plotType": "LINE"}],
                "thresholds": limits,
            },
        },
    }
