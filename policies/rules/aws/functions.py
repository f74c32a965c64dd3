"""Rules about functions and containers that run without a machine of one's own."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.demands import PROD_ADVISORY, demand, demand_key, demand_set, given, judged, unless_given
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.rules.aws.lambda_runtimes import supported
from stackwright.policies.shapes import among
from stackwright.policies.tokens import token

FUNCTION: Final = token("lambda/Function")
PERMISSION: Final = token("lambda/Permission")
INVOKE_CONFIG: Final = token("lambda/FunctionEventInvokeConfig")
CLUSTER: Final = token("ecs/Cluster")
SERVICE: Final = token("ecs/Service")
TASK: Final = token("ecs/TaskDefinition")
_CODE: Final = {"role": "arn", "runtime": "python3.13", "handler": "main.handle"}
_UNNARROWED: Final = unless_given("sourceArn", "sourceAccount", "principalOrgId")
_SERVICES: Final = (".amazonaws.com", ".amazonaws.com.cn")
WITHOUT_WAITING: Final = frozenset(
    {"s3.amazonaws.com", "sns.amazonaws.com", "events.amazonaws.com", "logs.amazonaws.com", "ses.amazonaws.com"}
)
"""Services that call a function and go on: nobody but a queue for failures hears of an event that was lost."""


@rule(
    id="aws-lambda-supported-runtime",
    types={FUNCTION},
    severity="medium",
    fix="move to a runtime that still gets fixes",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_AWS_363", hub="Lambda.2"),
    good=(part(FUNCTION, "job", _CODE),),
    bad=but("job", runtime="python3.7"),
)
def runtime_supported(function: Resource) -> Iterator[Finding]:
    """Functions run on a runtime that gets fixes."""
    runtime = function.get("runtime")
    if runtime is UNKNOWN:
        yield unknown("runtime")
    elif isinstance(runtime, str) and not supported(runtime, date.today()):
        yield fail("runtime", "gets no more fixes")


url_with_caller = demand(
    "authorizationType",
    "AWS_IAM",
    refused="NONE",
    id="aws-lambda-url-auth",
    title="Addresses of functions answer only callers with a role",
    types=(token("lambda/FunctionUrl"),),
    inputs={"functionName": "job"},
    text="lets everybody call the function",
    fix="set `authorization_type` to AWS_IAM, or put an API with an authorizer in front",
    severity="high",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_258", hub="Lambda.1"),
)


@rule(
    id="aws-lambda-permission-scoped",
    types={PERMISSION},
    severity="high",
    fix="give `source_arn`, and `source_account` where the source is a bucket",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_364 CKV_AWS_301", hub="Lambda.1"),
    good=(
        part(token("s3/Bucket"), "data"),
        part(
            PERMISSION,
            "from-data",
            {
                "action": "lambda:InvokeFunction",
                "function": "job",
                "principal": "s3.amazonaws.com",
                "sourceArn": UNKNOWN,
            },
            sourceArn="data",
        ),
    ),
    bad=but("from-data", sourceArn=MISSING),
)
def permission_scoped(permission: Resource, graph: Graph) -> Iterator[Finding]:
    """Functions are called only by what somebody named."""
    yield from judged(_UNNARROWED(permission, graph), _anybody(permission))


def _anybody(permission: Resource) -> Iterator[Finding]:
    principal = permission.get("principal")
    if principal is UNKNOWN:
        yield unknown("principal")
    elif isinstance(principal, str) and (principal == "*" or principal.endswith(_SERVICES)):
        yield fail("principal", "may call the function for anybody's account")


@rule(
    id="aws-lambda-dead-letters",
    types={FUNCTION},
    severity="low",
    fix="give `dead_letter_config`, or an event invoke config with an `on_failure` destination",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV_AWS_116"),
    good=(
        part(FUNCTION, "job", {**_CODE, "deadLetterConfig": {"targetArn": "arn:aws:sqs:us-east-1:1:lost"}}),
        part(
            PERMISSION,
            "from-topic",
            {"action": "lambda:InvokeFunction", "function": UNKNOWN, "principal": "sns.amazonaws.com"},
            function="job",
        ),
    ),
    bad=but("job", deadLetterConfig=MISSING),
)
def dead_letters(function: Resource, graph: Graph) -> Iterator[Finding]:
    """Events that a function failed on are kept, where the caller does not wait for an answer."""
    callers = [one.get("principal") for one in graph.all_pointing_at(function, PERMISSION, "function")]
    called = any(one is UNKNOWN or among(one, WITHOUT_WAITING) for one in callers)
    kept = given("deadLetterConfig.targetArn")(function, graph)
    elsewhere = [_ON_FAILURE(one, graph) for one in graph.all_pointing_at(function, INVOKE_CONFIG, "functionName")]
    if not called or True in (kept, *elsewhere):
        return
    if UNKNOWN in (kept, *elsewhere):
        yield unknown("deadLetterConfig.targetArn")
    else:
        yield fail("deadLetterConfig", "is not given, so what fails is lost")


_ON_FAILURE: Final = given("destinationConfig.onFailure.destination")
SETTINGS = (
    demand_key(
        "kmsKeyArn",
        key=token("kms/Key"),
        id="aws-lambda-environment-cmk",
        title="Environment variables of functions are encrypted with a key that the account owns",
        types=(FUNCTION,),
        inputs={**_CODE, "environment": {"variables": {"TABLE": "orders"}}},
        when=given("environment.variables"),
        fix="give `kms_key_arn` a key of this account",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_173"),
    ),
    demand_set(
        "reservedConcurrentExecutions",
        10,
        nothing=-1,
        id="aws-lambda-bounded",
        title="Functions cannot take all of the account's concurrency, nor cost without a limit",
        types=(FUNCTION,),
        inputs=_CODE,
        text="reserves nothing, so one function may take all that the account has",
        fix="set `reserved_concurrent_executions`",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.COST, checkov="CKV_AWS_115"),
    ),
    demand(
        "tracingConfig.mode",
        "Active",
        id="aws-lambda-traced",
        title="Calls of functions can be followed",
        types=(FUNCTION,),
        inputs=_CODE,
        text="is not Active",
        fix="set `tracing_config` to mode Active",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_50", hub="Lambda.7"),
    ),
    demand(
        "networkConfiguration.assignPublicIp",
        False,
        MISSING,
        refused=True,
        id="aws-ecs-no-public-ip",
        title="Tasks get no public address",
        types=(SERVICE, token("ecs/TaskSet")),
        inputs={"networkConfiguration": {"subnets": ["subnet-1"]}},
        text="gives tasks public addresses",
        fix="leave `assign_public_ip` out; reach the internet through a NAT gateway and the tasks through a balancer",
        severity="high",
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_333", hub="ECS.2"),
    ),
)
_VOLUME: Final = {"name": "files", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "ENABLED"}}


@rule(
    id="aws-ecs-efs-tls",
    types={TASK},
    severity="medium",
    fix="set `transit_encryption` to ENABLED",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_97"),
    good=(part(TASK, "task", {"family": "web", "containerDefinitions": "[]", "volumes": [_VOLUME]}),),
    bad=but("task", volumes=[{"name": "files", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]),
)
def files_over_tls(task: Resource) -> Iterator[Finding]:
    """Tasks read file systems over TLS."""
    for path, volume in task.all("volumes[*].efsVolumeConfiguration"):
        value = task.get(f"{path}.transitEncryption")
        if volume is UNKNOWN or value is UNKNOWN:
            yield unknown(path)
        elif volume is not MISSING and value != "ENABLED":
            yield fail(f"{path}.transitEncryption", "is not ENABLED")


@rule(
    id="aws-ecs-container-insights",
    types={CLUSTER},
    severity="low",
    fix="add the setting `containerInsights` with value enabled or enhanced",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_65", hub="ECS.12"),
    good=(part(CLUSTER, "tasks", {"settings": [{"name": "containerInsights", "value": "enabled"}]}),),
    bad=but("tasks", settings=MISSING),
)
def insights(cluster: Resource) -> Iterator[Finding]:
    """Clusters of containers report what their tasks do."""
    on = [
        among(cluster.get(path.removesuffix("name") + "value"), ("enabled", "enhanced"))
        for path, name in cluster.all("settings[*].name")
        if name == "containerInsights"
    ]
    if not any(on):
        values = [value for name in ("name", "value") for _, value in cluster.all(f"settings[*].{name}")]
        yield unknown("settings") if UNKNOWN in values else fail("settings", "does not turn container insights on")


RULES = (runtime_supported, url_with_caller, permission_scoped, dead_letters, *SETTINGS, files_over_tls, insights)
