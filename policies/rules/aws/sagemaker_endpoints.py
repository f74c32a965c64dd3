"""Rules about SageMaker models and endpoints."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.shapes import (
    at_most,
    key_findings,
    merged,
    must_be,
    must_be_in_all,
    must_be_set,
    must_have_key,
    number,
)
from stackwright.policies.tokens import token

MODEL = token("sagemaker/Model")
CONFIG = token("sagemaker/EndpointConfiguration")
TARGET = token("appautoscaling/Target")
OUTSIDE_DEV = {"dev": Level.DISABLED, "staging": Level.ADVISORY, "prod": Level.ADVISORY}
VARIANTS = ("productionVariants[*]", "shadowProductionVariants[*]")
KEY = part(token("kms/Key"), "key")
VARIANT = {"variantName": "a", "modelName": "m", "instanceType": "ml.m5.xlarge", "initialInstanceCount": 2}
GOOD_MODEL = (
    part(token("ec2/Subnet"), "subnet"),
    part(
        MODEL,
        "model",
        {
            "executionRoleArn": "arn",
            "enableNetworkIsolation": True,
            "vpcConfig": {"subnets": [UNKNOWN], "securityGroupIds": ["sg-1"]},
        },
        vpcConfig="subnet",
    ),
)
GOOD = (
    KEY,
    part(
        CONFIG,
        "config",
        {
            "kmsKeyArn": UNKNOWN,
            "productionVariants": [VARIANT],
            "dataCaptureConfig": {
                "enableCapture": True,
                "kmsKeyId": UNKNOWN,
                "initialSamplingPercentage": 5,
                "destinationS3Uri": "s3://captured/",
                "captureOptions": [{"captureMode": "Input"}],
            },
        },
        kmsKeyArn="key",
        dataCaptureConfig="key",
    ),
    part(
        TARGET,
        "scaling",
        {
            "serviceNamespace": "sagemaker",
            "resourceId": "endpoint/e/variant/a",
            "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
            "minCapacity": 2,
            "maxCapacity": 4,
        },
    ),
)

model_isolated = rule(
    id="aws-sagemaker-model-network-isolation",
    title="Model containers have no network of their own",
    types={MODEL},
    severity="high",
    fix="set `enable_network_isolation` to true",
    remedy=Remedy({"enableNetworkIsolation": True}),
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_370", hub="SageMaker.5", aisf="AISF-ML-01"),
    good=GOOD_MODEL,
    bad=but("model", enableNetworkIsolation=False),
)(must_be("enableNetworkIsolation", True, text="is not true"))

model_in_network = rule(
    id="aws-sagemaker-model-vpc",
    title="Models run in your network",
    types={MODEL},
    severity="high",
    fix="give `vpc_config` with private subnets and a security group",
    frameworks=maps_to(Family.EXPOSURE, prowler="sagemaker_models_vpc_settings_configured"),
    good=GOOD_MODEL,
    bad=but("model", vpcConfig=MISSING),
)(must_be_set("vpcConfig.subnets", "vpcConfig.securityGroupIds", text="is not given"))


def _takes_a_key(config: Resource) -> bool:
    """Whether SageMaker takes a key at all: not where any variant's machine has local disks, encrypted by themselves.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html (KmsKeyId)
    """
    from stackwright.accelerators.catalog import find  # the table is read only where it is asked

    names = [name for _, name in config.all("productionVariants[*].instanceType") if isinstance(name, str)]
    return not any(known.nvme_gib for known in (find(name, "aws") for name in names) if known is not None)


own_key = rule(
    id="aws-sagemaker-endpoint-cmk",
    title="Endpoint volumes are encrypted with a key that the account owns",
    types={CONFIG},
    severity="high",
    fix="give `kms_key_arn` a key of this account",
    frameworks=maps_to(
        Family.ENCRYPTION, checkov="CKV_AWS_98", cdk_nag="SageMakerEndpointConfigurationKMSKeyConfigured"
    ),
    good=GOOD,
    bad=but("config", kmsKeyArn=MISSING),
)(must_have_key("kmsKeyArn", when=_takes_a_key))


@rule(
    id="aws-sagemaker-endpoint-ha",
    types={CONFIG},
    severity="medium",
    fix="set `initial_instance_count` to 2 or more",
    level=OUTSIDE_DEV,
    frameworks=maps_to(Family.RECOVERY, hub="SageMaker.4"),
    good=GOOD,
    bad=but("config", productionVariants=[{**VARIANT, "initialInstanceCount": 1}]),
)
def highly_available(config: Resource) -> Iterator[Finding]:
    """Endpoint variants run on two instances or more."""
    for path, variant in config.all("productionVariants[*]"):
        serverless = config.get(f"{path}.serverlessConfig")
        value = config.get(f"{path}.initialInstanceCount")
        if variant is UNKNOWN or UNKNOWN in (serverless, value):
            yield unknown(f"{path}.initialInstanceCount")
        elif serverless is MISSING and (number(value) or 1) < 2:
            yield fail(f"{path}.initialInstanceCount", "is below 2")


@rule(
    id="aws-sagemaker-endpoint-bounded",
    types={CONFIG, TARGET},
    severity="high",
    fix="lower the largest number of instances, or raise `max_instances` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_instances", 16, {"type": "number", "minimum": 1}, "Most instances of one variant."),),
    good=GOOD,
    bad=but("scaling", maxCapacity=500),
)
def bounded(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Endpoint variants cannot grow beyond a limit."""
    limit, text = config["max_instances"], "allows more instances than the limit"
    if resource.type == TARGET:
        space = resource.get("serviceNamespace")
        if space is UNKNOWN or space == "sagemaker":
            yield from at_most(resource, "maxCapacity", limit, text=text, missing="is not given")
        return
    for path in (path for kind in VARIANTS for path, value in resource.all(kind) if value is not MISSING):
        yield from at_most(resource, f"{path}.initialInstanceCount", limit, text=text)
        scaling = f"{path}.managedInstanceScaling"
        if resource.get(scaling) is not MISSING:
            missing = "scales without an upper limit"
            yield from at_most(resource, f"{scaling}.maxInstanceCount", limit, text=text, missing=missing)


