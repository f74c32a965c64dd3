"""Controls of public frameworks beside what the rules that map to them say; an opinion, never a claim of compliance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from stackwright.policies.reports.model import Answer, Report


@dataclass(frozen=True)
class Control:
    """One control, with the answers of the rules that map to it."""

    id: str
    rules: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    """Answer of each rule, by its id."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of rules, by answer; every answer is there."""
        found = Counter(self.rules.values())
        return {answer.value: found[answer] for answer in Answer}


@dataclass(frozen=True)
class Framework:
    """One framework, its controls by id."""

    name: str
    controls: tuple[Control, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of rules that map to any of its controls, by answer."""
        return Control("", {name: answer for one in self.controls for name, answer in one.rules.items()}).counts

    @property
    def looked(self) -> bool:
        """Whether any of those rules had something to judge."""
        return self.counts[Answer.NOT_LOOKED.value] < sum(self.counts.values())


def compliance(report: Report) -> tuple[Framework, ...]:
    """Every framework that a rule maps to."""
    found: dict[str, dict[str, dict[str, Answer]]] = {}
    for rule in report.judgement.rules:
        for framework, ids in rule.frameworks.items():
            for control in ids:
                found.setdefault(framework, {}).setdefault(control, {})[rule.id] = report.answers[rule.id]
    return tuple(
        Framework(name, tuple(Control(one, rules) for one, rules in sorted(controls.items(), key=_by_number)))
        for name, controls in sorted(found.items())
    )


def _by_number(entry: tuple[str, object]) -> tuple[list[tuple[int, str]], str]:
    """`1.10` after `1.9`."""
    parts = entry[0].replace("(", ".").replace(")", "").replace("_", ".").split(".")
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts], entry[0]
