"""Rules about managed services that move and keep data: brokers, replication, file transfer, backups, search."""

from collections.abc import Iterator
from typing import Final

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Resource
from stackwright.policies.demands import demand, demand_key
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import all_of, merged, must_be
from stackwright.policies.tokens import token, tokens

SEARCH: Final = token("opensearch/Domain")
SERVER: Final = token("transfer/Server")
_BROKER: Final = {"engineType": "RabbitMQ", "engineVersion": "3.13", "hostInstanceType": "mq.m5.large"}
_REPLICATION: Final = {"replicationInstanceClass": "dms.t3.medium", "replicationInstanceId": "moves"}
SETTINGS = (
    demand(
        "publiclyAccessible",
        False,
        MISSING,
        refused=True,
        id="aws-mq-private",
        title="Message brokers have no public address",
        types=(token("mq/Broker"),),
        inputs=_BROKER,
        text="gives the broker a public address",
        fix="leave `publicly_accessible` out",
        severity="high",
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_69"),
    ),
    demand(
        "publiclyAccessible",
        False,
        MISSING,
        refused=True,
        id="aws-dms-private",
        title="Replication instances have no public address",
        types=(token("dms/ReplicationInstance"),),
        inputs=_REPLICATION,
        text="gives the instance a public address",
        fix="leave `publicly_accessible` out",
        severity="critical",
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_89", hub="DMS.1"),
    ),
    rule(
        id="aws-transfer-private",
        title="File transfer servers are inside the network",
        types={SERVER},
        severity="medium",
        fix="set `endpoint_type` to VPC, and give `endpoint_details` subnets and no addresses",
        level=Level.ADVISORY,
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_164"),
        good=(part(SERVER, "files", {"endpointType": "VPC", "endpointDetails": {"subnetIds": ["subnet-1"]}}),),
        bad=but("files", endpointType="PUBLIC"),
    )(
        merged(
            must_be("endpointType", "VPC", "VPC_ENDPOINT", text="is not VPC, so the server is on the internet"),
            must_be("endpointDetails.addressAllocationIds", MISSING, [], text="puts the server on the internet"),
        )
    ),
    demand_key(
        "kmsKeyArn",
        key=token("kms/Key"),
        id="aws-backup-vault-cmk",
        title="Backups are encrypted with a key that the account owns",
        types=(token("backup/Vault"),),
        fix="give `kms_key_arn` a key of this account",
        severity="medium",
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_166"),
    ),
)
_AUDIT: Final = {"logType": "AUDIT_LOGS", "cloudwatchLogGroupArn": "arn", "enabled": True}


@rule(
    id="aws-search-audit-logs",
    types={SEARCH, token("elasticsearch/Domain")},
    severity="medium",
    fix="publish AUDIT_LOGS to a log group; fine-grained access control has to be on",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_84 CKV_AWS_317", hub="Opensearch.5"),
    good=(part(SEARCH, "vectors", {"logPublishingOptions": [_AUDIT]}),),
    bad=but("vectors", logPublishingOptions=[{**_AUDIT, "logType": "INDEX_SLOW_LOGS"}]),
)
def search_audited(domain: Resource) -> Iterator[Finding]:
    """Search domains log who asks what."""
    path = "logPublishingOptions"
    answers = [_audits(domain, option) for option, _ in domain.all(f"{path}[*]")]
    if True not in answers:
        yield unknown(path) if UNKNOWN in answers else fail(path, "publishes no audit log")


def _audits(domain: Resource, option: str) -> bool | Absent:
    kind, enabled = domain.get(f"{option}.logType"), domain.get(f"{option}.enabled")
    return all_of(
        (
            UNKNOWN if kind is UNKNOWN else kind == "AUDIT_LOGS",
            UNKNOWN if enabled is UNKNOWN else enabled in (True, MISSING),
        )
    )


@rule(
    id="aws-vpc-no-default",
    types=tokens("ec2/DefaultVpc", "ec2/DefaultSubnet"),
    severity="low",
    fix="make a network of your own, with subnets that give no public addresses",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_148"),
    good=(part(token("ec2/Vpc"), "network", {"cidrBlock": "10.0.0.0/16"}),),
    bad=(part(token("ec2/DefaultVpc"), "network"),),
)
def own_network(resource: Resource) -> Iterator[Finding]:
    """Stacks do not build on the default network, where everything gets a public address."""
    yield fail("", "takes the default network on")


RULES = (*SETTINGS, search_audited, own_network)
