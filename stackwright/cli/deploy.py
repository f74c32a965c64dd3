"""The program that Pulumi runs for a blueprint: declare the stack, and export its price beside its addresses."""

from concurrent.futures import ThreadPoolExecutor

import pulumi

from stackwright.blueprints import program
from stackwright.blueprints.load import Loaded
from stackwright.blueprints.problems import SpecError
from stackwright.cli.policy_file import is_ours, nearest_file
from stackwright.cli.price_file import read_contract
from stackwright.plan.record import record
from stackwright.pricing.estimate import estimate
from stackwright.pricing.overrides import NAME, Contract, tables
from stackwright.pricing.told import as_told
from stackwright.pricing.usage import Usage


def run() -> Loaded:
    """Declare the stack that the configuration names."""
    loaded = program.run()
    pulumi.export("monthly_estimate", _forecast(loaded))
    return loaded


def _forecast(loaded: Loaded) -> dict[str, object]:
    """Estimate of the same stack, recorded in a thread of its own: an event loop is running in this one."""
    with ThreadPoolExecutor(1) as aside:
        graph = aside.submit(record, lambda: program.compose_stack(loaded), region=loaded.spec.region).result()
    usage, prices = Usage.asked(as_told(loaded.spec.usage)), tables(_contract())
    found = estimate(graph, region=loaded.spec.region, usage=usage, prices=prices)
    return {
        "currency": found.currency,
        "low": round(found.low, 2),
        "expected": round(found.expected, 2),
        "high": round(found.high, 2),
        "at_least": bool(found.unpriced),
        "unpriced": len({urn for urn, _ in found.unpriced}),
        "prices_from": found.as_of or None,
    }


def _contract() -> Contract | None:
    """The prices of one's own that the project has."""
    file = nearest_file(program.project_root(), NAME)
    try:
        return read_contract(file) if file and is_ours(file) else None
    except SpecError as error:
        raise program.RefusedBlueprint(error.problems) from None
