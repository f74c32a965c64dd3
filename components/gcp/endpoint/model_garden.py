"""A Vertex AI endpoint with one open model that Google brings, from the Model Garden or from Hugging Face."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import vertex
from pydantic import Field, field_validator

from stackwright.components.gcp.endpoint.deployment import REQUESTS
from stackwright.components.gcp.endpoint.host import HOST
from stackwright.components.gcp.endpoint.reach import called, private_address
from stackwright.components.gcp.endpoint.replicas import machine_spec
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.intents import Variant

HUGGING_FACE = "hf://"
"""Start of a model's address on Hugging Face."""


class GcpModelGardenEndpointArgs(Args):
    """Arguments of `GcpModelGardenEndpoint`."""

    network_id: In[str]
    """VPC from which the endpoint is called."""

    subnet_id: In[str]
    """Subnet that its address is in."""

    model: str = Field(pattern=r"^(publishers/[^/\s]+/models/[^/\s]+|hf://[^/\s]+/[^/\s]+)$")
    """`publishers/<publisher>/models/<model>@<version>`, or `hf://<organization>/<model>`."""

    variant: Variant
    """Machine and replicas; its `image` serves the model in place of Google's own container where it is given."""

    requests_per_instance: int = Field(default=60, ge=1)
    """Requests per minute that one replica is meant to take."""

    accept_eula: bool = False
    """The model's licence is accepted; gated models are not deployed without."""

    hugging_face_token: In[str] | None = None
    """Token that reads a gated model from Hugging Face; a secret."""

    @field_validator("variant")
    @classmethod
    def _can_be_hosted(cls, variant: Variant) -> Variant:
        return HOST.runs(variant)


class GcpModelGardenEndpoint(pulumi.ComponentResource):
    """An endpoint that only the network reaches, with one model, its machines and their limits.

    Google's call makes endpoint and model in one, and takes neither a key nor a place for requests: what it stores is
    encrypted with Google's own keys. `GcpEndpoint` is for those who need theirs.
    """

    name: Output[str]
    """Name of the endpoint, a number."""

    url: Output[str]
    """Address in the network that requests go to."""

    call: Output[str]
    """Command that sends one request."""

    def __init__(self, name: str, args: GcpModelGardenEndpointArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpModelGardenEndpoint", name, {}, opts)
        args = GcpModelGardenEndpointArgs.model_validate(args)
        project = project_of(self)

        served = self._served(args, project.id, project.region)
        address = private_address(
            name,
            project,
            network_id=args.network_id,
            subnet_id=args.subnet_id,
            attachment=served.endpoint_config.apply(_attachment),
            parent=self,
        )

        self.name = served.endpoint
        self.url, self.call = called(address, project.regional("endpoints/", served.endpoint))
        self.register_outputs({"name": self.name, "url": self.url, "call": self.call})

    def _served(
        self, args: GcpModelGardenEndpointArgs, project: Output[str], region: Output[str]
    ) -> vertex.AiEndpointWithModelGardenDeployment:
        name, variant = self.pulumi_resource_name, args.variant
        hugging = args.model.startswith(HUGGING_FACE)
        config: vertex.AiEndpointWithModelGardenDeploymentModelConfigArgsDict = {
            "model_display_name": name,
            "accept_eula": args.accept_eula,
        }
        if variant.image:
            env = [{"name": key, "value": value} for key, value in sorted(variant.environment.items())]
            config["container_spec"] = {"image_uri": variant.image, "envs": env}  # pyright: ignore[reportGeneralTypeIssues]
        if args.hugging_face_token is not None:
            config["hugging_face_access_token"] = Output.secret(args.hugging_face_token)
        return vertex.AiEndpointWithModelGardenDeployment(
            name,
            project=project,
            location=region,
            hugging_face_model_id=args.model.removeprefix(HUGGING_FACE) if hugging else None,
            publisher_model_name=None if hugging else args.model,
            model_config=config,
            endpoint_config={
                "endpoint_display_name": name,
                "private_service_connect_config": {
                    "enable_private_service_connect": True,
                    "project_allowlists": [project],
                },
            },
            deploy_config={"dedicated_resources": _dedicated(args)},
            opts=ResourceOptions(parent=self),
        )


def _dedicated(
    args: GcpModelGardenEndpointArgs,
) -> vertex.AiEndpointWithModelGardenDeploymentDeployConfigDedicatedResourcesArgsDict:
    return {
        "machine_spec": machine_spec(args.variant.machine),  # pyright: ignore[reportReturnType]
        "min_replica_count": args.variant.instances_min,
        "max_replica_count": args.variant.instances_max,
        "autoscaling_metric_specs": [{"metric_name": REQUESTS, "target": args.requests_per_instance}],
    }


def _attachment(
    config: vertex.outputs.AiEndpointWithModelGardenDeploymentEndpointConfig | None,
) -> str:
    private = config.private_service_connect_config if config else None
    return (private.service_attachment if private else None) or ""
