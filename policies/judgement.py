"""What the rules say of a stack under a configuration: what was put right, what is found, and what is accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stackwright.plan.graph import Graph
from stackwright.policies.baseline import fingerprint
from stackwright.policies.check import Settings, in_order, judge_graph
from stackwright.policies.config import PolicyConfig
from stackwright.policies.exemptions import Exemption, Ledger
from stackwright.policies.finding import Change, Finding, Level
from stackwright.policies.registry import RULES
from stackwright.policies.remediation import remediated
from stackwright.policies.rule import Rule


@dataclass(frozen=True)
class Judgement:
    """The answers of all rules about one stack, in order."""

    graph: Graph
    """The stack as it was judged, remediations applied."""
    rules: tuple[Rule, ...]
    settings: Settings
    findings: tuple[Finding, ...]
    """What stays to be answered for, worst first."""
    exempted: tuple[tuple[Finding, Exemption], ...] = ()
    """What somebody answers for until a date."""
    known: tuple[Finding, ...] = ()
    """What the baseline accepts."""
    fixed: int = 0
    """Entries of the baseline that nothing matches any more."""
    changes: tuple[Change, ...] = ()
    """What was put right before the rules looked."""

    def stops(self, rule: str) -> bool:
        """Whether a failure of the rule of that id stops a deployment, as it is configured."""
        setting = self.settings.get(rule)
        return setting is None or setting.level in (Level.MANDATORY, Level.REMEDIATE)

    def accepted(self, rule: str) -> frozenset[str]:
        """Resources about which findings of the rule are exempted or in the baseline."""
        found = (*self.known, *(one for one, _ in self.exempted))
        return frozenset(one.urn for one in found if one.rule == rule)


def judge(
    graph: Graph, config: PolicyConfig, *, rules: Iterable[Rule] | None = None, today: date | None = None
) -> Judgement:
    """Judge `graph` by `rules` (None: all) as `config` says; `today` decides which exemptions are past."""
    chosen = tuple(RULES if rules is None else rules)
    settings = config.settings(chosen)
    ledger = Ledger(config.exemptions, today=today)
    graph, changes = remediated(
        chosen, graph, settings, lambda one: fingerprint(one) in config.baseline or ledger.cover(one) is not None
    )
    found = in_order(judge_graph(chosen, graph, settings))
    marks = {one: fingerprint(one) for one in found} if config.baseline else {}
    known = tuple(one for one in found if marks.get(one) in config.baseline)
    covers = {one: ledger.cover(one) for one in found if marks.get(one) not in config.baseline}
    kept = [one for one, cover in covers.items() if cover is None]
    return Judgement(
        graph,
        chosen,
        settings,
        tuple(in_order([*kept, *ledger.complaints(graph, settings)])),
        tuple((one, cover) for one, cover in covers.items() if cover is not None),
        known,
        len(config.baseline.keys() - set(marks.values())),
        changes,
    )
