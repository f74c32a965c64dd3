"""What `plan`, `cost` and `check` look at: a stack as a graph, its findings and its price."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stackwright.plan.graph import Graph, Resource, Source
from stackwright.plan.order import ordered

if TYPE_CHECKING:
    from stackwright.blueprints.load import Loaded
    from stackwright.cli.policy_file import FoundPolicy
    from stackwright.policies.config import PolicyConfig
    from stackwright.policies.finding import Finding
    from stackwright.policies.judgement import Judgement
    from stackwright.policies.reports.model import Before
    from stackwright.pricing.gate import GateResult
    from stackwright.pricing.model import Estimate
    from stackwright.pricing.overrides import Contract
    from stackwright.pricing.prices import Tables
    from stackwright.pricing.usage import Usage

STDIN = Path("-")
"""The path that stands for standard input."""
_HOME = {
    "aws": ("region", "us-east-1"),
    "gcp": ("region", "us-central1"),
    "azure-native": ("location", "eastus"),
    "kubernetes": ("", ""),
}
"""Package: the setting of its provider that says where a stack is, and where it is taken to be when nothing says it."""


class ReviewError(Exception):
    """What the user gave cannot be looked at; the message is for them, whole."""


@dataclass(frozen=True)
class Subject:
    """A stack to look at, and where it comes from."""

    title: str
    graph: Graph
    cloud: str
    region: str
    environment: str
    """Profile of levels; empty where neither a blueprint nor the user names one."""
    loaded: "Loaded | None" = None
    reported: "tuple[Finding, ...] | None" = None
    """What the engine's own policy packs found; then there is no graph to judge."""
    notes: tuple[str, ...] = ()
    """What a reader must know beside the findings."""

    @property
    def place(self) -> str:
        """`aws us-east-1`; a cluster of one's own is in no region that we know."""
        return f"{self.cloud} {self.region}".rstrip()


@dataclass(frozen=True)
class Review:
    """A subject with what the rules and the price list say of it."""

    subject: Subject
    judgement: "Judgement"
    estimate: "Estimate"
    gate: "GateResult"
    policy: Path | None = None
    """The policy file that was applied."""
    before: "Before | None" = None
    """Cost before the change, where the user gave a plan of then."""
    usage: "Usage | None" = None
    """Use that the estimate is for."""
    contract: "Contract | None" = None
    """Prices of the user's own, over the list prices."""

    @property
    def findings(self) -> "Sequence[Finding]":
        """What stays to be answered for, worst first."""
        return self.judgement.findings

    @cached_property
    def prices(self) -> "Tables":
        """The tables that the estimate uses."""
        from stackwright.pricing.overrides import tables

        return tables(self.contract)


def subject_of(path: Path, *, stack: str | None = None, environment: str | None = None) -> Subject:
    """The stack at `path`: a blueprint, a program's folder, or what the engine wrote (`-`: on standard input).

    Raises `SpecError` for a wrong blueprint and `ReviewError` for anything else that cannot be looked at.
    """
    if path == STDIN:
        return _document("standard input", sys.stdin.buffer.read(), environment)
    if not path.exists():
        raise ReviewError(f"{path}: no such file or folder")
    if path.is_dir():
        return _program(path, stack, environment)
    if path.suffix in {".yaml", ".yml"}:
        return _blueprint(path, stack, environment)
    try:
        return _document(str(path), path.read_bytes(), environment)
    except OSError as error:
        raise ReviewError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None


def _blueprint(path: Path, stack: str | None, environment: str | None) -> Subject:
    from stackwright.blueprints.load import load
    from stackwright.blueprints.program import compose_stack
    from stackwright.cli.stack_config import stack_options
    from stackwright.plan.program import ProgramError
    from stackwright.plan.record import record

    try:
        loaded = load(path, **stack_options(path, stack))
    except ProgramError as error:
        raise ReviewError(str(error)) from None
    spec, name = loaded.spec, stack or str(loaded.spec.environment)
    graph = _recorded(
        lambda: record(
            lambda: compose_stack(loaded), project=loaded.name, stack=name, region=spec.region, root=path.parent
        ),
        path.parent,
    )
    judged = environment or str(spec.environment)
    return Subject(str(path), with_sources(graph, loaded), str(spec.cloud), spec.region, judged, loaded)


def _program(folder: Path, stack: str | None, environment: str | None) -> Subject:
    from stackwright.blueprints.program import observed
    from stackwright.cli.stack_config import chosen_project
    from stackwright.plan.program import ProgramError, record_project

    try:
        project = chosen_project(folder, stack)
    except ProgramError as error:
        raise ReviewError(str(error)) from None
    unanswered: list[str] = []
    with observed() as seen:
        graph = _recorded(lambda: record_project(project, unanswered=unanswered), folder)
    subject = _foreign(str(folder), _from_here(graph, folder), environment, project.config)
    if seen:
        loaded, spec = seen[-1], seen[-1].spec
        judged = environment or str(spec.environment)
        graph = with_sources(graph, loaded, folder)
        subject = Subject(str(folder), graph, str(spec.cloud), spec.region, judged, loaded)
    return replace(subject, notes=_unanswered(str(folder), unanswered))


def _unanswered(title: str, tokens: Sequence[str]) -> tuple[str, ...]:
    """What a reader must know of look-ups that only the cloud can answer."""
    if not tokens:
        return ()
    many = f"{len(tokens)} look-ups are" if len(tokens) > 1 else "1 look-up is"
    return (f"{title}: {many} taken as unknown, as only the cloud has the answer: {', '.join(sorted({*tokens}))}",)


