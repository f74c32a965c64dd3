"""IAM roles that one kind of workload takes on, without any permission until something grants it."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import iam

from stackwright.components import given
from stackwright.components.aws.account import Account, Statement, account_of, document, trust
from stackwright.components.inputs import Args
from stackwright.components.intents import RunsOn
from stackwright.components.roles import Identity


class AwsRoleArgs(Args):
    """Arguments of `AwsRole`."""

    runs_on: RunsOn
    """What takes on the role: pods of the cluster, or the managed endpoint service."""

    permissions_boundary_arn: str | None = None
    """Managed policy that caps what the role can ever do; no cap when unset."""


class AwsRole(pulumi.ComponentResource):
    """A role that only workloads of this account take on."""

    principal: Output[str]
    """ARN of the role."""

    name: Output[str]
    """Name of the role, known at preview."""

    def __init__(self, name: str, args: AwsRoleArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsRole", name, {}, opts)
        args = AwsRoleArgs.model_validate(args)

        role = iam.Role(
            name,
            assume_role_policy=document(_TRUST[args.runs_on](account_of(self))),
            permissions_boundary=args.permissions_boundary_arn,
            opts=ResourceOptions(parent=self),
        )

        self.principal = role.arn
        self.name = role.name
        self.register_outputs({"principal": self.principal, "name": self.name})

    def grant(self, what: str, *statements: Statement) -> iam.RolePolicy:
        """Give the role the permissions of `statements`, as its inline policy `<role>-<what>`."""
        return iam.RolePolicy(
            f"{self.pulumi_resource_name}-{what}",
            role=self.name,
            policy=document(*statements),
            opts=ResourceOptions(parent=self),
        )


def role_of(who: Identity) -> AwsRole:
    """The role behind `who`; identities of other clouds are a mistake of the program."""
    return given.identity(who, AwsRole, "AWS")


def _pod(account: Account) -> Statement:
    """EKS Pod Identity: the session carries tags, and the source account is what is always sent.

    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html; `aws:SourceArn` is left out because it broke
    real drivers that take the credentials themselves (awslabs/mountpoint-s3-csi-driver issue 781).
    """
    condition = {"StringEquals": {"aws:SourceAccount": account.id}}
    return trust("pods.eks", "sts:AssumeRole", "sts:TagSession", condition=condition)


def _endpoint(account: Account) -> Statement:
    """SageMaker acting for models and endpoints of this account and region.

    https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
    """
    return trust("sagemaker", "sts:AssumeRole", condition=account.only_for("sagemaker", "*"))


_TRUST = {RunsOn.POD: _pod, RunsOn.ENDPOINT: _endpoint}
