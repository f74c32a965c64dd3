"""A Vertex AI endpoint over one or more variants of a model in containers, private, encrypted and scaled by load."""

import hashlib
from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import vertex
from pydantic import Field, field_validator

from stackwright.components.gcp.endpoint.deployment import Deployment, percentages
from stackwright.components.gcp.endpoint.host import HOST
from stackwright.components.gcp.endpoint.reach import called, private_address
from stackwright.components.gcp.endpoint.replicas import machine_spec
from stackwright.components.gcp.endpoint.request_log import sampled
from stackwright.components.gcp.endpoint.traffic import Traffic
from stackwright.components.gcp.endpoint.uploaded_model import UploadedModel
from stackwright.components.gcp.logs import GcpLogBucket, GcpLogBucketArgs
from stackwright.components.gcp.project import Project, project_of
from stackwright.components.inputs import Args, In
from stackwright.components.intents import Variant
from stackwright.components.waits import after

_DIGITS = 10
"""An endpoint's name is a number of at most ten digits: documentation of gcp.vertex.AiEndpoint."""


class GcpEndpointArgs(Args):
    """Arguments of `GcpEndpoint`."""

    network_id: In[str]
    """VPC from which the endpoint is called."""

    subnet_id: In[str]
    """Subnet that its address is in."""

    key_id: In[str]
    """KMS key that encrypts models, disks, logs and kept requests; Vertex AI, BigQuery and Cloud Logging may use it."""

    service_account: In[str]
    """E-mail of the service account that the containers act as."""

    variants: Sequence[Variant] = Field(min_length=1)
    """Model versions; traffic is divided by their weights."""

    requests_per_instance: int = Field(default=60, ge=1)
    """Requests per minute that one replica is meant to take."""

    capture_percent: int | None = Field(default=None, ge=1, le=100)
    """Share of the requests that is kept in BigQuery with the answers; none when unset."""

    port: int | None = Field(default=None, ge=1, le=65535)
    """Port that the containers listen on; 8080 when unset."""

    predict_route: str | None = Field(default=None, pattern=r"^/\S*$")
    """Path of the containers that answers requests; one that Vertex AI tells them when unset."""

    health_route: str | None = Field(default=None, pattern=r"^/\S*$")
    """Path of the containers that answers health checks; one that Vertex AI tells them when unset."""

    log_retention_days: int = 365
    """Days that the containers' logs and the kept requests stay."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Labels of the models."""

    protect: bool = False
    """Pulumi refuses to delete the kept requests."""

    @field_validator("variants")
    @classmethod
    def _can_be_hosted(cls, variants: Sequence[Variant]) -> Sequence[Variant]:
        return HOST.divided(variants)


class GcpEndpoint(pulumi.ComponentResource):
    """An endpoint that only the network reaches: who does, at its address, may call it.

    Models and deployments are made by Google's own client, as the provider has no resources for them. A changed
    variant is deployed beside the old one, gets its traffic, and only then does the old one go.
    """

    name: Output[str]
    """Name of the endpoint, a number, known at preview."""

    url: Output[str]
    """Address in the network that requests go to."""

    call: Output[str]
    """Command that sends one request."""

    def __init__(self, name: str, args: GcpEndpointArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpEndpoint", name, {}, opts)
        args = GcpEndpointArgs.model_validate(args)
        self._project = project_of(self)

        endpoint = self._endpoint(args)
        path = self._project.regional("endpoints/", endpoint.name)
        deployments = [self._deployment(each, args, path, endpoint) for each in args.variants]
        traffic = Traffic(
            name,
            region=self._project.region,
            endpoint=path,
            deployments=[each.number for each in deployments],
            shares=percentages([each.weight for each in args.variants]),
            opts=ResourceOptions(parent=self),
        )
        address = private_address(
            name,
            self._project,
            network_id=args.network_id,
            subnet_id=args.subnet_id,
            attachment=deployments[0].attachment,
            parent=self,
        )

        self.name = endpoint.name
        self.url, self.call = called(after(address, traffic.endpoint), path)
        self.register_outputs({"name": self.name, "url": self.url, "call": self.call})

    def _endpoint(self, args: GcpEndpointArgs) -> vertex.AiEndpoint:
        name, project, logged = self.pulumi_resource_name, self._project, None
        if args.capture_percent is not None:
            logged = sampled(
                name,
                project,
                key_id=args.key_id,
                percent=args.capture_percent,
                retention_days=args.log_retention_days,
                protect=args.protect,
                parent=self,
            )
        endpoint = vertex.AiEndpoint(
            name,
            name=_number(name),
            project=project.id,
            location=project.region,
            display_name=name,
            encryption_spec={"kms_key_name": args.key_id},
            private_service_connect_config={
                "enable_private_service_connect": True,
                "project_allowlists": [project.id],
            },
            predict_request_response_logging_config=logged,
            opts=ResourceOptions(parent=self, ignore_changes=["trafficSplit"], delete_before_replace=True),
        )
        self._log(args, endpoint, project)
        return endpoint

    def _log(self, args: GcpEndpointArgs, endpoint: vertex.AiEndpoint, project: Project) -> None:
        filter = ('resource.type="aiplatform.googleapis.com/Endpoint" AND resource.labels.endpoint_id="', '"')
        logs = GcpLogBucketArgs(
            key_id=args.key_id,
            stem=Output.concat("endpoint-", endpoint.name),
            filter=Output.concat(filter[0], endpoint.name, filter[1]),
            retention_days=args.log_retention_days,
        )
        GcpLogBucket(f"{self.pulumi_resource_name}-logs", logs, ResourceOptions(parent=self))

    def _deployment(
        self, variant: Variant, args: GcpEndpointArgs, path: Output[str], endpoint: vertex.AiEndpoint
    ) -> Deployment:
        name, project = f"{self.pulumi_resource_name}-{variant.name}", self._project
        model = UploadedModel(
            name,
            {
                "project": project.id,
                "region": project.region,
                "displayName": name,
                "image": variant.image,
                "artifactUri": variant.model_data or None,
                "environment": dict(variant.environment) or None,
                "kmsKeyName": args.key_id,
                "labels": dict(args.tags) or None,
                "port": args.port,
                "predictRoute": args.predict_route,
                "healthRoute": args.health_route,
                "sharedMemory": variant.machine.accelerator_count > 1,
            },
            ResourceOptions(parent=self),
        )
        return Deployment(
            name,
            {
                "region": project.region,
                "endpoint": path,
                "model": model.id,
                "displayName": name,
                "serviceAccount": args.service_account,
                **machine_spec(variant.machine),
                "minReplicaCount": variant.instances_min,
                "maxReplicaCount": variant.instances_max,
                "requestsPerReplica": args.requests_per_instance,
            },
            ResourceOptions(parent=self, depends_on=[endpoint]),
        )


def _number(name: str) -> str:
    """Number of ten digits without leading zeros that the endpoint has in this stack only."""
    seed = "\0".join((pulumi.get_organization(), pulumi.get_project(), pulumi.get_stack(), name))
    digits = int(hashlib.sha256(seed.encode()).hexdigest(), 16)
    return str(10 ** (_DIGITS - 1) + digits % (9 * 10 ** (_DIGITS - 1)))
