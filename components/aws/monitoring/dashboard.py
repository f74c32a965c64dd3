"""The body of a CloudWatch dashboard: a title, and one graph per signal with its limit drawn in.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from collections.abc import Sequence
from typing import Any

from pulumi import Output

from stackwright.components.aws.monitoring.signals import Signal

COLUMNS, WIDTH, HEIGHT, TITLE_HEIGHT = 3, 8, 6, 1


def body(title: str, region: Output[str], signals: Sequence[Signal]) -> Output[str]:
    """JSON of a dashboard with `signals` in rows of three, on CloudWatch's grid of 24."""
    widgets = [_title(title), *(_graph(place, signal, region) for place, signal in enumerate(signals))]
    return Output.json_dumps({"widgets": widgets})


def _title(title: str) -> dict[str, Any]:
    size = {"x": 0, "y": 0, "width": COLUMNS * WIDTH, "height": TITLE_HEIGHT}
    return {"type": "text", **size, "properties": {"markdown": f"# {title}"}}


def _graph(place: int, signal: Signal, region: Output[str]) -> dict[str, Any]:
    row, column = divmod(place, COLUMNS)
    limits = [] if signal.limit is None else [{"label": "alarm", "value": signal.limit.threshold}]
    dimensions = [part for dimension in signal.dimensions for part in dimension]
    return {
        "type": "metric",
        "x": column * WIDTH,
        "y": TITLE_HEIGHT + row * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": signal.title,
            "region": region,
            "view": "timeSeries",
            "stat": signal.statistic,
            "period": signal.period,
            "metrics": [[signal.namespace, signal.metric, *dimensions]],
            "annotations": {"horizontal": limits},
        },
    }
