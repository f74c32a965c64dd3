"""Our own rules judge our own components, as in prod and at preview: nothing is found and nothing stays open."""

import pytest

from stackwright.components.gcp.kit import GcpKit
from stackwright.components.intents import Foundation, Nat, RunsOn
from stackwright.policies.check import check
from stackwright.policies.registry import SECURITY
from stackwright.testing.plugin import Cloud, Plan

SERVICES = ["googleapis.com", "pkg.dev", "gcr.io"]
MAIL = ["a@example.com"]


def landing(nat: Nat, services: list[str], protect: bool) -> None:
    """What every stack on Google Cloud begins with, and what may use it."""
    kit = GcpKit(Foundation("lab", "us-central1", "prod", protect=protect, log_retention_days=365))
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", zones=2, nat=nat, services=services)
    data, images = kit.object_store("data", retention_days=30), kit.registry("images")
    job, serve = (kit.identity(runs_on.value, runs_on=runs_on) for runs_on in RunsOn)
    data.allow_read(serve)
    data.allow_write(job)
    images.allow_pull(job)
    kit.monitoring("monitoring", notify=MAIL)
    kit.budget("budget", monthly_usd=1000, alert_percent=[80, 100], notify=MAIL)


def found(plan: Plan) -> list[str]:
    return [f"{f.rule} {f.result} {f.urn} {f.path}" for f in check(plan, environment="prod", rules=SECURITY)]


@pytest.mark.parametrize("nat", Nat)
@pytest.mark.parametrize("services", [SERVICES, []])
def test_a_prod_landing_has_no_finding_and_no_open_question(cloud: Cloud, nat: Nat, services: list[str]) -> None:
    plan = cloud.preview(lambda: landing(nat, services, protect=True))
    assert {r.type for r in plan} >= {"gcp:storage/bucket:Bucket", "gcp:kms/cryptoKey:CryptoKey"}
    assert found(plan) == []


def test_rules_of_google_cloud_are_among_those_that_judge() -> None:
    assert len([rule for rule in SECURITY if rule.id.startswith("gcp-")]) >= 30
