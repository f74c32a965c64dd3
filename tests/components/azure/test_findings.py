"""Our own rules judge our own components, as in prod and at preview: nothing is found and nothing stays open."""

from typing import Any

import pytest

from stackwright.components.azure.kit import AzureKit
from stackwright.components.intents import Foundation, Nat, RunsOn
from stackwright.policies.check import check
from stackwright.policies.registry import SECURITY
from stackwright.testing.plugin import Cloud, Plan

NOTIFY = ["a@example.com"]


def ground(protect: bool, **network: Any) -> None:
    """What every stack on Azure begins with, and what may use it."""
    kit = AzureKit(Foundation("lab", "eastus", "prod", protect=protect, log_retention_days=365))
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", **{"zones": 3, "nat": Nat.PER_ZONE, "services": [], **network})
    data, images = kit.object_store("data", retention_days=30), kit.registry("images")
    job, serve = (kit.identity(runs_on.value, runs_on=runs_on) for runs_on in RunsOn)
    data.allow_read(serve)
    data.allow_write(job)
    images.allow_pull(job)
    kit.monitoring("monitoring", notify=NOTIFY)
    kit.budget("budget", monthly_usd=1000, alert_percent=[80, 100], notify=NOTIFY)


USERS = {"ai-provider-explicit", "ai-deletion-guard"}
"""Providers and protection are the user's to give, not a component's."""
RULES = tuple(rule for rule in SECURITY if rule.id not in USERS)


def found(plan: Plan) -> list[str]:
    return [f"{f.rule} {f.result} {f.urn} {f.path}" for f in check(plan, environment="prod", rules=RULES)]


@pytest.mark.parametrize("nat", Nat)
@pytest.mark.parametrize("protect", [True, False])
def test_a_prod_ground_has_no_finding_and_no_open_question(cloud: Cloud, nat: Nat, protect: bool) -> None:
    services = ["blob", "file", "registry", "vault", "amlworkspace"]
    assert found(cloud.preview(lambda: ground(protect, nat=nat, services=services))) == []


def test_the_rules_do_look_at_azure(cloud: Cloud) -> None:
    from pulumi_azure_native import storage

    def program() -> None:
        storage.StorageAccount(
            "open",
            resource_group_name="lab",
            kind="StorageV2",
            sku={"name": "Standard_LRS"},
            allow_blob_public_access=True,
        )

    assert "azure-storage-no-public-blob" in {line.split()[0] for line in found(cloud.preview(program))}
