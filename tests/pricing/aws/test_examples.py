"""Area of concern: what the examples and the public programs make on AWS is decided; what has no price has a name."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from stackwright.cli.review import Subject, subject_of
from stackwright.pricing.aws.decisions import DECISIONS
from stackwright.pricing.estimate import decided, estimate
from stackwright.pricing.gate import gate
from stackwright.pricing.model import Estimate
from stackwright.pricing.prices import EVERYWHERE, Key, Price, Prices, load

ROOT = Path(__file__).parents[3]
OURS = ("inference-aws", "landing-aws", "training-aws")
PUBLIC = (
    *("ec2-webserver", "eks-cluster", "fargate", "lambda-api"),
    *("rds-postgres", "sagemaker-notebook", "static-site"),
)
each_stack = pytest.mark.parametrize("name", [*OURS, *PUBLIC])


@cache
def _subject(name: str) -> Subject:
    if name in OURS:
        return subject_of(ROOT / f"blueprints/examples/{name}.yaml")
    return subject_of(ROOT / f"tests/programs/public/{name}")


@cache
def _estimate(name: str) -> Estimate:
    return _priced(name, load("aws"))


def _priced(name: str, prices: Prices) -> Estimate:
    return estimate(_subject(name).graph, region=_subject(name).region, prices=prices)


class _Watched(Prices):
    """A table that knows what was asked of it and had an answer."""

    def __init__(self, rows: Iterable[Price]) -> None:
        super().__init__(rows)
        self.used: dict[tuple[str, Key], None] = {}

    def tiers(self, region: str, key: Key) -> tuple[Price, ...]:
        found = super().tiers(region, key)
        if found:
            self.used[found[0].region, key] = None
        return found


@each_stack
def test_every_type_of_aws_is_decided_and_none_is_left_out(name: str) -> None:
    types = {each.type for each in _subject(name).graph if each.custom and each.type.startswith("aws:")}
    assert len(types) >= 3
    assert {token for token in types if not decided(token)} == set()
    assert types <= set(DECISIONS)


COVERAGE = {
    "inference-aws": (0.94, {"ml.g6e.xlarge", "data in and out"}),
    "landing-aws": (1.0, set[str]()),
    "training-aws": (0.98, {"PERSISTENT_2 SSD 250 MB/s/TiB"}),
    "ec2-webserver": (0.33, {"t3.micro", "root disk"}),
    "eks-cluster": (0.66, {"root disk"}),
    "fargate": (0.66, {"ALB capacity unit", "private repository storage"}),
    "lambda-api": (
        0.11,
        {
            *("DynamoDB storage", "on-demand writes", "on-demand reads", "standard class ingestion"),
            *("Lambda requests", "x86 duration", "HTTP API requests", "REST API requests"),
        },
    ),
    "rds-postgres": (0.5, {"symmetric requests", "db.t3.micro postgres", "Secrets Manager API calls"}),
    "sagemaker-notebook": (0.66, {"ml.m5.large", "data in and out", "Notebook storage"}),
    "static-site": (0.85, {"PUT/COPY/POST/LIST"}),
}
"""Share of the billable items with a dated price, and what has none: both may only get better."""


@each_stack
def test_what_has_no_price_is_named_exactly(name: str) -> None:
    found, (least, missing) = _estimate(name), COVERAGE[name]
    reasons = [reason for _, reason in found.unpriced]
    assert found.coverage >= least
    assert len(reasons) == len(missing), reasons
    assert {part for part in missing if not any(part in reason for reason in reasons)} == set()
    assert found.at_least is bool(missing)


@each_stack
def test_every_price_that_is_used_has_its_source_and_its_date(name: str) -> None:
    known = {(row.source, row.as_of) for row in load("aws")}
    used = [item for item in _estimate(name).items if item.unit_price]
    assert used
    assert {(item.source, item.as_of) for item in used} <= known


@pytest.mark.parametrize(("name", "least"), [("inference-aws", 13), ("landing-aws", 13), ("training-aws", 19)])
def test_without_any_one_row_that_is_used_the_total_is_a_lower_bound_and_the_gate_stops(name: str, least: int) -> None:
    watched = _Watched(load("aws"))
    whole = _priced(name, watched)
    assert len(watched.used) >= least
    for region, key in watched.used:
        less = _priced(name, load("aws").without(region, key))
        new = [reason for urn, reason in less.unpriced if (urn, reason) not in whole.unpriced]
        assert new, key
        assert all(f"{key.service} {key.dimension} ({key.unit})" in reason for reason in new), key
        assert (less.at_least, less.expected <= whole.expected) == (True, True), key
        assert less.coverage < whole.coverage
        assert gate(less, monthly_usd=None).exit_code == 3, key


def test_no_price_of_a_region_hides_one_of_all_regions() -> None:
    everywhere = {row.key for row in load("aws") if row.region == EVERYWHERE}
    assert everywhere & {row.key for row in load("aws") if row.region != EVERYWHERE} == set()
