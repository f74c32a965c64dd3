"""Rules about SageMaker training, tuning and monitoring jobs, and feature groups."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import DEV_ONLY, PROD_MANDATORY, Param, rule
from stackwright.policies.shapes import at_most, key_findings, must_be, must_have_key, number, set_findings
from stackwright.policies.tokens import token

JOB = token("sagemaker/TrainingJob")
TUNING = token("sagemaker/HyperParameterTuningJob")
MONITOR = token("sagemaker/DataQualityJobDefinition")
FEATURES = token("sagemaker/FeatureGroup")
KEY = part(token("kms/Key"), "key")
GOOD = (
    KEY,
    part(token("ec2/Subnet"), "subnet"),
    part(
        JOB,
        "job",
        {
            "trainingJobName": "job",
            "roleArn": "arn",
            "enableInterContainerTrafficEncryption": True,
            "enableNetworkIsolation": True,
            "enableManagedSpotTraining": True,
            "vpcConfig": {"subnets": [UNKNOWN], "securityGroupIds": ["sg-1"]},
            "resourceConfig": {
                "instanceType": "ml.p5.48xlarge",
                "instanceCount": 2,
                "volumeSizeInGb": 100,
                "volumeKmsKeyId": UNKNOWN,
            },
            "outputDataConfig": {"s3OutputPath": "s3://models/", "kmsKeyId": UNKNOWN},
            "stoppingCondition": {"maxRuntimeInSeconds": 86400, "maxWaitTimeInSeconds": 90000},
        },
        vpcConfig="subnet",
        resourceConfig="key",
        outputDataConfig="key",
    ),
)


@rule(
    id="aws-sagemaker-training-intercontainer-encryption",
    types={JOB},
    severity="high",
    fix="set `enable_inter_container_traffic_encryption` to true",
    remedy=Remedy({"enableInterContainerTrafficEncryption": True}),
    frameworks=maps_to(Family.TRANSPORT),
    good=GOOD,
    bad=but("job", enableInterContainerTrafficEncryption=False),
)
def traffic_encrypted(job: Resource) -> Iterator[Finding]:
    """Training on several instances encrypts what they tell each other."""
    count = job.get("resourceConfig.instanceCount")
    if count is not UNKNOWN and (number(count) or 1) < 2:
        return
    value = job.get("enableInterContainerTrafficEncryption")
    if value is UNKNOWN or (count is UNKNOWN and value is not True):
        yield unknown("enableInterContainerTrafficEncryption")
    elif value is not True:
        yield fail("enableInterContainerTrafficEncryption", "is not true")


@rule(
    id="aws-sagemaker-training-isolation",
    types={JOB},
    severity="high",
    fix="set `enable_network_isolation` to true and give `vpc_config`",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.EXPOSURE, aisf="AISF-ML-03"),
    good=GOOD,
    bad=but("job", enableNetworkIsolation=False),
)
def isolated(job: Resource, graph: Graph) -> Iterator[Finding]:
    """Training runs in your network and isolated from it."""
    yield from must_be("enableNetworkIsolation", True, text="is not true")(job)
    yield from set_findings(job, graph, "vpcConfig.subnets", text="is not given")


own_key = rule(
    id="aws-sagemaker-training-cmk",
    title="Training volumes and models are encrypted with a key that the account owns",
    types={JOB},
    severity="high",
    fix="give `volume_kms_key_id` and the output's `kms_key_id` a key of this account",
    frameworks=maps_to(Family.ENCRYPTION),
    good=GOOD,
    bad=but("job", outputDataConfig={"s3OutputPath": "s3://models/"}),
)(must_have_key("resourceConfig.volumeKmsKeyId", "outputDataConfig.kmsKeyId"))


@rule(
    id="aws-sagemaker-training-max-runtime",
    types={JOB},
    severity="high",
    fix="give `stopping_condition.max_runtime_in_seconds`",
    frameworks=maps_to(Family.COST),
    params=(Param("max_hours", 120, {"type": "number", "minimum": 1}, "Longest run of one job."),),
    good=GOOD,
    bad=but("job", stoppingCondition=MISSING),
)
def max_runtime(job: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Training stops after a limit."""
    path = "stoppingCondition.maxRuntimeInSeconds"
    limit = config["max_hours"] * 3600
    yield from at_most(job, path, limit, text="is longer than allowed", missing="is not given")


