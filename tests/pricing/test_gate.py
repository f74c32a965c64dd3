"""`stackwright.pricing.gate`."""

from collections.abc import Callable

import pytest

from stackwright.plan.graph import Resource
from stackwright.pricing.gate import gate
from stackwright.pricing.model import Estimate

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

CLUSTER = "aws:eks/cluster:Cluster"
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"


@pytest.fixture
def cluster(make: Make, priced: Priced) -> Estimate:
    """A cluster at 73 dollars a month."""
    return priced(make(CLUSTER))


@pytest.fixture
def unpriced(make: Make, priced: Priced) -> Estimate:
    """A cluster, and a file system without a price."""
    return priced(make(CLUSTER), make(LUSTRE, "training-scratch", {"storageCapacity": 1200}))


def test_within_the_budget_it_passes(cluster: Estimate) -> None:
    found = gate(cluster, monthly_usd=73)
    assert (found.passed, found.exit_code, round(found.amount, 2)) == (True, 0, 73.0)


def test_over_the_budget_it_fails(cluster: Estimate) -> None:
    found = gate(cluster, monthly_usd=72.99)
    assert (found.passed, found.over_budget, found.exit_code) == (False, True, 1)


def test_without_a_budget_the_amount_is_not_judged(cluster: Estimate) -> None:
    assert gate(cluster, monthly_usd=None).passed


def test_the_basis_chooses_the_figure(make: Make, priced: Priced) -> None:
    group = make(
        "aws:eks/nodeGroup:NodeGroup",
        inputs={
            "instanceTypes": ["t3.medium"],
            "scalingConfig": {"minSize": 1, "desiredSize": 2, "maxSize": 3},
        },
    )
    found = priced(group)
    amounts = [gate(found, monthly_usd=None, basis=basis).amount for basis in ("low", "expected", "high")]
    assert [f"{amount:.2f}" for amount in amounts] == ["30.37", "60.74", "91.10"]
    with pytest.raises(ValueError, match="`average` is not a basis"):
        gate(found, monthly_usd=1, basis="average")


def test_a_missing_price_fails_with_its_own_exit_code(unpriced: Estimate) -> None:
    found = gate(unpriced, monthly_usd=100)
    assert (found.passed, found.exit_code, found.at_least) == (False, 3, True)
    assert [urn.rpartition("::")[2] for urn, _ in found.unpriced] == ["training-scratch"]


def test_over_the_budget_is_worse_than_a_missing_price(unpriced: Estimate) -> None:
    assert gate(unpriced, monthly_usd=1).exit_code == 1


@pytest.mark.parametrize(
    "entry",
    [LUSTRE, "training-scratch", "*-scratch", f"urn:pulumi:dev::demo::{LUSTRE}::training-scratch"],
)
def test_a_type_a_name_a_pattern_or_a_urn_may_be_allowed(unpriced: Estimate, entry: str) -> None:
    found = gate(unpriced, monthly_usd=100, allowed_unpriced=[entry])
    assert found.passed
    assert found.at_least


@pytest.mark.parametrize("entry", [CLUSTER, "scratch", "inference-*", "", "aws:fsx/*"])
def test_another_entry_does_not_allow_it(unpriced: Estimate, entry: str) -> None:
    assert not gate(unpriced, monthly_usd=100, allowed_unpriced=[entry]).passed


def test_the_type_of_a_child_is_the_last_part_of_its_urn(make: Make, priced: Priced) -> None:
    child = make(LUSTRE, inputs={"storageCapacity": 1200})
    urn = child.urn.replace(LUSTRE, f"stackwright:index:AwsFilesystem${LUSTRE}")
    found = priced(Resource(urn, LUSTRE, "it", child.inputs))
    assert gate(found, monthly_usd=None, allowed_unpriced=[LUSTRE]).passed
    assert not gate(found, monthly_usd=None, allowed_unpriced=["stackwright:index:AwsFilesystem"]).passed


def test_too_little_coverage_fails(unpriced: Estimate) -> None:
    found = gate(unpriced, monthly_usd=100, allowed_unpriced=[LUSTRE], min_coverage=0.9)
    assert (found.low_coverage, found.coverage, found.exit_code) == (True, 0.5, 3)


def test_the_dearest_hour_is_judged_on_its_own(cluster: Estimate) -> None:
    found = gate(cluster, monthly_usd=73, hourly_usd=0.09)  # 0.1 an hour (infracost@16e40f6ca, 2025-07-07)
    assert (found.over_month, found.over_hour, found.over_budget, found.exit_code) == (False, True, True, 1)
    assert gate(cluster, monthly_usd=73, hourly_usd=0.1).passed
    assert round(found.peak_hour, 4) == 0.1
