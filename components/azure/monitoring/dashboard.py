"""The parts of a portal dashboard: a title, and one chart per signal with its limit in the title.

https://learn.microsoft.com/azure/azure-portal/azure-portal-dashboards-structure
"""

from collections.abc import Sequence
from typing import Any

from pulumi_azure_native import portal

from stackwright.components.azure.monitoring.signals import Signal

COLUMNS, WIDTH, HEIGHT, TITLE_HEIGHT = 3, 6, 4, 1
_AGGREGATIONS = {"Total": 1, "Minimum": 2, "Maximum": 3, "Average": 4}
"""Numbers that the portal's charts have for aggregations."""


def body(title: str, signals: Sequence[Signal]) -> list[portal.DashboardPartsArgs]:
    """Title and charts of `signals` in rows of three."""
    return [_title(title), *(_graph(place, signal) for place, signal in enumerate(signals))]


def _title(title: str) -> portal.DashboardPartsArgs:
    content = {"content": f"# {title}", "title": "", "subtitle": "", "markdownSource": 1}
    return portal.DashboardPartsArgs(
        position=portal.DashboardPartsPositionArgs(x=0, y=0, col_span=COLUMNS * WIDTH, row_span=TITLE_HEIGHT),
        metadata=portal.DashboardPartMetadataArgs(
            type="Extension/HubsExtension/PartType/MarkdownPart",
            inputs=[],
            settings={"content": {"settings": content}},
        ),
    )


def _graph(place: int, signal: Signal) -> portal.DashboardPartsArgs:
    row, column = divmod(place, COLUMNS)
    position = portal.DashboardPartsPositionArgs(
        x=column * WIDTH, y=TITLE_HEIGHT + row * HEIGHT, col_span=WIDTH, row_span=HEIGHT
    )
    options = {"chart": _options(signal)}
    return portal.DashboardPartsArgs(
        position=position,
        metadata=portal.DashboardPartMetadataArgs(
            type="Extension/HubsExtension/PartType/MonitorChartPart",
            inputs=[{"name": "options", "value": options, "isOptional": True}],
            settings={"content": {"options": options}},
        ),
    )


def _options(signal: Signal) -> dict[str, Any]:
    limit = signal.limit
    bound = "" if limit is None else f" (alarm {'below' if limit.below else 'above'} {limit.threshold:g})"
    filters = [{"key": name, "operator": 0, "values": [value]} for name, value in signal.dimensions]
    return {
        "title": f"{signal.title}{bound}",
        "titleKind": 2,
        "metrics": [
            {
                "resourceMetadata": {"id": signal.scope},
                "namespace": signal.namespace.lower(),
                "name": signal.metric,
                "aggregationType": _AGGREGATIONS[signal.aggregation],
                "metricVisualization": {"displayName": signal.title},
            }
        ],
        "filterCollection": {"filters": filters},
        "visualization": {"chartType": 2},
        "timespan": {"relative": {"duration": 86_400_000}, "showUTCTime": True, "grain": 1},
    }