def _document(title: str, data: bytes, environment: str | None) -> Subject:
    from stackwright.plan.read import ReadError, read

    try:
        found = read(data)
    except ReadError as error:
        raise ReviewError(f"{title}: {error}") from None
    subject = _foreign(title, found.graph, environment, found.config)
    if found.said is None:
        return subject
    from stackwright.policies.reported import finding_of

    note = f"{title}: holds events, of which only the results of the engine's policy packs are read"
    return replace(subject, reported=tuple(map(finding_of, found.said)), notes=(note,))


def _foreign(title: str, graph: Graph, environment: str | None, config: Mapping[str, str]) -> Subject:
    """A stack that Stackwright did not write: its cloud and region are those of its providers."""
    packages = [r.provider_package for r in graph if r.custom and r.provider_package in _HOME]
    package = max(sorted({*packages} - {"kubernetes"}) or packages[:1], key=packages.count, default="aws")
    setting, home = _HOME[package]
    regions = [r.inputs.get(setting) for r in graph.of_type(f"pulumi:providers:{package}")]
    given = [*regions, config.get(f"{package}:{setting}")]
    region = next((value for value in given if isinstance(value, str) and value), home)
    return Subject(title, graph, package.removesuffix("-native"), region, environment or "")


def _recorded(run: Callable[[], Graph], root: Path) -> Graph:
    """The graph; what a program raises becomes one sentence with the place in the files below `root`."""
    from stackwright.blueprints.problems import SpecError
    from stackwright.cli.raised import told
    from stackwright.components.kits import MissingExtra
    from stackwright.plan.program import ProgramError

    try:
        return run()
    except (MissingExtra, ProgramError) as error:
        raise ReviewError(str(error)) from None
    except (SpecError, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise ReviewError(told(error, root)) from error


def seen_from_here(file: Path) -> str:
    """`file` from the working directory where it is below it, else as it was given."""
    return file.relative_to(Path.cwd()).as_posix() if file.is_relative_to(Path.cwd()) else file.as_posix()


def _from_here(graph: Graph, folder: Path) -> Graph:
    """`graph` with positions as they are reached from the working directory, not from the project's `folder`."""

    def moved(resource: Resource) -> Resource:
        if resource.source is None:
            return resource
        return replace(resource, source=replace(resource.source, file=seen_from_here(folder / resource.source.file)))

    return Graph(map(moved, graph), project=graph.project, stack=graph.stack, outputs=graph.outputs)


def with_sources(graph: Graph, loaded: "Loaded", folder: Path = Path()) -> Graph:
    """`graph` with positions in the blueprint: each component is placed by the spec path it comes from."""
    paths, prefix = loaded.shape.sources, f"{loaded.name}-"

    def placed(resource: Resource) -> Resource:
        outer = graph.component(resource) or resource
        place = loaded.position(paths.get(outer.name.removeprefix(prefix), ""))
        return replace(resource, source=Source(seen_from_here(folder / place.file), max(place.line, 1), place.column))

    resources = [placed(resource) for resource in graph]
    return ordered(Graph(resources, project=graph.project, stack=graph.stack, outputs=graph.outputs))


def review(
    subject: Subject,
    policy: "FoundPolicy | None" = None,
    before: "Before | None" = None,
    contract: "Contract | None" = None,
) -> Review:
    """What the rules and the price list say of `subject`; a stack without a blueprint sets its limit by its budget."""
    from stackwright.policies.budgets import own_limit
    from stackwright.policies.judgement import judge
    from stackwright.policies.reported import judged_by_engine
    from stackwright.pricing.estimate import estimate
    from stackwright.pricing.gate import gate
    from stackwright.pricing.overrides import tables
    from stackwright.pricing.told import as_told
    from stackwright.pricing.usage import Usage

    subject, config = judged_as(subject, policy, contract)
    if before is not None:
        config = config.model_copy(update={"previous_usd": getattr(before.total, config.budget.basis)})
    judgement = judge(subject.graph, config) if subject.reported is None else judged_by_engine(subject.reported)
    usage = Usage.asked(as_told(config.usage))
    priced = estimate(judgement.graph, region=subject.region, usage=usage, prices=tables(contract))
    limit = config.budget.monthly_usd or own_limit(subject.graph)
    anything = () if judgement.stops("ai-unpriced-resources") else ("*",)
    result = gate(
        priced,
        monthly_usd=limit if isinstance(limit, float) else None,
        hourly_usd=config.budget.max_hourly_usd,
        basis=config.budget.basis,
        allowed_unpriced=(*config.allowed_unpriced, *judgement.accepted("ai-unpriced-resources"), *anything),
    )
    if not judgement.stops("ai-max-monthly-cost") or judgement.accepted("ai-max-monthly-cost"):
        result = replace(result, over_month=False, over_hour=False)
    return Review(subject, judgement, priced, result, policy.path if policy else None, before, usage, contract)


def judged_as(
    subject: Subject, policy: "FoundPolicy | None" = None, contract: "Contract | None" = None
) -> "tuple[Subject, PolicyConfig]":
    """The subject with the environment that it is judged as, and the configuration of the rules for it."""
    from stackwright.cli.policy_file import config_for

    if not subject.environment:
        named = policy.said.environment_of(subject.graph.stack).value if policy else "prod"
        subject = replace(subject, environment=named)
    config = config_for(subject.environment, subject.region, subject.loaded, policy)
    return subject, config.model_copy(update={"contract": contract})
