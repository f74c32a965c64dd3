"""A rule: what it judges, how much it matters, how to fix what it finds, and the function that looks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.example import Break, Part, Parts
from stackwright.policies.finding import Finding, Level, Severity
from stackwright.policies.frameworks import Frameworks
from stackwright.policies.remedy import Remedy
from stackwright.policies.tokens import unversioned_graph

if TYPE_CHECKING:
    from pulumi_policy import Policy

ENVIRONMENTS: Final = ("dev", "staging", "prod")
CLOUDS: Final = {"aws": "aws", "gcp": "gcp", "azure": "azure", "k8s": "kubernetes"}
"""Cloud of a rule by the first word of its id; a rule about all clouds has none."""
AI_SERVICES: Final = frozenset({"sagemaker", "bedrock", "vertex", "workbench", "tpu", "ml", "openai", "search"})
PROD_ONLY: Final = {"dev": Level.DISABLED, "staging": Level.DISABLED, "prod": Level.MANDATORY}
PROD_MANDATORY: Final = {"dev": Level.ADVISORY, "staging": Level.ADVISORY, "prod": Level.MANDATORY}
DEV_MANDATORY: Final = {"dev": Level.MANDATORY, "staging": Level.ADVISORY, "prod": Level.ADVISORY}
DEV_ONLY: Final = {"dev": Level.ADVISORY, "staging": Level.DISABLED, "prod": Level.DISABLED}
_UNKNOWN_LEVELS: Final = PROD_MANDATORY
_STRICTNESS: Final = (Level.DISABLED, Level.ADVISORY, Level.MANDATORY)

Check = Callable[..., Iterator[Finding]]
"""Takes the resource, or (resource, graph), or only `graph` for a whole stack; `config` may come last."""


class Scope(Enum):
    """What a rule has to see."""

    RESOURCE = "resource"
    """The inputs of one resource: judged before the resource is created."""
    JOIN = "join"
    """One resource and what is wired to it."""
    STACK = "stack"
    """All resources together."""


@dataclass(frozen=True, slots=True)
class Param:
    """A knob of a rule; None as default means that the rule does without."""

    name: str
    default: Any
    schema: Mapping[str, Any]
    """JSON Schema of the value."""
    text: str

    @property
    def described(self) -> str:
        """What the knob takes, in the words of its schema."""
        if "propertyNames" in self.schema:
            return f"fields {', '.join(self.schema['propertyNames']['enum'])}"
        return ", ".join(f"{name} {value}" for name, value in self.schema.items())

    def takes(self, value: Any) -> bool:
        """Whether the knob may have the value."""
        from jsonschema import Draft202012Validator

        validator: Any = Draft202012Validator(self.schema)
        return validator.is_valid(value)


@dataclass(frozen=True, slots=True)
class Setting:
    """How strictly one rule is applied."""

    level: Level
    unknown: Level
    """Level of an answer that has to wait for the deployment."""
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, eq=False)
class Rule:
    """One control, judged the same way in a plan, in a test and by the engine."""

    id: str
    title: str
    types: frozenset[str]
    severity: Severity
    fix: str
    levels: Mapping[str, Level]
    unknown_levels: Mapping[str, Level]
    """What an answer does that has to wait for the deployment: it stops prod and warns elsewhere."""
    frameworks: Frameworks
    params: tuple[Param, ...]
    check: Check
    good: Parts
    bad: Parts
    url: str
    """Where the rule is described."""
    example_params: Mapping[str, Any]
    """Knobs that the examples are judged with, where the rule does nothing without."""
    remedy: Remedy | None = None
    """How the rule puts right what it finds, where it can."""

    @cached_property
    def cloud(self) -> str:
        """`aws`, `gcp`, `azure` or `kubernetes`; empty for a rule about all of them."""
        return CLOUDS.get(self.id.partition("-")[0], "")

    @cached_property
    def tags(self) -> frozenset[str]:
        """Words that select the rule: its family, its service, and `ai` for what serves models."""
        service = self.id.split("-")[1] if self.cloud else ""
        family = self.frameworks.family
        words = {service, family.value.replace(" ", "-") if family else "", "ai" if service in AI_SERVICES else ""}
        return frozenset(words - {""})

    @cached_property
    def _takes(self) -> tuple[str, ...]:
        code = self.check.__code__
        return code.co_varnames[: code.co_argcount]

    @cached_property
    def scope(self) -> Scope:
        """What the rule has to see, by what its check takes."""
        if self._takes[0] == "graph":
            return Scope.STACK
        return Scope.JOIN if "graph" in self._takes else Scope.RESOURCE

    @cached_property
    def takes_config(self) -> bool:
        """Whether the check wants the knobs."""
        return "config" in self._takes[1:]

    def setting(
        self,
        environment: str = "prod",
        *,
        level: Level | None = None,
        unknown: Level | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Setting:
        """How the rule is applied in `environment`; an unknown never weighs more than a failure."""
        failed = level or self.levels[environment]
        if failed is Level.REMEDIATE and self.remedy is None:
            failed = failed.when_judged
        wanted = (unknown or self.unknown_levels[environment]).when_judged
        values = {param.name: param.default for param in self.params}
        return Setting(failed, min(failed.when_judged, wanted, key=_STRICTNESS.index), {**values, **(params or {})})

    def judge(self, resource: Resource | None, graph: Graph | None, params: Mapping[str, Any]) -> Iterator[Finding]:
        """Answers about `resource`, or about the whole of `graph`; a pass is silent."""
        seen: list[Any] = [] if self.scope is Scope.STACK else [resource]
        if self.scope is not Scope.RESOURCE:
            seen.append(graph)
        if self.takes_config:
            seen.append(params)
        return self.check(*seen)

    def __call__(self, graph: Graph, **params: Any) -> list[Finding]:
        """Answers of this rule alone about `graph`."""
        graph = unversioned_graph(graph)
        values = {**self.setting().params, **params}
        if self.scope is Scope.STACK:
            return list(self.judge(None, graph, values))
        judged = graph if "*" in self.types else graph.of_type(*sorted(self.types))
        return [found for resource in judged for found in self.judge(resource, graph, values)]

    def to_policy(self, environment: str = "prod") -> "Policy":
        """The rule as a policy of `pulumi_policy`, to be mixed with a pack's own policies."""
        from stackwright.policies.crossguard import policy_of

        return policy_of(cast("Any", self), environment)


