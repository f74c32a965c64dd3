"""What SageMaker needs to serve one endpoint in a VPC, and nothing else.

https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html (CreateModel API: execution role permissions).
Use of keys is granted in the key's own policy.
"""

from collections.abc import Iterable, Iterator

from pulumi import Output

from stackwright.components.aws.account import Account, Statement
from stackwright.components.aws.endpoint.host import HOST
from stackwright.components.inputs import In
from stackwright.components.intents import Variant


def statements(
    account: Account, endpoint: Output[str], variants: Iterable[Variant], capture_bucket: In[str] | None
) -> Iterator[Statement]:
    """Permissions of the execution role of `endpoint`."""
    chosen = list(variants)
    yield _allow(["ecr:GetAuthorizationToken"], "*")
    yield _allow(
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        *[_repository_arn(account, image) for image in sorted({variant.image for variant in chosen})],
    )
    addresses = sorted({variant.model_data for variant in chosen if variant.model_data})
    for found in map(HOST.files, addresses):
        bucket, key = found["bucket"], found["key"]
        yield _allow(["s3:GetObject"], account.s3_arn(bucket, "/", f"{key}*" if key.endswith("/") else key))
        yield _allow(["s3:ListBucket"], account.s3_arn(bucket), condition={"StringLike": {"s3:prefix": f"{key}*"}})
    if capture_bucket is not None:
        yield _allow(["s3:PutObject"], account.s3_arn(Output.from_input(capture_bucket), "/", endpoint, "/*"))
    yield from _observability(account, endpoint)
    yield from _interfaces(account)


def _observability(account: Account, endpoint: Output[str]) -> Iterator[Statement]:
    group = account.arn("logs", "log-group:/aws/sagemaker/Endpoints/", endpoint)
    yield _allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], Output.concat(group, ":*"))
    namespaces = {"StringLike": {"cloudwatch:namespace": ["AWS/SageMaker*", "/aws/sagemaker/*"]}}
    yield _allow(["cloudwatch:PutMetricData"], "*", condition=namespaces)


def _interfaces(account: Account) -> Iterator[Statement]:
    changed = [account.arn("ec2", f"{what}/*") for what in ("network-interface", "subnet", "security-group")]
    yield _allow(
        [
            "ec2:CreateNetworkInterface",
            "ec2:CreateNetworkInterfacePermission",
            "ec2:DeleteNetworkInterface",
            "ec2:DeleteNetworkInterfacePermission",
        ],
        *changed,
    )
    described = ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs")
    yield _allow([f"ec2:Describe{what}" for what in described], "*")


def _repository_arn(account: Account, image: str) -> Output[str]:
    found = HOST.image(image)
    place = f":ecr:{found['region']}:{found['account']}:repository/{found['repository']}"
    return Output.concat("arn:", account.partition, place)


def _allow(actions: list[str], *resources: str | Output[str], condition: Statement | None = None) -> Statement:
    allowed = {"Effect": "Allow", "Action": actions, "Resource": list(resources)}
    return {**allowed, "Condition": condition} if condition else allowed
