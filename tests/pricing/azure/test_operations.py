"""`stackwright.pricing.azure.operations`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

LOGS = "azure-native:operationalinsights:Workspace"
METRIC = "azure-native:monitor:MetricAlert"
RULE = "azure-native:monitor:ScheduledQueryRule"
DIAGNOSTICS = "azure-native:monitor:DiagnosticSetting"


def test_a_workspace_is_charged_for_what_is_written_and_kept(make: Make, priced: Priced) -> None:
    # 2.30 a GB written; 0.10 a GB-month kept beyond 31 days
    inputs = {"sku": {"name": "PerGB2018"}, "retentionInDays": 396}
    written, kept = priced(make(LOGS, inputs=inputs), region="eastus").items
    assert (written.unit_price, written.quantity) == (2.3, Range(1, 5, 50))
    assert kept.quantity == Range(1, 5, 50) * 12  # a year beyond the 31 days
    assert kept.unit_price == 0.1


def test_31_days_are_kept_without_a_charge(make: Make, priced: Priced) -> None:
    assert len(priced(make(LOGS, inputs={"retentionInDays": 31}), region="eastus").items) == 1


def test_an_unknown_retention_or_other_plan_is_named(make: Make, priced: Priced) -> None:
    later = priced(make(LOGS, inputs={"retentionInDays": UNKNOWN}), region="eastus")
    assert later.items[1].note == "`retentionInDays` is not known before deployment"
    other = priced(make(LOGS, inputs={"sku": {"name": "CapacityReservation"}}), region="eastus")
    assert [why for _, why in other.unpriced] == ["no dated price for plan CapacityReservation"]


def test_the_first_ten_metrics_are_free(make: Make, priced: Priced) -> None:
    found = priced(*(make(METRIC, f"m{each}") for each in range(12)), region="eastus")
    assert [item.status for item in found.items] == [Status.FREE] * 10 + [Status.PRICED] * 2


@pytest.mark.parametrize(("often", "priced_"), [("PT5M", True), ("PT15M", False), (UNKNOWN, False)])
def test_a_search_of_logs_is_charged_by_how_often_it_is_made(
    make: Make, priced: Priced, often: Any, priced_: bool
) -> None:
    found = priced(make(RULE, inputs={"evaluationFrequency": often}), region="eastus")
    assert (found.coverage == 1) is priced_


def test_platform_logs_are_free_only_towards_a_workspace(make: Make, priced: Priced) -> None:
    assert priced(make(DIAGNOSTICS, inputs={"workspaceId": UNKNOWN}), region="eastus").coverage == 1
    found = priced(make(DIAGNOSTICS, inputs={"storageAccountId": UNKNOWN}), region="eastus")
    assert [why for _, why in found.unpriced] == [
        "no dated price for platform logs that are sent to storage or event hubs"
    ]
