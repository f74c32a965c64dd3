"""What a user writes for an inference stack."""

from typing import Annotated, Literal

from pydantic import Field

from stackwright.blueprints.sections import Machines, Name, Retention, StackSpec
from stackwright.blueprints.values import NAME, InstanceCount, Instances, Number, Platform, Section, Whole

VariableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=100)]
"""Name of an environment variable."""


class Variant(Machines):
    """One model version behind the endpoint."""

    name: str = Field(pattern=NAME, min_length=1, max_length=30, examples=["stable", "canary"])
    """Name of the variant."""
    weight: Number = Field(default=100, ge=0, le=100)
    """Share of the traffic in percent; the weights of all variants sum to 100."""
    image: str = Field(
        min_length=1,
        max_length=255,
        examples=["123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1.4.0"],
    )
    """Container image that serves the model, in a registry that the endpoint may pull from."""
    model_data: str | None = Field(default=None, max_length=1024, examples=["s3://my-models/llama/v1/model.tar.gz"])
    """Address of the model: an archive, or a folder that ends with `/`; none when the image carries the model."""
    instances: Instances = InstanceCount(min=1, max=1)
    """Number of instances: one number, or {min, max} to scale between; at least 2 in prod when unset."""
    environment: dict[VariableName, str] = Field(default={}, max_length=64)
    """Environment variables of the container; anyone who may describe the model reads them, so no secrets."""


class Endpoint(Section):
    """The managed endpoint."""

    variants: tuple[Variant, ...] = Field(min_length=1)
    """Model versions behind the endpoint, each with its share of the traffic."""
    capture_percent: Whole = Field(default=0, ge=0, le=100)
    """Share of requests and answers that is kept in the capture bucket; none when 0."""
    requests_per_instance: Whole = Field(default=100, ge=1, le=1_000_000)
    """Requests per instance and minute that scaling aims at."""


class InferenceStorage(Section):
    """Buckets of the stack."""

    models: Retention = Retention(retention_days=90)
    """Bucket for model archives."""
    capture: Retention = Retention(retention_days=30)
    """Bucket for captured requests and answers."""


class InferenceSpec(StackSpec):
    """An endpoint that serves one or several model versions and scales with the traffic."""

    blueprint: Literal["inference"] = "inference"
    """Shape of the stack."""
    name: Name = "inference"
    """Start of every name in the stack, the shape when unset; a change replaces everything."""
    platform: Platform = Platform.MANAGED
    """Where inference runs: a cluster of your own, or the cloud's managed service."""
    endpoint: Endpoint
    """The managed endpoint."""
    storage: InferenceStorage = InferenceStorage()
    """Buckets of the stack."""