spot_in_dev = rule(
    id="aws-sagemaker-training-spot-dev",
    title="Training of dev stacks uses spot capacity",
    types={JOB},
    severity="medium",
    fix="set `enable_managed_spot_training` to true",
    level=DEV_ONLY,
    frameworks=maps_to(Family.COST),
    good=GOOD,
    bad=but("job", enableManagedSpotTraining=False),
)(must_be("enableManagedSpotTraining", True, text="is not true"))

_LIMITS = "config.resourceLimits"


@rule(
    id="aws-sagemaker-tuning-bounded",
    types={TUNING},
    severity="medium",
    fix="give `resource_limits` with the number of jobs, or raise `max_jobs` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_jobs", 100, {"type": "number", "minimum": 1}, "Most training jobs of one tuning."),),
    good=(
        part(
            TUNING,
            "tuning",
            {
                "config": {
                    "strategy": "Bayesian",
                    "resourceLimits": {"maxNumberOfTrainingJobs": 20, "maxParallelTrainingJobs": 2},
                }
            },
        ),
    ),
    bad=but("tuning", config={"strategy": "Bayesian", "resourceLimits": {"maxParallelTrainingJobs": 2}}),
)
def tuning_bounded(tuning: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Tuning stops after a number of jobs."""
    limit, text = config["max_jobs"], "is more than allowed"
    for path in (f"{_LIMITS}.maxNumberOfTrainingJobs", f"{_LIMITS}.maxParallelTrainingJobs"):
        yield from at_most(tuning, path, limit, text=text, missing="is not given")


_CLUSTER = {"clusterConfig": {"instanceCount": 1, "instanceType": "ml.m5.large", "volumeSizeInGb": 20}}


@rule(
    id="aws-sagemaker-monitor-encryption",
    types={MONITOR},
    severity="medium",
    fix="isolate the job, encrypt its traffic and give its volume a key of this account",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_367 CKV_AWS_368 CKV_AWS_369"),
    good=(
        KEY,
        part(
            MONITOR,
            "monitor",
            {
                "roleArn": "arn",
                "networkConfig": {"enableInterContainerTrafficEncryption": True, "enableNetworkIsolation": True},
                "jobResources": {"clusterConfig": {**_CLUSTER["clusterConfig"], "volumeKmsKeyId": UNKNOWN}},
            },
            jobResources="key",
        ),
    ),
    bad=but("monitor", jobResources=_CLUSTER),
)
def monitor_encrypted(monitor: Resource, graph: Graph) -> Iterator[Finding]:
    """Model monitoring jobs are isolated and encrypted with a key that the account owns."""
    for path in ("enableInterContainerTrafficEncryption", "enableNetworkIsolation"):
        yield from must_be(f"networkConfig.{path}", True, text="is not true")(monitor)
    yield from key_findings(monitor, graph, "jobResources.clusterConfig.volumeKmsKeyId")


@rule(
    id="aws-sagemaker-featurestore-cmk",
    types={FEATURES},
    severity="medium",
    fix="give the online and the offline store a key of this account",
    frameworks=maps_to(Family.ENCRYPTION),
    good=(
        KEY,
        part(
            FEATURES,
            "features",
            {
                "featureGroupName": "f",
                "roleArn": "arn",
                "eventTimeFeatureName": "t",
                "recordIdentifierFeatureName": "r",
                "onlineStoreConfig": {"enableOnlineStore": True, "securityConfig": {"kmsKeyId": UNKNOWN}},
                "offlineStoreConfig": {"s3StorageConfig": {"s3Uri": "s3://features/", "kmsKeyId": UNKNOWN}},
            },
            onlineStoreConfig="key",
            offlineStoreConfig="key",
        ),
    ),
    bad=but("features", onlineStoreConfig={"enableOnlineStore": True}),
)
def features_encrypted(features: Resource, graph: Graph) -> Iterator[Finding]:
    """Feature stores are encrypted with a key that the account owns."""
    if features.get("onlineStoreConfig") is not MISSING and features.get("onlineStoreConfig.enableOnlineStore"):
        yield from key_findings(features, graph, "onlineStoreConfig.securityConfig.kmsKeyId")
    if features.get("offlineStoreConfig") is not MISSING:
        yield from key_findings(features, graph, "offlineStoreConfig.s3StorageConfig.kmsKeyId")


RULES = (
    traffic_encrypted,
    isolated,
    own_key,
    max_runtime,
    spot_in_dev,
    tuning_bounded,
    monitor_encrypted,
    features_encrypted,
)
