"""pytest plugin: the `cloud` fixture records what components ask of a cloud, for plain assertions afterwards."""

import os
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from stackwright.plan.graph import Graph, Resource


class Plan(Graph):
    """The graph of one deployment, with the look-ups that assertions need."""

    def only(self, type: str, name: str | None = None) -> Resource:
        """The one resource of `type` (and `name`); fails the test with what there is otherwise."""
        found = [r for r in self.of_type(type) if name is None or r.name == name]
        if len(found) != 1:
            there = ", ".join(sorted(f"{r.type} {r.name}" for r in self if r.custom)) or "nothing"
            raise AssertionError(f"expected one {type} {name or ''}, found {len(found)}; there is {there}")
        return found[0]


class Cloud:
    """Deploys programs against a cloud that only exists in memory, each with a fresh state."""

    def deploy(
        self,
        program: Callable[[], Any],
        *,
        config: Mapping[str, str] | None = None,
        region: str = "us-east-1",
        project: str = "project",
        stack: str = "dev",
    ) -> Plan:
        """Plan of `program` after `up`: computed outputs are filled, so that code inside `apply` runs."""
        return self._record(program, config, region, project, stack, applied=True)

    def preview(
        self,
        program: Callable[[], Any],
        *,
        config: Mapping[str, str] | None = None,
        region: str = "us-east-1",
        project: str = "project",
        stack: str = "dev",
    ) -> Plan:
        """Plan of `program` as at preview: what the cloud decides is `UNKNOWN`."""
        return self._record(program, config, region, project, stack, applied=False)

    def _record(
        self,
        program: Callable[[], Any],
        config: Mapping[str, str] | None,
        region: str,
        project: str,
        stack: str,
        *,
        applied: bool,
    ) -> Plan:
        from stackwright.plan.record import record

        graph = record(program, config=config, region=region, project=project, stack=stack, applied=applied)
        return Plan(graph.resources, project=project, stack=stack, outputs=graph.outputs)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A cloud in memory; no credentials of the machine are seen."""
    for name in [key for key in os.environ if key.startswith(("AWS_", "GOOGLE_", "ARM_", "AZURE_"))]:
        monkeypatch.delenv(name)
    return Cloud()
