"""Area of concern: every example, in prod, as it stands, is accepted by its cloud, clean, priced and placed."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.judged import code_of
from stackwright.cli.review import Review, review, subject_of
from stackwright.plan.graph import UNKNOWN
from stackwright.pricing.estimate import decided
from stackwright.pricing.model import Range

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "blueprints/examples").glob("*.yaml"))
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=[file.stem for file in EXAMPLES])


@cache
def _reviewed(example: Path) -> Review:
    return review(subject_of(example))


def _wire(value: Any) -> Any:
    """As the contract checker reads it: what is unknown counts as set."""
    if value is UNKNOWN:
        return "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    if isinstance(value, dict):
        return {key: _wire(item) for key, item in value.items()}
    return [_wire(item) for item in value] if isinstance(value, list) else value


@each_example
def test_an_example_is_for_prod(example: Path) -> None:
    assert _reviewed(example).subject.environment == "prod"


@each_example
def test_the_provider_accepts_every_input(example: Path, shared: Path) -> None:
    sys.path.insert(0, str(shared / "contracts"))
    try:
        from contract import Contracts
    finally:
        sys.path.pop(0)
    graph = _reviewed(example).subject.graph
    asked = [(r.type, _wire(r.inputs)) for r in graph if r.custom and not r.type.startswith("pulumi:")]
    found = Contracts(str(shared / "contracts")).check_all(asked)
    assert [violation for violation in found if violation.level == "error"] == []


WITHOUT_CONTRACT = {
    "pulumi-python:dynamic/vertex:UploadedModel",
    "pulumi-python:dynamic/vertex:Deployment",
    "pulumi-python:dynamic/vertex:Traffic",
}
"""Types that no provider has. Their inputs become messages of Google's own client, which refuses unknown fields; the
tests in `tests/components/gcp/endpoint` send them: https://cloud.google.com/vertex-ai/docs/reference/rpc"""


@each_example
def test_what_no_contract_covers_is_listed_by_name(example: Path, shared: Path) -> None:
    packages = {"aws", "azure-native", "gcp", "kubernetes"}
    types = {r.type for r in _reviewed(example).subject.graph if r.custom and not r.type.startswith("pulumi:")}
    assert {token for token in types if token.partition(":")[0] not in packages} <= WITHOUT_CONTRACT


@each_example
def test_no_rule_finds_anything_or_has_to_wait(example: Path) -> None:
    assert _reviewed(example).findings == ()
    assert code_of(_reviewed(example)) == 0


@each_example
def test_every_resource_type_has_a_pricing_decision(example: Path) -> None:
    types = {r.type for r in _reviewed(example).subject.graph if r.custom and not r.type.startswith("pulumi:")}
    assert {token for token in types if not decided(token)} == set()


@each_example
def test_what_has_no_price_is_named_in_the_example(example: Path) -> None:
    assert list(_reviewed(example).gate.unpriced) == []


def _money(cost: Range) -> str:
    return " ".join(f"{value:12,.2f}" for value in (cost.low, cost.expected, cost.high))


def _price(found: Review) -> str:
    """The price of a stack in USD a month (low, expected, high), its components, and what has no price."""
    estimate = found.estimate
    rows = [("at least" if estimate.unpriced else "total", estimate.total), *estimate.by_component.items()]
    names = found.subject.graph.by_urn
    unpriced = [f"{names[urn].name}: {reason}" for urn, reason in estimate.unpriced]
    head = ["# made by `make generate`", f"coverage {estimate.coverage:.1%}"]
    return "\n".join([*head, *(f"{_money(cost)}  {name}" for name, cost in rows), *unpriced, ""])


@each_example
def test_an_example_costs_what_it_cost_before(example: Path, request: pytest.FixtureRequest) -> None:
    golden = Path(__file__).parent / f"{example.stem}.price"
    if request.config.getoption("--update-plans"):
        golden.write_text(_price(_reviewed(example)), encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == _price(_reviewed(example))


@each_example
def test_every_component_has_its_place_in_the_blueprint(example: Path) -> None:
    found = _reviewed(example).subject
    assert found.loaded is not None
    named = {f"{found.loaded.name}-{name}" for name in found.loaded.shape.sources}
    tops = {r.name for r in found.graph if not r.custom and r.parent.split("::")[2:3] == ["pulumi:pulumi:Stack"]}
    assert tops - named == set()
    assert [r.urn for r in found.graph if r.source is None] == []


@each_example
def test_every_child_has_a_component_as_parent(example: Path) -> None:
    graph = _reviewed(example).subject.graph
    loose = [r.type for r in graph if r.custom and graph.component(r) is None and r.type != "pulumi:pulumi:Stack"]
    assert [token for token in loose if not token.startswith("pulumi:providers:")] == []


def test_a_gpu_training_stack_is_a_real_one() -> None:
    graph = _reviewed(ROOT / "blueprints/examples/training-aws.yaml").subject.graph
    assert sum(1 for r in graph if r.custom and not r.type.startswith("pulumi:")) >= 60
