"""Our own rules judge our own components, as in prod and at preview: nothing is found and nothing stays open."""

from typing import Any

import pytest

from stackwright.components.aws.identity import AwsRole, AwsRoleArgs
from stackwright.components.aws.keys import AwsKey, AwsKeyArgs
from stackwright.components.aws.monitoring import AwsMonitoring, AwsMonitoringArgs
from stackwright.components.aws.network import AwsNetwork, AwsNetworkArgs
from stackwright.components.aws.registry import AwsRegistry, AwsRegistryArgs
from stackwright.components.aws.storage import AwsBucket, AwsBucketArgs, AwsLogBucket, AwsLogBucketArgs
from stackwright.components.intents import Nat, RunsOn
from stackwright.policies.check import check
from stackwright.policies.registry import SECURITY
from stackwright.testing.plugin import Cloud, Plan


def foundation(protect: bool | None, **network: Any) -> None:
    """What every stack on AWS begins with, and what may use it."""
    key = AwsKey("key", AwsKeyArgs(protect=bool(protect)))
    AwsNetwork("net", AwsNetworkArgs(key_arn=key.id, **network))
    logs = AwsLogBucket("logs", AwsLogBucketArgs(protect=protect))
    data = AwsBucket("data", AwsBucketArgs(key_arn=key.id, log_bucket=logs.name, protect=protect))
    images = AwsRegistry("images", AwsRegistryArgs(key_arn=key.id, protect=protect))
    job, serve = (AwsRole(runs_on.value, AwsRoleArgs(runs_on=runs_on)) for runs_on in RunsOn)
    data.allow_read(serve)
    data.allow_write(job)
    images.allow_pull(job)
    AwsMonitoring("watch", AwsMonitoringArgs(key_arn=key.id, notify=["a@example.com"], cluster_name="lab"))


USERS = {"ai-provider-explicit", "ai-deletion-guard"}
"""Providers and protection are the user's to give, not a component's."""
RULES = tuple(rule for rule in SECURITY if rule.id not in USERS)


def found(plan: Plan) -> list[str]:
    return [f"{f.rule} {f.result} {f.urn} {f.path}" for f in check(plan, environment="prod", rules=RULES)]


@pytest.mark.parametrize("nat", Nat)
@pytest.mark.parametrize("protect", [True, None])
def test_a_prod_foundation_has_no_finding_and_no_open_question(cloud: Cloud, nat: Nat, protect: bool | None) -> None:
    services = ["ecr.api", "ecr.dkr", "sts", "logs", "eks"]
    assert found(cloud.preview(lambda: foundation(protect, nat=nat, services=services))) == []


def test_a_foundation_that_goes_with_its_objects_is_found_in_prod(cloud: Cloud) -> None:
    rules = {line.split()[0] for line in found(cloud.preview(lambda: foundation(False)))}
    assert "aws-s3-force-destroy" in rules
