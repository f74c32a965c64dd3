"""Which rules are meant: by id, framework, severity, cloud and tag, as people write them."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from stackwright.policies.finding import Severity
from stackwright.policies.refusal import refused
from stackwright.policies.registry import RULES
from stackwright.policies.rule import Rule


@cache
def ids() -> tuple[str, ...]:
    """Every rule's id."""
    return tuple(rule.id for rule in RULES)


@cache
def frameworks() -> tuple[str, ...]:
    """Every framework that some rule maps to."""
    return tuple(sorted({name for rule in RULES for name in rule.frameworks}))


@cache
def tags() -> tuple[str, ...]:
    """Every tag that some rule carries."""
    return tuple(sorted({name for rule in RULES for name in rule.tags}))


def _folded(name: str) -> str:
    return name.replace(" ", "").replace("-", "").lower()


def _same(name: str, known: str) -> bool:
    """Whether `name` means `known`: `cis` is `CIS AWS 5.0`, `soc2` is `SOC 2`."""
    return _folded(known).startswith(_folded(name))


def _known(what: str, names: Callable[[], Iterable[str]], means: Callable[[str, str], bool]) -> Callable[[str], str]:
    """A validator that takes only what means one of `names`."""

    def check(given: str) -> str:
        known = sorted(names())
        if not any(means(given, name) for name in known):
            near = get_close_matches(given, known, 1, 0.5)
            hint = f"did you mean `{near[0]}`?" if near else "`stackwright rules` lists them"
            raise refused(f"is not a {what}", hint=hint)
        return given

    return check


RuleId = Annotated[str, AfterValidator(_known("rule", ids, str.__eq__))]
"""Id of one rule."""
RuleIds = Annotated[str, AfterValidator(_known("rule", ids, lambda given, name: fnmatchcase(name, given)))]
"""Ids of rules, `*` allowed in them."""
Framework = Annotated[
    str, Field(min_length=1), AfterValidator(_known("framework that rules map to", frameworks, _same))
]
"""A framework, or how the names of several start."""
Tag = Annotated[str, AfterValidator(_known("tag of rules", tags, str.__eq__))]
"""A tag of rules."""


class RuleCloud(StrEnum):
    """What a rule is about; `any` is for rules about every cloud."""

    AWS = "aws"
    GCP = "gcp"
    AZURE = "azure"
    KUBERNETES = "kubernetes"
    ANY = "any"


class Selector(BaseModel):
    """Rules that fit every list that is given; a list fits by any of its entries."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)

    ids: tuple[RuleIds, ...] = Field(default=(), examples=[["aws-s3-*"]])
    """Ids of rules, `*` allowed in them."""
    frameworks: tuple[Framework, ...] = Field(default=(), examples=[["HIPAA", "PCI DSS"]])
    """Frameworks that a rule maps to, such as HIPAA or CIS; a shorter name means all that start so."""
    severities: tuple[Severity, ...] = ()
    """Severities of a rule."""
    clouds: tuple[RuleCloud, ...] = ()
    """Clouds that a rule is about."""
    tags: tuple[Tag, ...] = Field(default=(), examples=[["encryption-at-rest", "ai"]])
    """Tags of a rule: its family, its service, or `ai`."""

    def covers(self, rule: Rule) -> bool:
        """Whether the rule is meant."""
        return (
            (not self.ids or any(fnmatchcase(rule.id, pattern) for pattern in self.ids))
            and (
                not self.frameworks or any(_same(name, known) for name in self.frameworks for known in rule.frameworks)
            )
            and (not self.severities or rule.severity in self.severities)
            and (not self.clouds or (rule.cloud or RuleCloud.ANY) in self.clouds)
            and (not self.tags or bool(rule.tags & set(self.tags)))
        )
