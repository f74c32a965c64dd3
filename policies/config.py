"""How strictly a stack is judged: environment, budget, levels and knobs of rules, what is accepted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema, model_validator

from stackwright.policies.exemptions import Exemption
from stackwright.policies.finding import Level
from stackwright.policies.refusal import refused
from stackwright.policies.registry import PACKS, by_id
from stackwright.policies.rule import Rule, Setting
from stackwright.policies.selection import RuleId, Selector
from stackwright.pricing.overrides import Contract, as_knob
from stackwright.pricing.told import as_told, usage_model


class Environment(StrEnum):
    """Profiles of levels."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


OPEN_LEVELS: Final = (Level.MANDATORY, Level.ADVISORY, Level.DISABLED)


def _open(level: Level) -> Level:
    if level not in OPEN_LEVELS:
        raise refused("is no level of an unknown: nothing can be put right", allowed=", ".join(OPEN_LEVELS))
    return level


OpenLevel = Annotated[Level, AfterValidator(_open), WithJsonSchema({"enum": [level.value for level in OPEN_LEVELS]})]
"""Level of an answer that has to wait for the deployment."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


class RuleConfig(_Model):
    """What one rule is told; what is unset stays as the environment has it."""

    level: Level | None = None
    """What a failure does."""
    unknown: OpenLevel | None = None
    """What an answer does that has to wait for the deployment."""
    params: dict[str, JsonValue] = Field(default_factory=dict)
    """Knobs of the rule; `stackwright rules ID` lists them."""

    @model_validator(mode="before")
    @classmethod
    def _in_short(cls, given: Any) -> Any:
        """`disabled` stands for `{level: disabled}`."""
        if isinstance(given, str) and given not in list(Level):
            allowed = ", ".join(level.value for level in Level)
            raise refused("is not a level", allowed=allowed, hint="write a level, or {level: ..., params: {...}}")
        return {"level": given} if isinstance(given, str) else given

    def over(self, other: "RuleConfig") -> "RuleConfig":
        """Both together; this one wins."""
        return RuleConfig(
            level=self.level or other.level,
            unknown=self.unknown or other.unknown,
            params={**other.params, **self.params},
        )


class LevelChange(Selector):
    """A level for all rules that a selector means."""

    level: Level | None = None
    """What a failure does."""
    unknown: OpenLevel | None = None
    """What an answer does that has to wait for the deployment."""


if TYPE_CHECKING:
    Usage = BaseModel
else:
    Usage = usage_model(_Model)


class BudgetConfig(_Model):
    """What the stack may cost."""

    monthly_usd: float | None = Field(default=None, gt=0)
    """Limit per month; taken from the stack's own budget resource when unset."""
    max_hourly_usd: float | None = Field(default=None, gt=0)
    """Limit of one hour with every node running; none when unset."""
    basis: str = Field(default="expected", pattern="^(expected|high)$")
    """Estimate that is compared with the limit: `expected` or `high`."""


class Levels(_Model):
    """Which rules look, and how strictly: what a profile may say, and the file as a whole."""

    select: Selector = Selector()
    """Rules that look, by ids, frameworks, severities, clouds and tags; all of them when unset."""
    levels: tuple[LevelChange, ...] = ()
    """Levels of many rules at once; a later entry wins over an earlier one."""
    rules: dict[RuleId, RuleConfig] = Field(default_factory=dict)
    """What single rules are told, by id; it wins over `select` and `levels`."""


@dataclass(frozen=True, slots=True)
class KnobProblem:
    """Something that a rule is told and cannot do."""

    steps: tuple[str, ...]
    """Where in `rules` it is said."""
    message: str
    allowed: str
    hint: str


