"""Private ways to AWS services, so that their traffic never leaves the network."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2, vpc
from pydantic import field_validator

from stackwright.components.aws.account import Account, account_of, document
from stackwright.components.inputs import Args, In


class AwsPrivateEndpointsArgs(Args):
    """Arguments of `AwsPrivateEndpoints`."""

    vpc_id: In[str]
    """Network that the endpoints are for."""

    cidr: str
    """Range of that network; nothing else reaches the endpoints."""

    subnet_ids: Sequence[In[str]]
    """Private subnets, one per zone, that get an address of each service."""

    route_table_ids: Sequence[In[str]]
    """Route tables that get the way to S3."""

    services: list[str] = []
    """Services with an endpoint of their own, such as `ecr.api`; S3 always has one, free of charge."""

    @field_validator("services")
    @classmethod
    def _are_named_once(cls, services: list[str]) -> list[str]:
        if "s3" in services:
            raise ValueError("s3 has a gateway endpoint already - leave it out")
        if twice := sorted({service for service in services if services.count(service) > 1}):
            raise ValueError(f"listed twice: {', '.join(twice)}")
        return services


class AwsPrivateEndpoints(pulumi.ComponentResource):
    """A gateway endpoint for S3 and interface endpoints for the other services."""

    def __init__(self, name: str, args: AwsPrivateEndpointsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsPrivateEndpoints", name, {}, opts)
        args = AwsPrivateEndpointsArgs.model_validate(args)
        account = account_of(self)

        ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=args.vpc_id,
            service_name=_service(account, "s3"),
            vpc_endpoint_type="Gateway",
            route_table_ids=args.route_table_ids,
            policy=_s3_policy(account),
            tags={"Name": f"{name}-s3"},
            opts=ResourceOptions(parent=self),
        )
        group = self._https_from(args) if args.services else None
        for service in args.services:
            ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=args.vpc_id,
                service_name=_service(account, service),
                vpc_endpoint_type="Interface",
                subnet_ids=args.subnet_ids,
                security_group_ids=[group.id] if group else [],
                private_dns_enabled=True,
                tags={"Name": f"{name}-{service}"},
                opts=ResourceOptions(parent=self),
            )

        self.register_outputs({})

    def _https_from(self, args: AwsPrivateEndpointsArgs) -> ec2.SecurityGroup:
        """Group that lets HTTPS in from the network, and nothing out."""
        name, child = self.pulumi_resource_name, ResourceOptions(parent=self)
        group = ec2.SecurityGroup(
            name,
            vpc_id=args.vpc_id,
            description="HTTPS from the network to endpoints of AWS services",
            tags={"Name": name},
            opts=child,
        )
        vpc.SecurityGroupIngressRule(
            name,
            security_group_id=group.id,
            description="HTTPS from the network",
            cidr_ipv4=args.cidr,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            opts=child,
        )
        return group


def _service(account: Account, service: str) -> Output[str]:
    return Output.concat("com.amazonaws.", account.region, ".", service)


def _s3_policy(account: Account) -> Output[str]:
    """Anything IAM allows may be read; data is only written to buckets of this account.

    Image layers of ECR, packages of Amazon Linux and public data sets are read from buckets of others; see
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
    """
    read: Sequence[str] = ["s3:Get*", "s3:List*"]
    return document(
        {"Sid": "ReadAnywhere", "Effect": "Allow", "Principal": "*", "Action": read, "Resource": "*"},
        {
            "Sid": "WriteToThisAccount",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceAccount": account.id}},
        },
    )