def rule(
    *,
    id: str,
    types: frozenset[str] | set[str] = frozenset(),
    severity: str,
    fix: str,
    level: Level | Mapping[str, Level] = Level.MANDATORY,
    unknown_level: Level | Mapping[str, Level] | None = None,
    frameworks: Frameworks | None = None,
    params: Sequence[Param] = (),
    good: Sequence[Part] = (),
    bad: Break | Sequence[Part] = (),
    example_params: Mapping[str, Any] | None = None,
    title: str = "",
    url: str = "",
    remedy: Remedy | None = None,
) -> Callable[[Check], Rule]:
    """Make a `Rule` of a check function whose docstring is the title; `bad` is `good` with one thing broken."""

    def made(check: Check) -> Rule:
        return Rule(
            id=id,
            title=title or (check.__doc__ or "").strip().rstrip("."),
            types=frozenset(types),
            severity=Severity(severity),
            fix=fix,
            levels=_per_environment(level),
            unknown_levels=_per_environment(_UNKNOWN_LEVELS if unknown_level is None else unknown_level),
            frameworks=Frameworks() if frameworks is None else frameworks,
            params=tuple(params),
            check=check,
            good=tuple(good),
            bad=bad(tuple(good)) if callable(bad) else tuple(bad),
            url=url or f"docs/rules/{id}.md",
            example_params=example_params or {},
            remedy=remedy,
        )

    return made


def _per_environment(level: Level | Mapping[str, Level]) -> Mapping[str, Level]:
    return dict(level) if isinstance(level, Mapping) else dict.fromkeys(ENVIRONMENTS, level)
