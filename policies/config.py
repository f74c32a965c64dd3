"""How strictly a stack is judged: environment, budget, levels and knobs of rules, exemptions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from stackwright.policies.exemptions import Exemption
from stackwright.policies.finding import Level
from stackwright.policies.registry import PACKS, by_id
from stackwright.policies.rule import Rule, Setting


class Environment(StrEnum):
    """Profiles of levels."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


class RuleConfig(_Model):
    """What one rule is told; what is unset stays as the environment has it."""

    level: Level | None = None
    """What a failure does."""
    unknown: Level | None = None
    """What an answer does that has to wait for the deployment."""
    params: dict[str, JsonValue] = Field(default_factory=dict)
    """Knobs of the rule."""


class BudgetConfig(_Model):
    """What the stack may cost."""

    monthly_usd: float | None = Field(default=None, gt=0)
    """Limit per month; taken from the stack's own budget resource when unset."""
    basis: str = Field(default="expected", pattern="^(expected|high)$")
    """Estimate that is compared with the limit."""


class PolicyConfig(_Model):
    """How strictly a stack is judged; as it stands: as prod, with the limit of the stack's own budget."""

    environment: Environment = Environment.PROD
    """Profile of levels."""
    budget: BudgetConfig = BudgetConfig()
    """What the stack may cost."""
    allowed_unpriced: tuple[str, ...] = ()
    """Resources that may have no price: names, type tokens or URNs, `*` allowed in them."""
    region: str = "us-east-1"
    """Region of resources whose provider names none."""
    rules: dict[str, RuleConfig] = Field(default_factory=dict)
    """What single rules are told, by rule id."""
    exemptions: tuple[Exemption, ...] = ()
    """Findings that somebody answers for until a date."""

    @model_validator(mode="after")
    def _rules_exist(self) -> "PolicyConfig":
        for name, told in self.rules.items():
            rule = by_id(name)
            strange = sorted(set(told.params) - {param.name for param in rule.params})
            if strange:
                known = ", ".join(param.name for param in rule.params) or "none"
                raise ValueError(f"rules.{name}.params.{strange[0]}: no such knob - the rule has {known}")
        return self

    def setting(self, rule: Rule) -> Setting:
        """How `rule` is applied."""
        told = self.rules.get(rule.id, RuleConfig())
        names = {param.name for param in rule.params}
        shared = {key: value for key, value in self._shared().items() if key in names}
        return rule.setting(self.environment, level=told.level, unknown=told.unknown, params={**shared, **told.params})

    def settings(self, rules: Iterable[Rule]) -> Mapping[str, Setting]:
        """How each of `rules` is applied, by id."""
        return {rule.id: self.setting(rule) for rule in rules}

    def _shared(self) -> Mapping[str, Any]:
        """Values that several rules take as knobs of these names."""
        return {
            "monthly_usd": self.budget.monthly_usd,
            "basis": self.budget.basis,
            "region": self.region,
            "allowed_unpriced": list(self.allowed_unpriced),
        }


def to_pack_config(config: PolicyConfig, pack: str) -> dict[str, Any]:
    """JSON for `--policy-pack-config` that makes `pack` judge as `config` does."""
    judged: dict[str, Any] = {}
    for rule in PACKS[pack]:
        setting = config.setting(rule)
        known = {name: value for name, value in setting.params.items() if value is not None}
        judged[rule.id] = {"enforcementLevel": setting.level.value, "unknown": setting.unknown.value, **known}
    return judged
