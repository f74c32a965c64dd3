"""An Azure ML endpoint over one or more variants of a model, private, encrypted and scaled by load."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, Resource, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml
from pydantic import Field, field_validator, model_validator

from stackwright.components.azure.account import Account, account_of
from stackwright.components.azure.diagnostics import record
from stackwright.components.azure.endpoint.host import HOST
from stackwright.components.azure.endpoint.models import (
    NAME_MAX,
    Place,
    captured,
    datastore,
    deployed,
    deployment_name,
)
from stackwright.components.azure.endpoint.scaling import follow_load
from stackwright.components.azure.endpoint.traffic import divide, shares
from stackwright.components.azure.endpoint.workspace import AzureMlWorkspace, AzureMlWorkspaceArgs
from stackwright.components.azure.permissions import BLOB_CONTRIBUTOR, allow
from stackwright.components.inputs import In
from stackwright.components.intents import Variant
from stackwright.components.limits import VARIANTS_MAX
from stackwright.components.waits import after


class AzureEndpointArgs(AzureMlWorkspaceArgs):
    """Arguments of `AzureEndpoint`."""

    variants: Sequence[Variant] = Field(min_length=1, max_length=VARIANTS_MAX["azure"])
    """Model versions; traffic is divided by their weights."""

    requests_per_instance: int = Field(default=60, ge=1)
    """Requests per minute that one instance is meant to take."""

    capture_account: In[str] | None = None
    """Name of the stack's storage account that a sample of requests and answers is kept in; none is kept when unset."""

    capture_container: In[str] | None = None
    """Name of its container."""

    capture_percent: int = Field(default=10, ge=1, le=100)
    """Share of the requests in that sample."""

    @field_validator("variants")
    @classmethod
    def _can_be_hosted(cls, variants: Sequence[Variant]) -> Sequence[Variant]:
        return HOST.divided(variants)

    @model_validator(mode="after")
    def _captures_to_a_container(self) -> "AzureEndpointArgs":
        if (self.capture_account is None) != (self.capture_container is None):
            raise ValueError("capture_account and capture_container go together - give both or neither")
        return self


