"""Service accounts that one kind of workload acts as, without any permission until something grants it."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import serviceaccount

from stackwright.components import given
from stackwright.components.gcp.project import project_of, unique
from stackwright.components.inputs import Args
from stackwright.components.intents import RunsOn
from stackwright.components.roles import Identity

ID_LENGTH = 30
"""Characters of an account's id: https://cloud.google.com/iam/docs/service-accounts-create"""


class GcpServiceAccountArgs(Args):
    """Arguments of `GcpServiceAccount`."""

    runs_on: RunsOn
    """What acts as the account: pods of the cluster, or the managed endpoint service."""


class GcpServiceAccount(pulumi.ComponentResource):
    """An account without keys: pods and endpoints of the project are handed its tokens, and nobody else."""

    principal: Output[str]
    """E-mail of the account, known at preview."""

    name: Output[str]
    """Path of the account, known at preview."""

    member: Output[str]
    """The account as IAM policies name it."""

    def __init__(self, name: str, args: GcpServiceAccountArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpServiceAccount", name, {}, opts)
        args = GcpServiceAccountArgs.model_validate(args)
        project = project_of(self)

        account = serviceaccount.Account(
            name,
            account_id=unique(name, ID_LENGTH),
            display_name=name,
            description=f"Workloads of {name}: {args.runs_on}",
            opts=ResourceOptions(parent=self),
        )

        self.principal = project.email(account.account_id)
        self.name = project.path("serviceAccounts/", self.principal)
        self.member = Output.concat("serviceAccount:", self.principal)
        self.register_outputs({"principal": self.principal, "name": self.name, "member": self.member})


def account_of(who: Identity) -> GcpServiceAccount:
    """The service account behind `who`; identities of other clouds are a mistake of the program."""
    return given.identity(who, GcpServiceAccount, "Google Cloud")
