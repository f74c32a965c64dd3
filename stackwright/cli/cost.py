"""`stackwright cost`: the monthly price of a stack, by component and by what is used."""

import json as json_module
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stackwright.cli import console
from stackwright.cli.judged import judged

if TYPE_CHECKING:
    from stackwright.cli.review import Review
    from stackwright.pricing.alternatives import Alternatives
    from stackwright.pricing.comparison import Bought
    from stackwright.pricing.model import Estimate, Term
    from stackwright.pricing.pools import Pool


def run(
    path: Path,
    *,
    stack: str | None = None,
    policy: Path | None = None,
    json: str | None = None,
    compare: str | None = None,
    alternatives: bool = False,
    strict: bool = False,
) -> int:
    """Print the estimate, or write it as JSON; the exit code is the gate's.

    `compare` names terms on which machines are bought; `alternatives` asks for what else has as much memory.
    """
    from stackwright.cli.cost_terms import terms_of
    from stackwright.cli.price_age import strict_code

    terms = terms_of(compare) if compare is not None else ()
    if isinstance(terms, str):
        return console.complain(terms)
    found = judged(path, stack=stack, policy=policy)
    if isinstance(found, int):
        return found
    bought = _bought(found, terms)
    pools = _pools(found)
    others = _others(found, pools) if alternatives else None
    if json and not console.deliver(json_module.dumps(_document(found, bought, pools, others), indent=2), json):
        return console.USAGE
    if json != "-":
        _print(found, bought, pools, others)
    return console.worst({found.gate.exit_code, strict_code(found, strict=strict)})


def _bought(found: "Review", terms: "Sequence[Term]") -> "Sequence[Bought]":
    from stackwright.pricing.comparison import compare
    from stackwright.pricing.estimate import estimate

    graph, region = found.judgement.graph, found.subject.region

    def bought(term: "Term") -> "Estimate":
        return estimate(graph, region=region, usage=found.usage, prices=found.prices, term=term)

    return compare(found.estimate, terms, bought)


def _pools(found: "Review") -> "Sequence[Pool]":
    from stackwright.pricing.pools import pools

    return pools(found.judgement.graph, found.estimate, region=found.subject.region)


def _others(found: "Review", pools: "Sequence[Pool]") -> "Sequence[Alternatives]":
    from stackwright.pricing.alternatives import alternatives

    return [alternatives(pool, found.prices) for pool in pools]


def _document(
    found: "Review", bought: "Sequence[Bought]", pools: "Sequence[Pool]", others: "Sequence[Alternatives] | None"
) -> dict[str, Any]:
    from stackwright.pricing.energy import energy

    used = energy(pools)
    return {
        **found.estimate.to_json(),
        **({"energy": used.to_json()} if used else {}),
        **({"compare": [each.to_json() for each in bought]} if bought else {}),
        **({"alternatives": [each.to_json() for each in others]} if others is not None else {}),
    }


def _print(
    found: "Review", bought: "Sequence[Bought]", pools: "Sequence[Pool]", others: "Sequence[Alternatives] | None"
) -> None:
    from stackwright.cli.cost_terms import print_alternatives, print_compare, print_energy
    from stackwright.cli.cost_view import print_cost
    from stackwright.cli.plan_view import print_title
    from stackwright.pricing.energy import energy

    out = console.out()
    print_title(out, found)
    if bought:
        print_compare(out, bought)
    if bought and others is not None:
        out.print()
    if others is not None:
        print_alternatives(out, found.subject.graph, others)
    if not bought and others is None:
        print_cost(out, found, details=True)
        print_energy(out, energy(pools))