class AzureEndpoint(pulumi.ComponentResource):
    """An endpoint without a public address that takes Entra's tokens, in a workspace of its own.

    Each variant is a deployment; another machine for it is another deployment, which takes over the traffic before
    the old one goes. Azure names endpoints once in a region, over all its customers.
    """

    name: Output[str]
    """Name of the endpoint, known at preview; who waits for it waits until it answers."""

    url: Output[str]
    """Address that requests go to, with an Entra token."""

    call: Output[str]
    """Command that sends one request."""

    id: Output[str]
    """Resource id of the endpoint."""

    ml_workspace_id: Output[str]
    """Resource id of the Azure ML workspace, which needs a private endpoint for `amlworkspace`."""

    def __init__(self, name: str, args: AzureEndpointArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureEndpoint", name, {}, opts)
        args = AzureEndpointArgs.model_validate(args)
        account = account_of(self)

        workspace = self._workspace(args, account)
        place = Place(account.subscription, args.resource_group, workspace.name, args.location, args.tags, self)
        chosen = account.dashed(name, args.location, limit=NAME_MAX)
        endpoint = self._endpoint(args, place, chosen)
        answering = self._deployments(args, place, chosen, endpoint)

        self.name = after(chosen, answering)
        reached = endpoint.properties.apply(lambda properties: properties.scoring_uri)
        self.url = after(reached, answering)
        self.call = _command(self.name, args.resource_group, workspace.name)
        self.id, self.ml_workspace_id = endpoint.id, workspace.id
        self._variants = args.variants
        outputs = ("name", "url", "call", "id", "ml_workspace_id")
        self.register_outputs({each: getattr(self, each) for each in outputs})

    @property
    def deployments(self) -> Mapping[str, str]:
        """Names of the deployments by variant, under which Azure Monitor has their metrics."""
        return {variant.name: deployment_name(variant) for variant in self._variants}

    def _workspace(self, args: AzureEndpointArgs, account: Account) -> AzureMlWorkspace:
        own = {field: getattr(args, field) for field in AzureMlWorkspaceArgs.model_fields}
        own["accounts"] = {**args.accounts, **self._accounts(args, account)}
        name = f"{self.pulumi_resource_name}-workspace"
        return AzureMlWorkspace(name, AzureMlWorkspaceArgs(**own), ResourceOptions(parent=self))

    def _accounts(self, args: AzureEndpointArgs, account: Account) -> dict[str, Output[str]]:
        """Accounts of the stack that models are read from and samples are written to."""
        named = {HOST.files(each.model_data)["account"] for each in args.variants if each.model_data}
        found = {f"models-{each}": _account_id(account, args.resource_group, each) for each in sorted(named)}
        if args.capture_account is not None:
            found["capture"] = _account_id(account, args.resource_group, args.capture_account)
        return found

    def _endpoint(self, args: AzureEndpointArgs, place: Place, chosen: Output[str]) -> ml.OnlineEndpoint:
        """The endpoint; what is read back as its traffic is left alone, as the traffic's own step sets it."""
        name = self.pulumi_resource_name
        endpoint = ml.OnlineEndpoint(
            name,
            endpoint_name=chosen,
            resource_group_name=args.resource_group,
            workspace_name=place.workspace,
            location=args.location,
            kind="Managed",
            identity={"type": "UserAssigned", "user_assigned_identities": [args.identity_id]},
            properties={"auth_mode": "AADToken", "public_network_access": "Disabled"},
            tags=args.tags,
            opts=ResourceOptions(parent=self, delete_before_replace=True, ignore_changes=["properties.traffic"]),
        )
        record(name, self, resource_id=endpoint.id, workspace_id=args.workspace_id)
        return endpoint

    def _deployments(
        self, args: AzureEndpointArgs, place: Place, chosen: Output[str], endpoint: ml.OnlineEndpoint
    ) -> Output[str]:
        """Something that is known once the deployments are there and have their traffic."""
        name, stores = self.pulumi_resource_name, dict[str, Output[str]]()
        endpoint_name = after(chosen, endpoint.urn)
        kept = self._capture(args, place)
        made: list[Resource] = []
        for variant in args.variants:
            deployment = deployed(f"{name}-{variant.name}", place, variant, endpoint, endpoint_name, stores, kept)
            if variant.instances_max > variant.instances_min:
                follow_load(f"{name}-{variant.name}", place, deployment.id, variant, args.requests_per_instance)
            made.append(deployment)
        divided = divide(
            name,
            group=args.resource_group,
            workspace=place.workspace,
            endpoint=chosen,
            identity_id=args.identity_id,
            location=args.location,
            tags=args.tags,
            traffic=shares({deployment_name(variant): variant.weight for variant in args.variants}),
            after=made,
            parent=self,
        )
        return divided.urn

    def _capture(self, args: AzureEndpointArgs, place: Place) -> ml.DataCollectorArgs | None:
        if args.capture_account is None or args.capture_container is None:
            return None
        name = f"{self.pulumi_resource_name}-capture"
        holder = _account_id(account_of(self), args.resource_group, args.capture_account)
        scope = Output.concat(holder, "/blobServices/default/containers/", args.capture_container)
        allow(name, self, role=BLOB_CONTRIBUTOR, scope=scope, principal_id=args.identity_principal)
        store = datastore(name, place, args.capture_account, args.capture_container, "capture")
        return captured(name, place, store, args.capture_percent)


def _account_id(account: Account, group: In[str], name: In[str]) -> Output[str]:
    """Resource id of a storage account of the stack."""
    start = Output.concat("/subscriptions/", account.subscription, "/resourceGroups/", group)
    return Output.concat(start, "/providers/Microsoft.Storage/storageAccounts/", name)


def _command(name: Output[str], group: In[str], workspace: Output[str]) -> Output[str]:
    """Command that calls the endpoint from inside the network; the body is read from `request.json`."""
    return Output.concat(
        "az ml online-endpoint invoke --name ",
        name,
        " --resource-group ",
        group,
        " --workspace-name ",
        workspace,
        " --request-file request.json",
    )
