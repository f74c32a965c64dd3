"""Area of concern: what the examples of Google Cloud and Azure cost, and what becomes of it without any one row."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from stackwright.cli.review import Review, review, subject_of
from stackwright.pricing.estimate import decided, estimate
from stackwright.pricing.gate import gate
from stackwright.pricing.model import Estimate, LineItem
from stackwright.pricing.prices import EVERYWHERE, Key, Prices, shipped

EXAMPLES = Path(__file__).parents[2] / "blueprints/examples"
PROGRAMS = Path(__file__).parents[1] / "programs/public"
PSC = "no dated price for endpoints of Private Service Connect"
FLOWS = "no dated price for generated flow logs"
NOT_DATED = "no dated row for this service"
ZONES = "no dated price for Blob Storage Hot ZRS"

UNPRICED = {
    "landing-gcp": {("GlobalForwardingRule", PSC), ("Subnetwork", FLOWS)},
    "training-gcp": {
        ("AlertPolicy", NOT_DATED),
        ("GlobalForwardingRule", PSC),
        ("Subnetwork", FLOWS),
        ("Instance", "no dated price for Managed Lustre 1000 MB/s/TiB (GiB-month) in us-central1"),
    },
    "inference-gcp": {
        ("AlertPolicy", NOT_DATED),
        ("ForwardingRule", PSC),
        ("GlobalForwardingRule", PSC),
        ("Subnetwork", FLOWS),
        ("Deployment", "no dated price for Vertex AI prediction g2-standard-4 (node-hour) in us-central1"),
    },
    "landing-azure": {
        ("FlowLog", NOT_DATED),
        ("StorageAccount", f"{ZONES} (GB-month) in eastus"),
        ("StorageAccount", f"{ZONES} write operations (10k operations) in eastus"),
    },
    "training-azure": {
        ("FlowLog", NOT_DATED),
        ("AzureMonitorWorkspace", NOT_DATED),
        ("StorageAccount", f"{ZONES} (GB-month) in eastus"),
        ("StorageAccount", f"{ZONES} write operations (10k operations) in eastus"),
        (
            "AmlFilesystem",
            "no dated price for Azure Managed Lustre AMLFS-Durable-Premium-250 (TiB-month) in eastus",
        ),
    },
    "inference-azure": {
        ("FlowLog", NOT_DATED),
        ("StorageAccount", f"{ZONES} (GB-month) in eastus"),
        ("StorageAccount", f"{ZONES} write operations (10k operations) in eastus"),
        (
            "OnlineDeployment",
            "no dated price for Azure ML endpoints Standard_NC24ads_A100_v4 (instance-hour) in eastus",
        ),
        ("Workspace", "the number of private endpoints, and the firewall of outbound rules, are Azure's choice"),
    },
}
"""Type and reason of everything without a price, by example."""
PUBLIC = ("aks", "azure-app-service", "azure-vm", "cloud-run", "gke-cluster", "vertex-workbench")
each_example = pytest.mark.parametrize("example", UNPRICED)


@cache
def _reviewed(example: str) -> Review:
    return review(subject_of(EXAMPLES / f"{example}.yaml"))


def _table(example: str) -> Prices:
    return shipped(example.rpartition("-")[2])


def _estimate(example: str, prices: Prices) -> Estimate:
    found = _reviewed(example)
    return estimate(found.judgement.graph, region=found.subject.region, prices=prices, usage=found.usage)


@each_example
def test_what_has_no_price_is_this_and_nothing_else(example: str) -> None:
    found = _estimate(example, _table(example)).unpriced
    assert {(urn.split("::")[2].rpartition(":")[2], why) for urn, why in found} == UNPRICED[example]


def _rows(example: str, whole: Estimate) -> Iterator[tuple[str, Key]]:
    """Place and key of each row that may be behind an item of `whole`."""
    cited = {(item.unit_price, item.unit, item.source, item.as_of) for item in whole.items if item.as_of}
    near = {_reviewed(example).subject.region, EVERYWHERE}
    rows = [row for row in _table(example) if (row.usd, row.key.unit, row.source, row.as_of) in cited]
    yield from dict.fromkeys((row.region, row.key) for row in rows if row.region in near)


@each_example
def test_without_any_one_row_what_needs_it_is_named_and_the_gate_says_so(example: str) -> None:
    table = _table(example)
    whole = _estimate(example, table)
    lost: set[LineItem] = set()
    for region, key in _rows(example, whole):
        less = _estimate(example, table.without(region, key))
        missing = set(whole.items) - set(less.items)
        if not missing:
            continue  # another row with the same figure is behind the item
        lost |= missing
        named = set(less.unpriced) - set(whole.unpriced)
        assert named
        assert all(why.startswith(f"no dated price for {key.service} {key.dimension} (") for _, why in named)
        assert less.at_least
        assert less.expected < whole.expected
        allowed = {urn for urn, _ in whole.unpriced} - {urn for urn, _ in named}
        assert gate(less, monthly_usd=None, allowed_unpriced=sorted(allowed)).exit_code == 3
    assert lost == {item for item in whole.items if item.as_of}


@pytest.mark.parametrize("program", PUBLIC)
def test_every_type_of_a_program_that_is_not_ours_has_a_decision(program: str) -> None:
    graph = subject_of(PROGRAMS / program).graph
    types = {each.type for each in graph if each.custom}
    assert len(types) > 3
    assert {token for token in types if not decided(token)} == set()
