"""A SageMaker endpoint over one or more variants of a model, private, encrypted and scaled by load."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import cloudwatch, iam, sagemaker
from pydantic import Field, field_validator

from stackwright.components.aws.account import Account, account_of, document
from stackwright.components.aws.endpoint.host import HOST
from stackwright.components.aws.endpoint.models import captured, configuration, model
from stackwright.components.aws.endpoint.permissions import statements
from stackwright.components.aws.endpoint.scaling import deployment, follow_load, server_errors
from stackwright.components.aws.firewall import ANYWHERE, Firewall, Traffic, firewall
from stackwright.components.inputs import Args, In
from stackwright.components.intents import Variant


class AwsEndpointArgs(Args):
    """Arguments of `AwsEndpoint`."""

    network_id: In[str]
    """VPC of the endpoint."""

    subnet_ids: In[Sequence[str]]
    """Private subnets, one per zone."""

    key_arn: In[str]
    """KMS key that encrypts logs, captured requests, and disks where SageMaker allows it."""

    role_name: In[str]
    """Name of the execution role, which gets the permissions that serving needs."""

    role_arn: In[str]
    """ARN of the execution role."""

    variants: Sequence[Variant] = Field(min_length=1, max_length=10)
    """Model versions; traffic is divided by their weights."""

    requests_per_instance: int = Field(default=60, ge=1)
    """Requests per minute that one instance is meant to take."""

    capture_bucket: In[str] | None = None
    """Name of the bucket that a sample of requests and answers is kept in; none is kept when unset."""

    capture_percent: int = Field(default=10, ge=1, le=100)
    """Share of the requests in that sample."""

    log_retention_days: int = 365
    """Days that the containers' logs are kept."""

    @field_validator("variants")
    @classmethod
    def _can_be_hosted(cls, variants: Sequence[Variant]) -> Sequence[Variant]:
        return HOST.divided(variants)


class AwsEndpoint(pulumi.ComponentResource):
    """An endpoint whose containers have no network and whose updates roll back when requests fail.

    It is named after its security group, so that its log group can exist before it does and is encrypted. A variant
    is removed, and renamed, by making a new endpoint: SageMaker keeps one whose instances are scaled.
    """

    name: Output[str]
    """Name of the endpoint, known at preview."""

    url: Output[str]
    """Address that requests go to, signed with AWS credentials."""

    call: Output[str]
    """Command that sends one request."""

    def __init__(self, name: str, args: AwsEndpointArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsEndpoint", name, {}, opts)
        args = AwsEndpointArgs.model_validate(args)
        account, group = account_of(self), self._firewall(args)

        settings = self._configuration(args, account, group)
        log = self._log(args, group.name)
        alarms = [server_errors(f"{name}-{each.name}", group.name, each, self) for each in args.variants]
        endpoint = sagemaker.Endpoint(
            name,
            name=group.name,
            endpoint_config_name=settings.name,
            deployment_config=deployment(args.variants, alarms),
            opts=ResourceOptions(parent=self, depends_on=[log]),
        )
        for each in args.variants:
            follow_load(f"{name}-{each.name}", endpoint, each, args.requests_per_instance, self)

        self.name = endpoint.name
        self.url, self.call = _reached(account, endpoint.name)
        self.register_outputs({"name": self.name, "url": self.url, "call": self.call})

    def _firewall(self, args: AwsEndpointArgs) -> Firewall:
        """SageMaker brings images and models by HTTPS; requests come through the service, not the network."""
        return firewall(
            self.pulumi_resource_name,
            self,
            network_id=args.network_id,
            description="Model containers of one endpoint",
            ingress={},
            egress={"aws-services": Traffic(ANYWHERE, (443, 443))},
        )

    def _configuration(
        self, args: AwsEndpointArgs, account: Account, group: Firewall
    ) -> sagemaker.EndpointConfiguration:
        name = self.pulumi_resource_name
        allowed = iam.RolePolicy(
            name,
            role=args.role_name,
            policy=document(*statements(account, group.name, args.variants, args.capture_bucket)),
            opts=ResourceOptions(parent=self),
        )
        options = ResourceOptions(parent=self, depends_on=[allowed])
        models = [
            (each, model(f"{name}-{each.name}", each, args.role_arn, args.subnet_ids, group.id, options))
            for each in args.variants
        ]
        bucket, percent = args.capture_bucket, args.capture_percent
        capture = captured(bucket, group.name, percent, args.key_arn) if bucket is not None else None
        return configuration(name, models, args.key_arn, capture, self)

    def _log(self, args: AwsEndpointArgs, endpoint_name: Output[str]) -> cloudwatch.LogGroup:
        return cloudwatch.LogGroup(
            self.pulumi_resource_name,
            name=Output.concat("/aws/sagemaker/Endpoints/", endpoint_name),
            retention_in_days=args.log_retention_days,
            kms_key_id=args.key_arn,
            opts=ResourceOptions(parent=self),
        )


def _reached(account: Account, name: Output[str]) -> tuple[Output[str], Output[str]]:
    """Address of the endpoint and a command that calls it; the body is read from `request.json`."""
    host = Output.concat("https://runtime.sagemaker.", account.region, ".", account.dns_suffix)
    command = Output.concat(
        "aws sagemaker-runtime invoke-endpoint --endpoint-name ",
        name,
        " --region ",
        account.region,
        " --content-type application/json --body fileb://request.json response.json",
    )
    return Output.concat(host, "/endpoints/", name, "/invocations"), command
