"""The model behind each variant, and the machines that serve it."""

from collections.abc import Sequence

from pulumi import Output, Resource, ResourceOptions
from pulumi_aws import sagemaker

from stackwright.components.inputs import In
from stackwright.components.intents import Variant

_LOAD_SECONDS = 3600
"""Longest that SageMaker waits for a download and for a container's first health check; large models need it.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
"""


def model(
    name: str,
    variant: Variant,
    role_arn: In[str],
    subnet_ids: In[Sequence[str]],
    security_group_id: Output[str],
    opts: ResourceOptions,
) -> sagemaker.Model:
    """Model in the VPC whose container has no network: SageMaker brings image and data to it."""
    return sagemaker.Model(
        name,
        execution_role_arn=role_arn,
        primary_container=_container(variant),
        vpc_config={"subnets": subnet_ids, "security_group_ids": [security_group_id]},
        enable_network_isolation=True,
        opts=opts,
    )


def configuration(
    name: str,
    variants: Sequence[tuple[Variant, sagemaker.Model]],
    key_arn: In[str],
    capture: sagemaker.EndpointConfigurationDataCaptureConfigArgsDict | None,
    parent: Resource,
) -> sagemaker.EndpointConfiguration:
    """Configuration with a generated name: a changed one is made before the old one goes.

    With a fixed name the endpoint still holds the old one (terraform-provider-aws issues 40048 and 42843).
    """
    local_disks = any(variant.machine.nvme_gib for variant, _ in variants)
    return sagemaker.EndpointConfiguration(
        name,
        # "You can't request a KmsKeyId when using an instance type with local storage", the call fails; those disks
        # are encrypted by the hardware: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
        kms_key_arn=None if local_disks else key_arn,
        production_variants=[_production(variant, behind) for variant, behind in variants],
        data_capture_config=capture,
        opts=ResourceOptions(parent=parent),
    )


def captured(
    bucket: In[str], endpoint_name: Output[str], percent: int, key_arn: In[str]
) -> sagemaker.EndpointConfigurationDataCaptureConfigArgsDict:
    """Sample of requests and answers, encrypted, below the endpoint's name in `bucket`."""
    return {
        "enable_capture": True,
        "initial_sampling_percentage": percent,
        "destination_s3_uri": Output.concat("s3://", bucket, "/", endpoint_name),
        "kms_key_id": key_arn,
        "capture_options": [{"capture_mode": "Input"}, {"capture_mode": "Output"}],
        "capture_content_type_header": {"json_content_types": ["application/json"]},
    }


def _production(variant: Variant, behind: sagemaker.Model) -> sagemaker.EndpointConfigurationProductionVariantArgsDict:
    return {
        "variant_name": variant.name,
        "model_name": behind.name,
        "instance_type": variant.machine.managed_name,
        "initial_instance_count": variant.instances_min,
        "initial_variant_weight": variant.weight,
        "model_data_download_timeout_in_seconds": _LOAD_SECONDS,
        "container_startup_health_check_timeout_in_seconds": _LOAD_SECONDS,
        "routing_configs": [{"routing_strategy": "LEAST_OUTSTANDING_REQUESTS"}],
        "enable_ssm_access": False,
    }


def _container(variant: Variant) -> sagemaker.ModelPrimaryContainerArgsDict:
    """Image and data; an address that ends with `/` is a folder of an uncompressed model.

    https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html
    """
    container: sagemaker.ModelPrimaryContainerArgsDict = {"image": variant.image}
    if variant.environment:
        container["environment"] = dict(variant.environment)
    if variant.model_data.endswith("/"):
        folder: sagemaker.ModelPrimaryContainerModelDataSourceS3DataSourceArgsDict = {
            "s3_uri": variant.model_data,
            "s3_data_type": "S3Prefix",
            "compression_type": "None",
        }
        container["model_data_source"] = {"s3_data_sources": [folder]}
    elif variant.model_data:
        container["model_data_url"] = variant.model_data
    return container
