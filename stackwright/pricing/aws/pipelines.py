"""What moves and reads data on AWS costs: queues, workflows, streams, data jobs, queries."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

QUEUE: Final = Key("SQS", "standard requests", "1M requests")
FIFO: Final = Key("SQS", "FIFO requests", "1M requests")
TRANSITIONS: Final = Key("Step Functions", "standard transitions", "1k transitions")
SHARD_HOUR: Final = Key("Kinesis", "shard", "hour")
PUT_UNITS: Final = Key("Kinesis", "PUT payload units", "1M units")
STREAM_HOUR: Final = Key("Kinesis", "on-demand stream", "hour")
STREAM_IN: Final = Key("Kinesis", "on-demand data in", "GB")
STREAM_OUT: Final = Key("Kinesis", "on-demand data out", "GB")
DPU_HOUR: Final = Key("Glue", "Spark DPU", "DPU-hour")
SCANNED: Final = Key("Athena", "data scanned", "TB")

KEYS: Final = (
    *(QUEUE, FIFO, TRANSITIONS, SHARD_HOUR, PUT_UNITS, STREAM_HOUR, STREAM_IN, STREAM_OUT, DPU_HOUR, SCANNED),
)

_UNITS_A_GB = 1024 * 1024 / 25  # one PUT payload unit is 25 KB (Amazon Kinesis Data Streams pricing)
_FREE_RETENTION_HOURS = 24
_DPUS: Final[Mapping[str, float]] = {"G.025X": 0.25, "Standard": 1, "G.1X": 1, "G.2X": 2, "G.4X": 4, "G.8X": 8}
"""Units of one worker (AWS Glue Developer Guide, worker types)."""


def queue(bill: Bill) -> Iterable[LineItem]:
    """Requests to a queue; the free million of an account is not counted."""
    yield from bill.used_in_tiers(FIFO if bill.get("fifoQueue") is True else QUEUE, "queue_requests", times=1e-6)


def state_machine(bill: Bill) -> Iterable[LineItem]:
    """Transitions of a standard workflow."""
    kind = bill.text("type", "STANDARD")
    if kind is None:
        yield bill.unknown("transitions", "type")
    elif kind != "STANDARD":
        yield bill.unpriced("requests", f"no dated price for {kind} workflows")
    else:
        yield bill.used(TRANSITIONS, "queue_requests", times=1 / 1000)


def stream(bill: Bill) -> Iterable[LineItem]:
    """Shards and what is put in them, or the hours and data of a stream on demand; what is read is what was put."""
    mode = bill.text("streamModeDetails.streamMode", "PROVISIONED")
    shards, retention = bill.number("shardCount", 1), bill.number("retentionPeriod", _FREE_RETENTION_HOURS)
    if mode is None or shards is None:
        yield bill.unknown("shards", "streamModeDetails" if mode is None else "shardCount")
        return
    if mode == "ON_DEMAND":
        yield bill.priced(STREAM_HOUR, Range.of(HOURS))
        yield bill.used(STREAM_IN, "stream_gb")
        yield bill.used(STREAM_OUT, "stream_gb")
    else:
        yield bill.priced(SHARD_HOUR, Range.of(shards * HOURS))
        yield bill.used(PUT_UNITS, "stream_gb", times=_UNITS_A_GB / 1e6)
    if retention is None or retention > _FREE_RETENTION_HOURS:
        yield bill.unpriced("retention", "no assumption is made of what is kept for more than 24 hours")


def job(bill: Bill) -> Iterable[LineItem]:
    """Worker hours of a Spark job of Glue."""
    workers, worker = bill.number("numberOfWorkers"), bill.text("workerType", "")
    units = bill.number("maxCapacity", 10)  # the default of a Spark job
    if worker and workers is not None:
        units = workers * _DPUS[worker] if worker in _DPUS else None
    command = bill.text("command.name", "glueetl")
    if command is None or worker is None or (units is None and worker in ("", *_DPUS)):
        yield bill.unknown("DPU hours", "numberOfWorkers")
    elif units is None or command not in ("glueetl", "gluestreaming"):
        yield bill.unpriced("DPU hours", f"no dated price for {command} jobs on {worker or 'Standard'} workers")
    else:
        yield bill.used(DPU_HOUR, "job_hours", times=units)


def query_group(bill: Bill) -> Iterable[LineItem]:
    """Data that queries scan; results are in a bucket."""
    yield bill.used(SCANNED, "scanned_tb")


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:sqs/queue:Queue": queue,
    "aws:sfn/stateMachine:StateMachine": state_machine,
    "aws:kinesis/stream:Stream": stream,
    "aws:glue/job:Job": job,
    "aws:athena/workgroup:Workgroup": query_group,
}
