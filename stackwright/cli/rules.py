"""`stackwright rules`: what the rules are, which ones a framework or a service has, and what one of them says."""

from collections.abc import Sequence

from pydantic import ValidationError

from stackwright.cli import console
from stackwright.policies.finding import Severity
from stackwright.policies.listing import listed
from stackwright.policies.registry import RULES
from stackwright.policies.selection import RuleCloud, Selector

OPTIONS = {
    "ids": "",
    "frameworks": "--framework ",
    "severities": "--severity ",
    "clouds": "--cloud ",
    "tags": "--tag ",
}
"""Field of a selector: the option that fills it."""
TAKES = {"severities": list(Severity), "clouds": list(RuleCloud)}


def run(
    ids: Sequence[str],
    *,
    framework: Sequence[str] = (),
    severity: Sequence[str] = (),
    cloud: Sequence[str] = (),
    tag: Sequence[str] = (),
    json: str | None = None,
) -> int:
    """Print the rules that are asked for, or write them as JSON; returns the exit code."""
    asked = {"ids": ids, "frameworks": framework, "severities": severity, "clouds": cloud, "tags": tag}
    try:
        selector = Selector.model_validate({name: tuple(values) for name, values in asked.items()})
    except ValidationError as error:
        return console.complain(_sentence(error, asked))
    chosen = [rule for rule in RULES if selector.covers(rule)]
    if not chosen:
        return console.complain("no rule fits all of that - `stackwright rules` lists them")
    if json and not console.deliver(listed(chosen), json):
        return console.USAGE
    if json == "-":
        return console.CLEAN
    from stackwright.cli.rule_view import print_rule, print_rules

    if ids and (len(chosen) == 1 or not any("*" in one for one in ids)):
        for rule in chosen:
            print_rule(console.out(), rule)
    else:
        print_rules(console.out(), chosen)
    return console.CLEAN


def _sentence(error: ValidationError, asked: dict[str, Sequence[str]]) -> str:
    """The first mistake, with the option that it is in."""
    first = error.errors()[0]
    field, index = str(first["loc"][0]), first["loc"][1]
    given = asked[field][index] if isinstance(index, int) else ""
    if field in TAKES:
        known = [str(value) for value in TAKES[field]]
        return f"{OPTIONS[field]}{given}: takes {', '.join(known[:-1])} or {known[-1]}"
    return f"{OPTIONS[field]}{given}: {first['msg']}"