no_ssm = rule(
    id="aws-sagemaker-endpoint-no-ssm",
    title="Nobody opens a shell on endpoint instances",
    types={CONFIG},
    severity="medium",
    fix="leave `enable_ssm_access` out",
    level=OUTSIDE_DEV,
    frameworks=maps_to(Family.ACCESS),
    good=GOOD,
    bad=but("config", productionVariants=[{**VARIANT, "enableSsmAccess": True}]),
)(
    merged(
        *(
            must_be_in_all(f"{kind}.enableSsmAccess", False, MISSING, text="opens the instances to shells")
            for kind in VARIANTS
        )
    )
)


@rule(
    id="aws-sagemaker-data-capture-cmk",
    types={CONFIG},
    severity="medium",
    fix="give `data_capture_config.kms_key_id` a key of this account",
    frameworks=maps_to(Family.ENCRYPTION),
    good=GOOD,
    bad=but("config", dataCaptureConfig={"enableCapture": True, "kmsKeyId": "alias/aws/s3"}),
)
def capture_encrypted(config: Resource, graph: Graph) -> Iterator[Finding]:
    """Captured requests and answers are encrypted with a key that the account owns."""
    if config.get("dataCaptureConfig") is MISSING:
        return
    if config.get("dataCaptureConfig.enableCapture") in (True, UNKNOWN):
        yield from key_findings(config, graph, "dataCaptureConfig.kmsKeyId")


RULES = (
    model_isolated,
    model_in_network,
    own_key,
    highly_available,
    bounded,
    no_ssm,
    capture_encrypted,
)
