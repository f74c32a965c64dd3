"""What is said of a rule, in the terminal and on its page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stackwright.cli.example_code import completed, needed_inputs, python_program
from stackwright.policies.finding import Level
from stackwright.policies.reduction import answers, reduced, same_answers
from stackwright.policies.rule import ENVIRONMENTS, Param, Rule

CLOUDS: Final = {
    "aws": "AWS",
    "gcp": "Google Cloud",
    "azure": "Azure",
    "kubernetes": "Kubernetes",
    "": "Every cloud",
}
OPINION: Final = "An opinion for reviewers, not a claim of compliance."


@dataclass(frozen=True, slots=True)
class Example:
    """Two programs that differ in what the rule is about, and what it says of the bad one."""

    bad: str
    good: str
    found: tuple[str, ...]
    knobs: str
    """Knobs that the programs are judged with, empty where that are the usual ones."""


def example_of(rule: Rule) -> Example | None:
    """The rule's own example, shortened, as Python; None where an SDK that it needs is not installed."""
    good, bad = map(completed, reduced(rule, needed_inputs))
    if not same_answers(rule, good, bad):
        good, bad = rule.good, rule.bad
    wrong, right = python_program(bad), python_program(good)
    if wrong is None or right is None:
        return None
    found = sorted({f"{path}: {text}" if path else text for _, _, path, text in answers(rule, bad)})
    knobs = ", ".join(f"`{name}`: {json.dumps(value)}" for name, value in rule.example_params.items())
    return Example(wrong, right, tuple(found), knobs)


def levels_words(levels: Mapping[str, Level]) -> str:
    """`mandatory`, or where it differs `prod mandatory, else advisory`."""
    given = [str(levels[name]) for name in ENVIRONMENTS]
    if len(set(given)) == 1:
        return given[0]
    if len(set(given)) == len(given):
        return ", ".join(f"{name} {level}" for name, level in zip(ENVIRONMENTS, given, strict=True))
    odd = next(name for name, level in zip(ENVIRONMENTS, given, strict=True) if given.count(level) == 1)
    usual = next(level for level in given if given.count(level) > 1)
    return f"{odd} {levels[odd]}, else {usual}"


def unknown_words(rule: Rule) -> str:
    """Levels of an answer that has to wait for the deployment."""
    return levels_words({name: rule.setting(name).unknown for name in ENVIRONMENTS})


def looked_at(rule: Rule) -> list[str]:
    """Types that the rule judges, or what it judges instead."""
    if not rule.types:
        return ["the stack as a whole"]
    return ["every resource"] if "*" in rule.types else sorted(rule.types)


def default_words(param: Param) -> str:
    """Default of a knob."""
    return "unset" if param.default is None else json.dumps(param.default)


def mapped(rule: Rule) -> list[str]:
    """`GDPR 25, 32` for every framework."""
    return [f"{name} {', '.join(controls)}" for name, controls in rule.frameworks.items()]


def service_of(rule: Rule) -> str:
    """The second word of a rule's id, empty for a rule about every cloud."""
    return rule.id.split("-")[1] if rule.cloud else ""
