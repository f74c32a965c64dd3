"""What `plan`, `cost` and `check` look at: a stack as a graph, its findings and its price."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stackwright.plan.graph import Graph, Resource, Source
from stackwright.plan.order import ordered

if TYPE_CHECKING:
    from stackwright.blueprints.load import Loaded
    from stackwright.policies.config import PolicyConfig
    from stackwright.policies.finding import Finding
    from stackwright.policies.judgement import Judgement
    from stackwright.pricing.gate import GateResult
    from stackwright.pricing.model import Estimate

_REGION = {"aws": "region", "gcp": "region", "azure-native": "location"}


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
    loaded: "Loaded | None" = None


@dataclass(frozen=True)
class Review:
    """A subject with what the rules and the price list say of it."""

    subject: Subject
    judgement: "Judgement"
    estimate: "Estimate"
    gate: "GateResult"

    @property
    def findings(self) -> "Sequence[Finding]":
        """What stays to be answered for, worst first."""
        return self.judgement.findings


def subject_of(path: Path, *, stack: str | None = None, environment: str | None = None) -> Subject:
    """The stack at `path`: a blueprint, a program's folder or a stack export.

    Raises `SpecError` for a wrong blueprint and `ReviewError` for anything else that cannot be looked at.
    """
    if not path.exists():
        raise ReviewError(f"{path}: no such file or folder")
    if path.is_dir():
        return _program(path, stack, environment)
    if path.suffix == ".json":
        return _export(path, environment)
    if path.suffix in {".yaml", ".yml"}:
        return _blueprint(path, stack, environment)
    raise ReviewError(f"{path}: give a blueprint (.yaml), a folder with a Pulumi.yaml, or a stack export (.json)")


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
    with observed() as seen:
        graph = _recorded(lambda: record_project(project), folder)
    loaded = seen[-1] if seen else None
    if loaded is not None:
        spec = loaded.spec
        judged = environment or str(spec.environment)
        return Subject(str(folder), with_sources(graph, loaded), str(spec.cloud), spec.region, judged, loaded)
    return _foreign(str(folder), graph, environment, project.config)


def _export(path: Path, environment: str | None) -> Subject:
    from stackwright.plan.read import ExportError, read_export

    try:
        graph = read_export(path)
    except ExportError as error:
        raise ReviewError(str(error)) from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        sentence = "its resources are not those of a stack export"
        raise ReviewError(f"{path}: {sentence} - write one with `pulumi stack export --file {path}`") from None
    return _foreign(str(path), graph, environment, {})


def _foreign(title: str, graph: Graph, environment: str | None, config: Mapping[str, str]) -> Subject:
    """A stack that Stackwright did not write: its cloud and region are those of its providers."""
    packages = [r.provider_package for r in graph if r.custom and r.provider_package in _REGION]
    cloud = max(dict.fromkeys(packages), key=packages.count, default="aws")
    regions = [r.inputs.get(_REGION[cloud]) for r in graph.of_type(f"pulumi:providers:{cloud}")]
    given = [*regions, config.get(f"{cloud}:{_REGION[cloud]}")]
    region = next((value for value in given if isinstance(value, str) and value), "us-east-1")
    return Subject(title, graph, cloud, region, environment or "prod")


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


def with_sources(graph: Graph, loaded: "Loaded") -> Graph:
    """`graph` with positions in the blueprint: each component is placed by the spec path it comes from."""
    paths, prefix = loaded.shape.sources, f"{loaded.name}-"

    def placed(resource: Resource) -> Resource:
        outer = graph.component(resource) or resource
        place = loaded.position(paths.get(outer.name.removeprefix(prefix), ""))
        return replace(resource, source=Source(place.file, max(place.line, 1)))

    resources = [placed(resource) for resource in graph]
    return ordered(Graph(resources, project=graph.project, stack=graph.stack, outputs=graph.outputs))


def review(subject: Subject) -> Review:
    """What the rules and the price list say of `subject`; a stack without a blueprint sets its limit by its budget."""
    from stackwright.policies.budgets import own_limit
    from stackwright.policies.judgement import judge
    from stackwright.pricing.estimate import estimate
    from stackwright.pricing.gate import gate

    config = policy_config(subject)
    judgement = judge(subject.graph, config)
    priced = estimate(judgement.graph, region=subject.region)
    limit = config.budget.monthly_usd or own_limit(subject.graph)
    result = gate(
        priced,
        monthly_usd=limit if isinstance(limit, float) else None,
        basis=config.budget.basis,
        allowed_unpriced=config.allowed_unpriced,
    )
    return Review(subject, judgement, priced, result)


KNOBS = {
    "required_tags": ("ai-required-tags", "keys"),
    "allowed_regions": ("ai-allowed-regions", "allowed"),
    "allowed_instance_types": ("ai-allowed-instance-types", "allowed"),
    "denied_instance_types": ("ai-denied-instance-types", "denied"),
    "max_gpus": ("ai-max-gpu-count", "max_gpus"),
    "max_resource_usd": ("ai-max-resource-cost", "max_usd"),
}
"""Field of the blueprint's `policy` section: the rule and the parameter that it sets."""


def policy_config(subject: Subject) -> "PolicyConfig":
    """Configuration of the rules: from the blueprint, or the strict default for other stacks."""
    from stackwright.policies.config import PolicyConfig

    common = {"environment": subject.environment, "region": subject.region}
    if subject.loaded is None:
        return PolicyConfig.model_validate(common)
    spec: Any = subject.loaded.spec
    asked = spec.policy.model_dump(mode="json")
    return PolicyConfig.model_validate(
        {
            **common,
            "budget": {"monthly_usd": spec.budget.monthly_usd, "basis": str(spec.budget.basis)},
            "allowed_unpriced": asked["allow_unpriced"],
            "rules": {
                rule: {"params": {parameter: asked[field]}}
                for field, (rule, parameter) in KNOBS.items()
                if asked[field]
            },
        }
    )
