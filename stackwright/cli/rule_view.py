"""Rules in the terminal: a list by cloud and service, and one rule with all that there is to know of it."""

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from stackwright.cli.console import counted, fact, say, show
from stackwright.cli.rule_words import (
    CLOUDS,
    Example,
    default_words,
    example_of,
    levels_words,
    looked_at,
    mapped,
    service_of,
    unknown_words,
)
from stackwright.policies.finding import Level, Severity
from stackwright.policies.listing import pack_of
from stackwright.policies.rule import Rule

SEVERITIES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "dim"}
LEVELS = {Level.MANDATORY: "red", Level.ADVISORY: "yellow", Level.DISABLED: "dim"}
TYPES = 8
"""Types that a page of the terminal names; the page in the documentation names all."""
_ORDER = list(CLOUDS)


def print_rules(console: Console, rules: Iterable[Rule]) -> None:
    """A table a service, and how many rules there are."""
    chosen = sorted(rules, key=lambda rule: (_ORDER.index(rule.cloud), service_of(rule), rule.id))
    for (cloud, service), group in groupby(chosen, key=lambda rule: (rule.cloud, service_of(rule))):
        say(console, f"{CLOUDS[cloud]} {service}".strip(), style="bold")
        show(console, _table(list(group)))
    say(console, f"{counted(len(chosen), 'rule')}; one of them: stackwright rules ID")


def _table(rules: list[Rule]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=15)
    table.add_column()
    for rule in rules:
        severity = Text(rule.severity, style=SEVERITIES[rule.severity])
        table.add_row(f"  {rule.id}", severity, _levels(rule), rule.title)
    return table


def _levels(rule: Rule) -> Text:
    levels = set(rule.levels.values())
    return Text(levels_words(rule.levels), style=LEVELS.get(levels.pop(), "") if len(levels) == 1 else "")


def print_rule(console: Console, rule: Rule) -> None:
    """Everything about one rule."""
    say(console, Text.assemble((rule.id, "bold"), "  ", (rule.severity, SEVERITIES[rule.severity])))
    say(console, f"{rule.title}.")
    console.print()
    fact(console, "level", levels_words(rule.levels))
    fact(console, "unknown", f"{unknown_words(rule)} (a value that is not known before deployment)")
    pack = pack_of(rule)
    fact(console, "pack", f"{pack}; tags {', '.join(sorted(rule.tags))}" if rule.tags else pack)
    types = looked_at(rule)
    more = f" and {len(types) - TYPES} more" if len(types) > TYPES else ""
    fact(console, "looks at", ", ".join(types[:TYPES]) + more)
    fact(console, "fix", rule.fix)
    if rule.remedy is not None:
        fact(console, "remedy", f"level `{Level.REMEDIATE}` puts it right before the resource is made")
    for param in rule.params:
        fact(console, "knob", f"{param.name} = {default_words(param)}: {param.text} ({param.described})")
    if rule.frameworks:
        fact(console, "maps to", "; ".join(mapped(rule)))
    _print_example(console, rule, example_of(rule))


def _print_example(console: Console, rule: Rule, example: Example | None) -> None:
    console.print()
    if example is None:
        extra = rule.cloud or "all"
        say(console, f"an example in Python is shown where the SDK is: pip install 'stackwright[{extra}]'", style="dim")
        return
    if example.knobs:
        say(console, f"judged with {example.knobs}", style="dim")
    for kind, program in (("bad", example.bad), ("good", example.good)):
        said = f": {'; '.join(example.found)}" if kind == "bad" else ""
        say(console, Text.assemble((kind, "bold"), said))
        _print_code(console, program)
        console.print()


def _print_code(console: Console, program: str) -> None:
    if console.is_terminal:
        console.print(
            Syntax(program.rstrip("\n"), "python", theme="ansi_dark", background_color="default", padding=(0, 4))
        )
        return
    for line in program.splitlines():
        console.out(f"    {line}".rstrip(), highlight=False)
