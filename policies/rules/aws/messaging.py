"""Rules about queues and topics."""

from collections.abc import Iterator
from typing import Final

from stackwright.plan.graph import MISSING, Absent, Resource
from stackwright.policies.demands import demand, demand_set, unless_given
from stackwright.policies.documents import MALFORMED, opens_to_everybody, parsed
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.rules.aws.s3_policy_principal import CLOSING
from stackwright.policies.tokens import token

QUEUE: Final = token("sqs/Queue")
TOPIC: Final = token("sns/Topic")
QUEUE_POLICY: Final = token("sqs/QueuePolicy")
TOPIC_POLICY: Final = token("sns/TopicPolicy")
_OWN = (
    '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*", '
    '"Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:orders"}}}}'
)

queue_encrypted = demand(
    "sqsManagedSseEnabled",
    True,
    MISSING,
    refused=False,
    id="aws-sqs-encrypted",
    title="Queues are encrypted",
    types=(QUEUE,),
    when=unless_given("kmsMasterKeyId"),
    text="turns encryption off",
    fix="leave `sqs_managed_sse_enabled` out, or give `kms_master_key_id`",
    severity="high",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_27", hub="SQS.1"),
)
topic_encrypted = demand_set(
    "kmsMasterKeyId",
    "alias/orders",
    id="aws-sns-encrypted",
    title="Topics are encrypted",
    types=(TOPIC,),
    text="is not given, and topics have no encryption of their own",
    fix="give `kms_master_key_id`",
    severity="medium",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_26", hub="SNS.1"),
)


@rule(
    id="aws-messages-no-wildcard-principal",
    types={QUEUE, TOPIC, QUEUE_POLICY, TOPIC_POLICY},
    severity="high",
    fix="name the principals, or add a condition on `aws:SourceArn` or the organisation",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_168 CKV_AWS_169", hub="SQS.3 SNS.4"),
    good=(part(QUEUE_POLICY, "orders", {"queueUrl": "q", "policy": _OWN}),),
    bad=but("orders", policy=_OWN.replace("aws:SourceArn", "aws:RequestedRegion")),
)
def named_callers(resource: Resource) -> Iterator[Finding]:
    """Queues and topics take messages only from those that somebody named."""
    given = resource.get("policy")
    if given is MISSING and resource.type in (QUEUE, TOPIC):
        return
    document = parsed(given)
    if isinstance(document, Absent):
        yield unknown("policy")
    elif document is None:
        yield fail("policy", MALFORMED)
    elif any(opens_to_everybody(one, CLOSING | {"aws:sourceowner"}) for one in document):
        yield fail("policy", "allows everybody")


RULES = (queue_encrypted, topic_encrypted, named_callers)
