"""What is left out while a program is recorded is not missed, and is back afterwards."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pulumi.log
import pulumi.output
import pulumi.resource
import pulumi.runtime.resource
import pulumi.runtime.rpc
import pytest

from stackwright.blueprints.load import load
from stackwright.blueprints.program import compose_stack
from stackwright.plan import record as recording
from stackwright.plan.graph import Graph, Resource
from stackwright.plan.record import record

ROOT = Path(__file__).parents[2]
PARTS: tuple[tuple[Any, str], ...] = (
    (pulumi.resource, "collapse_alias_to_urn"),
    (pulumi.runtime.resource, "create_urn"),
    (pulumi.runtime.resource, "_get_stack_trace"),
    (pulumi.runtime.rpc, "transfer_properties"),
    (pulumi.log, "debug"),
    (pulumi.output, "contains_unknowns"),
    (pulumi.Output, "_track"),
)


@contextmanager
def _whole(_: Callable[[str], bool]) -> Iterator[None]:
    yield


def _unplaced(graph: Graph) -> list[Resource]:
    return [replace(resource, source=None) for resource in graph]


@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("name", ["training-aws", "inference-azure", "landing-gcp"])
def test_a_recording_is_that_of_the_whole_sdk(monkeypatch: pytest.MonkeyPatch, name: str, applied: bool) -> None:
    loaded = load(ROOT / f"blueprints/examples/{name}.yaml")
    region = loaded.spec.region

    def recorded() -> Graph:
        return record(lambda: compose_stack(loaded), project="a", stack="b", region=region, applied=applied)

    short = recorded()
    monkeypatch.setattr(recording, "shortcuts", _whole)
    monkeypatch.setattr(recording, "RecordingLoop", asyncio.new_event_loop)
    whole = recorded()
    assert _unplaced(short) == _unplaced(whole)
    assert short.outputs == whole.outputs


def test_the_sdk_is_whole_again_whatever_happens() -> None:
    before = [getattr(*part) for part in PARTS]

    def fails() -> None:
        assert [getattr(*part) for part in PARTS] != before
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        record(fails)
    assert [getattr(*part) for part in PARTS] == before


def test_a_part_that_another_sdk_has_not_is_not_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pulumi.resource, "collapse_alias_to_urn")
    seen: list[bool] = []
    record(lambda: seen.append(hasattr(pulumi.resource, "collapse_alias_to_urn")))
    assert seen == [False]


def test_the_blocking_work_of_a_program_has_a_thread() -> None:
    threads: list[int] = []

    async def program() -> None:
        threads.append(await asyncio.to_thread(threading.get_ident))

    record(program)
    assert threads != [threading.get_ident()]


def test_a_failure_inside_an_output_is_raised() -> None:
    def program() -> None:
        pulumi.Output.from_input("known").apply(lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        record(program)