def knob_problems(rules: Mapping[str, RuleConfig]) -> Iterator[KnobProblem]:
    """What is told to a rule that has no such knob, remediation or value."""
    for name, told in rules.items():
        rule, hint = by_id(name), f"`stackwright rules {name}` describes it"
        if told.level is Level.REMEDIATE and rule.remedy is None:
            allowed = "mandatory, advisory, disabled"
            yield KnobProblem((name, "level"), "the rule cannot put right what it finds", allowed, hint)
        known = {param.name: param for param in rule.params}
        for knob, value in told.params.items():
            steps = (name, "params", knob)
            if knob not in known:
                yield KnobProblem(steps, "is not a knob of the rule", ", ".join(known) or "none", hint)
            elif not known[knob].takes(value):
                yield KnobProblem(steps, "is not what the knob takes", known[knob].described, hint)


class PolicyConfig(Levels):
    """How strictly a stack is judged; as it stands: as prod, with the limit of the stack's own budget."""

    environment: Environment = Environment.PROD
    """Profile of levels."""
    budget: BudgetConfig = BudgetConfig()
    """What the stack may cost."""
    allowed_unpriced: tuple[str, ...] = ()
    """Resources that may have no price: names, type tokens or URNs, `*` allowed in them."""
    region: str = "us-east-1"
    """Region of resources whose provider names none."""
    usage: Usage = Usage()
    """What the price is estimated for, where the stack itself cannot say: a profile, hours, and single figures."""
    contract: Contract | None = None
    """Prices of one's own contract, over the list prices."""
    exemptions: tuple[Exemption, ...] = ()
    """Findings that somebody answers for until a date."""
    baseline: dict[str, str] = Field(default_factory=dict)
    """Findings that were there when the rules were adopted: fingerprint to rule."""
    previous_usd: float | None = Field(default=None, ge=0)
    """Cost per month before the change, on the basis of the budget; an increase is not judged when unset."""

    @model_validator(mode="after")
    def _knobs_exist(self) -> "PolicyConfig":
        for problem in knob_problems(self.rules):
            where = ".".join(("rules", *problem.steps))
            raise refused(f"{where}: {problem.message}", allowed=problem.allowed, hint=problem.hint)
        return self

    @cached_property
    def _shared(self) -> Mapping[str, Any]:
        """Values that several rules take as knobs of these names."""
        return {
            "monthly_usd": self.budget.monthly_usd,
            "max_hourly_usd": self.budget.max_hourly_usd,
            "usage": as_told(self.usage),
            "contract": as_knob(self.contract),
            "basis": self.budget.basis,
            "previous_usd": self.previous_usd,
            "region": self.region,
            "allowed_unpriced": list(self.allowed_unpriced),
        }

    def setting(self, rule: Rule) -> Setting:
        """How `rule` is applied."""
        told = self.rules.get(rule.id)
        level, unknown = None, None
        for change in self.levels:
            if change.covers(rule):
                level, unknown = change.level or level, change.unknown or unknown
        if not self.select.covers(rule):
            level = Level.DISABLED
        own = told or RuleConfig()
        names = {param.name for param in rule.params}
        shared = {key: value for key, value in self._shared.items() if key in names}
        return rule.setting(
            self.environment,
            level=own.level or level,
            unknown=own.unknown or unknown,
            params={**shared, **own.params},
        )

    def settings(self, rules: Iterable[Rule]) -> Mapping[str, Setting]:
        """How each of `rules` is applied, by id."""
        return {rule.id: self.setting(rule) for rule in rules}


def to_pack_config(config: PolicyConfig, pack: str) -> dict[str, Any]:
    """JSON for `--policy-pack-config` that makes `pack` judge as `config` does, exemptions and baseline included."""
    judged: dict[str, Any] = {}
    for rule in PACKS[pack]:
        setting = config.setting(rule)
        known = {name: value for name, value in setting.params.items() if value is not None}
        judged[rule.id] = {"enforcementLevel": setting.level.value, "unknown": setting.unknown.value, **known}
        exempt = [one.model_dump(mode="json", exclude_none=True) for one in config.exemptions if one.rule == rule.id]
        accepted = sorted(mark for mark, name in config.baseline.items() if name == rule.id)
        judged[rule.id] |= {"exempt": exempt} if exempt else {}
        judged[rule.id] |= {"baseline": accepted} if accepted else {}
    return judged
