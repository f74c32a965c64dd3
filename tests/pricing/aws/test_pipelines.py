"""`stackwright.pricing.aws.pipelines`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

QUEUE = "aws:sqs/queue:Queue"
MACHINE = "aws:sfn/stateMachine:StateMachine"
STREAM = "aws:kinesis/stream:Stream"
JOB = "aws:glue/job:Job"


def test_a_queue_pays_for_its_requests(make: Make, priced: Priced) -> None:
    assert priced(make(QUEUE)).expected == 0.4
    assert priced(make(QUEUE, inputs={"fifoQueue": True}), region="eu-west-1").expected == 0.5
    assert priced(make(QUEUE, inputs={"fifoQueue": True})).coverage == 0


def test_requests_to_a_queue_are_tiered(make: Make, priced: Priced) -> None:
    usage = Usage().with_values({"queue_requests": 250e9})
    items = priced(make(QUEUE), usage=usage, region="eu-west-1").items
    assert [item.unit_price for item in items] == [0.4, 0.3, 0.24]


@pytest.mark.parametrize(("inputs", "cost"), [({}, 25), ({"type": "STANDARD"}, 25)])
def test_a_workflow_pays_for_its_transitions(make: Make, priced: Priced, inputs: dict[str, Any], cost: float) -> None:
    assert priced(make(MACHINE, inputs=inputs)).expected == cost


@pytest.mark.parametrize("kind", ["EXPRESS", UNKNOWN])
def test_another_workflow_is_named(make: Make, priced: Priced, kind: Any) -> None:
    assert priced(make(MACHINE, inputs={"type": kind})).coverage == 0


def test_a_stream_pays_for_shards_or_for_data(make: Make, priced: Priced) -> None:
    # 10 GB in units of 25 KB: 419,430.4 of them at 0.014 a million
    shards = priced(make(STREAM, inputs={"shardCount": 4}))
    assert f"{shards.expected:.4f}" == f"{4 * 0.015 * 730 + 0.4194304 * 0.014:.4f}"
    demand = priced(make(STREAM, inputs={"streamModeDetails": {"streamMode": "ON_DEMAND"}}))
    assert f"{demand.expected:.2f}" == f"{0.04 * 730 + 10 * (0.08 + 0.04):.2f}"


@pytest.mark.parametrize(
    "inputs",
    [{"shardCount": UNKNOWN}, {"streamModeDetails": UNKNOWN}, {"shardCount": 1, "retentionPeriod": 168}],
)
def test_what_is_not_known_of_a_stream_is_named(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert priced(make(STREAM, inputs=inputs)).at_least


@pytest.mark.parametrize(
    ("inputs", "units"),
    [({}, 10), ({"maxCapacity": 4}, 4), ({"workerType": "G.2X", "numberOfWorkers": 5}, 10)],
)
def test_a_job_pays_for_its_workers(make: Make, priced: Priced, inputs: dict[str, Any], units: float) -> None:
    found = priced(make(JOB, inputs=inputs), usage=Usage().with_values({"job_hours": 3}))
    assert round(found.expected, 6) == round(3 * units * 0.44, 6)


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"command": {"name": "pythonshell"}}, "no dated price for pythonshell jobs on Standard workers"),
        ({"workerType": "R.1X", "numberOfWorkers": 2}, "no dated price for glueetl jobs on R.1X workers"),
        ({"maxCapacity": UNKNOWN}, "`numberOfWorkers` is not known before deployment"),
    ],
)
def test_another_job_is_named(make: Make, priced: Priced, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(make(JOB, inputs=inputs)).unpriced] == [reason]


def test_a_query_group_pays_for_what_it_scans_where_that_is_dated(make: Make, priced: Priced) -> None:
    group = make("aws:athena/workgroup:Workgroup")
    assert priced(group, region="us-west-2").expected == 0.5
    assert priced(group).coverage == 0
