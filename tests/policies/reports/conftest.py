"""Reports made by hand: one with everything in it, one of hostile names, one of 5,000 findings."""

from dataclasses import replace
from datetime import date

import pytest

from stackwright.plan.graph import Graph, Resource, Source
from stackwright.policies.config import PolicyConfig
from stackwright.policies.exemptions import Exemption
from stackwright.policies.finding import Change, Finding, Level, Result
from stackwright.policies.judgement import Judgement
from stackwright.policies.registry import RULES, by_id
from stackwright.policies.reports.model import Before, Report
from stackwright.pricing.gate import gate
from stackwright.pricing.model import Estimate, LineItem, Range, Status

STACK = Resource("urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev", "pulumi:pulumi:Stack", "app-dev", custom=False)
BUCKET = "aws:s3/bucket:Bucket"
HOSTILE = "a</script><img src=x onerror=alert(1)>|`b` & \"c\" 'd' *e* @octocat\n::error::f,g:h%0A\x00\x1b[2J\u202e]]>"


def bucket(name: str) -> Resource:
    return Resource(f"urn:pulumi:dev::app::{BUCKET}::{name}", BUCKET, name, parent=STACK.urn)


def finding(rule: str, name: str, *, line: int = 3, level: Level = Level.MANDATORY, file: str = "app/x.py") -> Finding:
    about = by_id(rule)
    urn, source = bucket(name).urn, Source(file, line, 5)
    return Finding(Result.FAIL, "acl", "is `public`", urn, rule, about.severity, level, about.fix, source)


def item(component: str, usd: float, *, status: Status = Status.PRICED) -> LineItem:
    urn = bucket("logs").urn
    price = None if status is Status.UNPRICED else usd
    return LineItem(urn, component, "hours", Range(1, 2, 3), "h", price, status, note="no dated price")


def report_of(*findings: Finding, names: tuple[str, ...] = ("logs", "data")) -> Report:
    graph = Graph([STACK, *map(bucket, names)], project="app", stack="dev")
    judgement = Judgement(graph, RULES, PolicyConfig().settings(RULES), findings)
    estimate = Estimate((item("web", 20),))
    judged = gate(estimate, monthly_usd=100)
    return Report(
        "app", "aws", "eu-west-1", "prod", judgement, estimate, judged, int(bool(findings)), file="app/P.yaml"
    )


@pytest.fixture
def report() -> Report:
    """One finding of every kind, an exemption, a baseline, a remediation, a price that is missing and one before."""
    tls, logging = finding("aws-s3-tls-only", "logs"), "aws-s3-access-logging"
    waits = replace(finding("aws-s3-versioning", "data"), result=Result.UNKNOWN, message="is not known")
    open_end = replace(
        waits, rule="aws-s3-lifecycle", level=Level.ADVISORY, severity=by_id("aws-s3-lifecycle").severity
    )
    whole = replace(tls, rule="ai-budget-alarm-required", urn=STACK.urn, path="", source=None, message="has no budget")
    warns = finding(logging, "data", line=7, level=Level.ADVISORY)
    accepted = finding("aws-s3-encryption-cmk", "logs")
    by = Exemption(
        rule=accepted.rule, urn="*::logs", reason="waits for `key` | 7", owner="@team", expires=date(2031, 5, 1)
    )
    made = report_of(tls, whole, waits, warns, open_end)
    change = Change("aws-s3-no-public-acl", accepted.urn, "acl", '"private"', Source("app/x.py", 3))
    known = (finding("aws-s3-force-destroy", "data"),)
    judgement = replace(made.judgement, exempted=((accepted, by),), known=known, fixed=2, changes=(change,))
    estimate = Estimate((item("web", 20), item("db", 10), item("gpu", 1, status=Status.UNPRICED)))
    before = Before(Range(10, 40, 60))
    return replace(made, judgement=judgement, estimate=estimate, gate=gate(estimate, monthly_usd=50), before=before)


@pytest.fixture
def hostile() -> Report:
    """Names of strangers that mean something in every format."""
    one = replace(finding("aws-s3-tls-only", HOSTILE, file=f"{HOSTILE}.py"), path=HOSTILE, message=HOSTILE, fix=HOSTILE)
    foreign = replace(one, rule=f"pack/{HOSTILE}", level=Level.ADVISORY)
    told = Exemption(rule=one.rule, urn="*", reason=HOSTILE, owner=HOSTILE, expires=date(2031, 5, 1))
    made = report_of(one, foreign, names=(HOSTILE,))
    estimate = Estimate((item(HOSTILE, 1), replace(item(HOSTILE, 1, status=Status.UNPRICED), note=HOSTILE)))
    change = Change(one.rule, one.urn, HOSTILE, HOSTILE)
    judgement = replace(made.judgement, exempted=((one, told),), changes=(change,))
    return replace(made, title=HOSTILE, cloud=HOSTILE, region=HOSTILE, judgement=judgement, estimate=estimate)


@pytest.fixture
def many() -> Report:
    """5,000 findings of 40 rules about resources with long names of several bytes a letter."""
    rules = [rule.id for rule in RULES if rule.cloud == "aws"][:40]
    found = [finding(rules[n % 40], f"桶-{'ü' * 90}-{n}", line=n + 1) for n in range(5_000)]
    return report_of(*sorted(found, key=lambda one: one.rule))


@pytest.fixture
def clean() -> Report:
    """A stack with nothing to be found."""
    return report_of()
