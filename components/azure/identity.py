"""Managed identities that one kind of workload takes on, without any permission until something grants it."""

import pulumi
from pulumi import Input, Output, Resource, ResourceOptions
from pulumi_azure_native import authorization, managedidentity

from stackwright.components import given
from stackwright.components.azure.account import PlacedArgs
from stackwright.components.azure.permissions import allow
from stackwright.components.intents import RunsOn
from stackwright.components.roles import Identity

AUDIENCE = "api://AzureADTokenExchange"
"""Audience of Kubernetes tokens for Entra: https://learn.microsoft.com/azure/aks/workload-identity-overview"""


class AzureIdentityArgs(PlacedArgs):
    """Arguments of `AzureIdentity`."""

    runs_on: RunsOn
    """What takes on the identity: pods of the cluster, or the managed endpoint service."""


class AzureIdentity(pulumi.ComponentResource):
    """A user-assigned identity: it has no secret, and only what is attached or federated to it takes it on."""

    principal: Output[str]
    """Object id of the identity, which roles are given to."""

    id: Output[str]
    """Resource id of the identity, by which resources take it on."""

    client_id: Output[str]
    """Client id of the identity, by which workloads ask for its tokens."""

    def __init__(self, name: str, args: AzureIdentityArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureIdentity", name, {}, opts)
        args = AzureIdentityArgs.model_validate(args)
        self._group, self._runs_on = args.resource_group, args.runs_on

        self._identity = user_assigned(name, self, args)

        self.principal = self._identity.principal_id
        self.id = self._identity.id
        self.client_id = self._identity.client_id
        self.register_outputs({"principal": self.principal, "id": self.id, "client_id": self.client_id})

    def grant(self, what: str, *, role: str, scope: Input[str]) -> authorization.RoleAssignment:
        """Give the identity the built-in `role` on `scope`, as `<identity>-<what>`."""
        name = f"{self.pulumi_resource_name}-{what}"
        return allow(name, self, role=role, scope=scope, principal_id=self.principal)

    def federate(
        self, what: str, *, issuer: Input[str], subject: Input[str]
    ) -> managedidentity.FederatedIdentityCredential:
        """Let tokens of `issuer` for `subject` stand for the identity, as `<identity>-<what>`."""
        if self._runs_on is not RunsOn.POD:
            raise pulumi.RunError(f"{self.pulumi_resource_name} is not for pods: make it with runs_on=RunsOn.POD")
        return managedidentity.FederatedIdentityCredential(
            f"{self.pulumi_resource_name}-{what}",
            resource_group_name=self._group,
            resource_name_=self._identity.name,
            issuer=issuer,
            subject=subject,
            audiences=[AUDIENCE],
            opts=ResourceOptions(parent=self),
        )


def identity_of(who: Identity) -> AzureIdentity:
    """The identity behind `who`; identities of other clouds are a mistake of the program."""
    return given.identity(who, AzureIdentity, "Azure")


def user_assigned(name: str, parent: Resource, place: PlacedArgs) -> managedidentity.UserAssignedIdentity:
    """Identity of `parent`, without a component of its own."""
    return managedidentity.UserAssignedIdentity(
        name,
        resource_group_name=place.resource_group,
        location=place.location,
        tags=place.tags,
        opts=ResourceOptions(parent=parent),
    )
