"""`policy.yaml`: how a project is judged, written once for the command line and for the engine."""

from fnmatch import fnmatchcase
from typing import Final

from pydantic import Field

from stackwright.policies.config import BudgetConfig, Environment, Levels, PolicyConfig, RuleConfig, Usage
from stackwright.policies.exemptions import Exemption

NAME: Final = "policy.yaml"
VERSION: Final = 1


class Profile(Levels):
    """What is different in one environment."""


class PolicyFile(Levels):
    """How a project is judged: which rules look, how strictly, and what is accepted until when."""

    stackwright: int = Field(ge=1, le=VERSION)
    """Version of this file's format."""
    profiles: dict[Environment, Profile] = Field(default_factory=dict)
    """What is different in dev, staging or prod."""
    stacks: dict[str, Environment] = Field(default_factory=dict, examples=[{"dev": "dev", "prod-*": "prod"}])
    """Environment of a stack without a blueprint, by its name, `*` allowed; the first that fits, else prod."""
    budget: BudgetConfig = BudgetConfig()
    """What a stack without a blueprint may cost."""
    usage: Usage = Usage()
    """What the price of a stack without a blueprint is estimated for, where the stack itself cannot say."""
    allow_unpriced: tuple[str, ...] = ()
    """Resources that may have no price: names, type tokens or URNs, `*` allowed in names."""
    exemptions: tuple[Exemption, ...] = ()
    """Findings that somebody answers for until a date."""
    baseline: str | None = Field(default=None, min_length=1, examples=["policy-baseline.json"])
    """File of findings that were there when the rules were adopted, beside this file; `stackwright policy baseline`."""

    def environment_of(self, stack: str) -> Environment:
        """Environment that a stack of this name is judged as."""
        return next((named for name, named in self.stacks.items() if fnmatchcase(stack, name)), Environment.PROD)

    def over(self, config: PolicyConfig) -> PolicyConfig:
        """`config` with what this file says for its environment; the file wins, but for budget, usage and region."""
        profile = self.profiles.get(config.environment, Profile())
        rules: dict[str, RuleConfig] = dict(config.rules)
        for said in (self.rules, profile.rules):
            rules.update({name: told.over(rules.get(name, RuleConfig())) for name, told in said.items()})
        given = self.budget if config.budget == BudgetConfig() else config.budget
        return config.model_copy(
            update={
                "select": profile.select if "select" in profile.model_fields_set else self.select,
                "levels": (*config.levels, *self.levels, *profile.levels),
                "rules": rules,
                "budget": given,
                "usage": self.usage if config.usage == Usage() else config.usage,
                "allowed_unpriced": (*config.allowed_unpriced, *self.allow_unpriced),
                "exemptions": (*config.exemptions, *self.exemptions),
            }
        )
