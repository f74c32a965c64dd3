"""Area of concern: whole configurations on AWS against bills worked out by hand, from dated rows, to the cent.

Each figure is quoted from its source; the arithmetic is written out here, independent of the code.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

CONFIG = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
BUCKET = "aws:s3/bucket:Bucket"
MONTH = Decimal(730)


def _total(found: Estimate) -> str:
    return f"{found.expected:.2f}"


def _endpoint(make: Make, config: dict[str, Any]) -> list[Resource]:
    made = make(CONFIG, "config", config)
    return [made, make(ENDPOINT, "chat", {"name": "chat"}, wires={"endpointConfigName": [made]})]


def _bucket_usage(**more: float) -> Usage:
    nothing = dict.fromkeys(("bucket_growth_gb", "bucket_writes", "bucket_reads", "egress_gb", "retrieval_gb"), 0.0)
    return Usage().with_values(nothing | more)


def test_training_on_trainium_with_its_scratch_named(make: Make, priced: Priced) -> None:
    # trn1.32xlarge 21.5 an hour (karpenter-provider-aws@6fc13b5236, 2026-07-20); gp3 0.08 a GB-month
    # (zombiescan@07715513, 2026-09-21), 0.04 a MB/s above 125, 0.005 an IOPS above 3,000
    # (infracost@e9ce62908 ebs_volume_test, 2024-07-01); FSx for Lustre has no dated row: named
    node = Decimal("21.5") * MONTH + Decimal("0.08") * 500 + Decimal("0.04") * 875 + Decimal("0.005") * 13_000
    disk = {"volumeSize": 500, "volumeType": "gp3", "throughput": 1000, "iops": 16_000}
    template = make("aws:ec2/launchTemplate:LaunchTemplate", "trn", {"blockDeviceMappings": [{"ebs": disk}]})
    sizes = {"minSize": 4, "desiredSize": 4, "maxSize": 4}
    group = make(
        "aws:eks/nodeGroup:NodeGroup",
        "trn",
        {"instanceTypes": ["trn1.32xlarge"], "scalingConfig": sizes, "launchTemplate": {"id": UNKNOWN}},
        wires={"launchTemplate": [template]},
    )
    scratch = make(
        "aws:fsx/lustreFileSystem:LustreFileSystem", inputs={"deploymentType": "SCRATCH_2", "storageCapacity": 2400}
    )
    found = priced(template, group, scratch)
    assert _total(found) == f"{4 * node:.2f}" == "63340.00"
    assert [urn for urn, _ in found.unpriced] == [scratch.urn]


def test_spot_machines_without_a_dated_spot_rate_pay_on_demand(make: Make, priced: Priced) -> None:
    # g6e.12xlarge 10.49 an hour in us-west-2 (aws-gpu-quick-reference@044056d5, rounded to cents, 2026-09-14)
    sizes = {"minSize": 0, "desiredSize": 3, "maxSize": 8}
    inputs = {"capacityType": "SPOT", "instanceTypes": ["g6e.12xlarge"], "scalingConfig": sizes}
    found = priced(make("aws:eks/nodeGroup:NodeGroup", inputs=inputs), region="us-west-2")
    hour = Decimal("10.49") * MONTH
    assert (f"{found.low:.2f}", _total(found), f"{found.high:.2f}") == ("0.00", f"{hour * 3:.2f}", f"{hour * 8:.2f}")


def test_a_capacity_block_in_tokyo(make: Make, priced: Priced) -> None:
    # p5en.48xlarge 6.24 an accelerator-hour in ap-northeast-1 (aws-gpu-quick-reference@044056d5, 2026-09-14), 8 each
    sizes = {"minSize": 2, "desiredSize": 2, "maxSize": 2}
    inputs = {"capacityType": "CAPACITY_BLOCK", "instanceTypes": ["p5en.48xlarge"], "scalingConfig": sizes}
    usage = Usage().with_values({"capacity_block_hours": 240})
    found = priced(make("aws:eks/nodeGroup:NodeGroup", inputs=inputs), region="ap-northeast-1", usage=usage)
    assert f"{found.high:.2f}" == f"{Decimal('6.24') * 8 * 2 * 240:.2f}" == "23961.60"


def test_an_endpoint_with_a_shadow(make: Make, priced: Priced) -> None:
    # hosting in us-east-1: ml.m5.2xlarge 0.461, ml.m5.xlarge 0.23 an hour (price list in file 70265565863, 2026-09-28);
    # data in and out has no dated row there: named
    variants = [{"variantName": "live", "instanceType": "ml.m5.2xlarge", "initialInstanceCount": 3}]
    shadow = [{"variantName": "next", "instanceType": "ml.m5.xlarge", "initialInstanceCount": 1}]
    found = priced(*_endpoint(make, {"productionVariants": variants, "shadowProductionVariants": shadow}))
    assert _total(found) == f"{(3 * Decimal('0.461') + Decimal('0.23')) * MONTH:.2f}" == "1177.49"
    assert len(found.unpriced) == 1


def test_an_endpoint_on_demand_that_waits_for_work(make: Make, priced: Priced) -> None:
    # asynchronous inference in us-east-1: ml.g6e.2xlarge 2.8026 an hour (price list of 2026-09-20 in file 69729964164),
    # 0.14 a GB-month, 0.02 a GB (pricing page of 2026-09-27 in file 70265565863)
    variant = {
        "variantName": "main",
        "instanceType": "ml.g6e.2xlarge",
        "initialInstanceCount": 1,
        "volumeSizeInGb": 100,
    }
    inputs = {"resourceId": "endpoint/chat/variant/main", "minCapacity": 0, "maxCapacity": 4}
    target = make("aws:appautoscaling/target:Target", "scale", inputs)
    config = {"productionVariants": [variant], "asyncInferenceConfig": {}}
    found = priced(*_endpoint(make, config), target, usage=Usage().with_values({"endpoint_gb": 30}))
    one, data = Decimal("2.8026") * MONTH + Decimal("0.14") * 100, Decimal("0.02") * 30
    assert (f"{found.low:.2f}", _total(found), f"{found.high:.2f}") == tuple(f"{one * n + data:.2f}" for n in (0, 1, 4))


def test_an_endpoint_without_machines(make: Make, priced: Priced) -> None:
    # 3 GB of memory 0.00006 a second in us-east-1 (SKU PUE6HBQ8KFHBUN5T of 2026-09-01 in file 69640604893)
    variant = {"variantName": "main", "serverlessConfig": {"maxConcurrency": 10, "memorySizeInMb": 3072}}
    usage = Usage().with_values({"endpoint_calls": 2_000_000, "endpoint_seconds": 0.35})
    found = priced(*_endpoint(make, {"productionVariants": [variant]}), usage=usage)
    assert _total(found) == f"{2_000_000 * Decimal('0.35') * Decimal('0.00006'):.2f}" == "42.00"


def test_notebooks_studio_and_a_training_job_in_ireland(make: Make, priced: Priced) -> None:
    # eu-west-1, bill of December 2023 (sagemaker-ssh-helper@b6bf9ba3): notebook ml.t3.medium 0.055, its volume 0.154,
    # KernelGateway ml.m5.large 0.128, training ml.g5.xlarge 1.57, its volume 0.154
    notebook = Decimal("0.055") * 200 + Decimal("0.154") * 20
    studio = Decimal("0.128") * 200
    job = (Decimal("1.57") * 2 + Decimal("0.154") * 2 * 73 / 730) * 10 * 6
    resources = {"instanceType": "ml.g5.xlarge", "instanceCount": 2, "volumeSizeInGb": 73}
    found = priced(
        make(
            "aws:sagemaker/notebookInstance:NotebookInstance", "n", {"instanceType": "ml.t3.medium", "volumeSize": 20}
        ),
        make(
            "aws:sagemaker/app:App", "s", {"appType": "KernelGateway", "resourceSpec": {"instanceType": "ml.m5.large"}}
        ),
        make("aws:sagemaker/trainingJob:TrainingJob", "t", {"resourceConfig": resources}),
        region="eu-west-1",
        usage=Usage().with_values({"machine_hours": Range(0, 200, 730), "training_runs": 10, "training_hours": 6}),
    )
    assert _total(found) == f"{notebook + studio + job:.2f}" == "229.93"
    assert found.coverage == 1


def test_a_search_for_hyper_parameters(make: Make, priced: Priced) -> None:
    # training ml.r7i.4xlarge 1.3104 an hour in ap-south-1 (price file of 2026-09-24 in file 71562949756)
    job = {
        "resourceConfig": {"instanceType": "ml.r7i.4xlarge", "instanceCount": 1},
        "stoppingCondition": {"maxRuntimeInSeconds": 5400},
    }
    inputs = {"config": {"resourceLimits": {"maxNumberOfTrainingJobs": 24}}, "trainingJobDefinition": job}
    tuning = make("aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob", inputs=inputs)
    found = priced(tuning, region="ap-south-1", usage=Usage().with_values({"training_runs": 2}))
    assert _total(found) == f"{Decimal('1.3104') * 24 * Decimal('1.5') * 2:.2f}" == "94.35"


def test_a_bucket_whose_old_objects_get_cold(make: Make, priced: Priced) -> None:
    # us-east-1: Standard 0.023 (price list of 2026-09-29 in file 71653699443), Standard-IA 0.0125 and Flexible
    # Retrieval 0.0036 a GB-month (infracost@e9ce62908, 2024-07-01); moves 0.01 and 0.03 per 1,000, reading back
    # 0.01 a GB of both (infracost@da0a5862a s3_bucket_test, 2024-09-24; Standard-IA of 2024-07-01)
    bucket = make(BUCKET, "data")
    rules = [{"status": "Enabled", "transitions": [{"storageClass": "STANDARD_IA"}, {"storageClass": "GLACIER"}]}]
    lifecycle = make(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "data",
        {"rules": rules},
        wires={"bucket": [bucket]},
    )
    usage = _bucket_usage(bucket_gb=40_000, bucket_cold_share=0.8, bucket_writes=1_000_000, retrieval_gb=500)
    stored = Decimal("0.023") * 8000 + (Decimal("0.0125") + Decimal("0.0036")) * 16_000
    moved = (Decimal("0.01") + Decimal("0.03")) * 400
    asked = Decimal("0.005") * 1000 + Decimal("0.01") * 500
    assert _total(priced(bucket, lifecycle, usage=usage)) == f"{stored + moved + asked:.2f}" == "467.60"


def test_a_petabyte_in_oregon(make: Make, priced: Priced) -> None:
    # us-west-2: 0.023 up to 50 TB (sample-analytics-agent@8ba5ee35, 2026-09-02), 0.022 up to 500 TB and 0.021 above
    # (list price of the usage from 2026-07-01 in file 67153649245); writes have no dated row there: named
    found = priced(make(BUCKET), region="us-west-2", usage=_bucket_usage(bucket_gb=1_048_576))
    stored = Decimal("0.023") * 51_200 + Decimal("0.022") * 460_800 + Decimal("0.021") * 536_576
    assert _total(found) == f"{stored:.2f}" == "22583.30"


def test_a_data_set_that_is_given_away(make: Make, priced: Priced) -> None:
    # ap-south-1: out to the internet 0.1093 up to 10 TB, 0.085 up to 50 TB, 0.082 up to 150 TB
    # (infracost@da0a5862a data_transfer_test, 2024-09-24); storage 0.025 (S3 price file of 2026-09-18 in 71562949756)
    found = priced(make(BUCKET), region="ap-south-1", usage=_bucket_usage(bucket_gb=2000, egress_gb=100_000))
    sent = Decimal("0.1093") * 10_240 + Decimal("0.085") * 40_960 + Decimal("0.082") * 48_800
    assert _total(found) == f"{Decimal('0.025') * 2000 + sent:.2f}" == "8652.43"


def test_an_old_cluster_and_its_logs_in_tokyo(make: Make, priced: Priced) -> None:
    # extended support 0.6 an hour (infracost@16e40f6ca, 2025-07-07); 1.30 left standard support on 2025-07-23;
    # ap-northeast-1: logs 0.76 a GB (price list of 2026-09-23 in file 69311764830), kept at 0.033 (zombiescan@07715513,
    # 2026-09-21), NAT 0.062 an hour (the same); NAT data has no dated row there: named
    found = priced(
        make("aws:eks/cluster:Cluster", inputs={"version": "1.30"}),
        make("aws:cloudwatch/logGroup:LogGroup", inputs={"retentionInDays": 365}),
        make("aws:ec2/natGateway:NatGateway"),
        region="ap-northeast-1",
        usage=Usage().with_values({"log_gb": 20}),
    )
    logs = Decimal("0.76") * 20 + Decimal("0.033") * 20 * 12
    assert _total(found) == f"{Decimal('0.6') * MONTH + logs + Decimal('0.062') * MONTH:.2f}" == "506.38"
    assert len(found.unpriced) == 1


def test_a_service_that_answers_from_documents(make: Make, priced: Priced) -> None:
    # us-east-1, price list of 2026-09-29 in file 71653699443: OpenSearch units 0.24 an hour, stored 0.024 a GB-month;
    # DynamoDB 0.625 a million writes, 0.125 a million reads, 0.25 a GB-month; Lambda 0.2 a million calls and
    # 0.0000166667 a GB-second; HTTP API 1 a million up to 300 million (infracost@da0a5862a, 2024-09-24)
    values = {
        **{"search_units": 4, "database_gb": 100, "table_gb": 5, "table_writes": 8_000_000, "table_reads": 40_000_000},
        **{"function_calls": 6_000_000, "function_seconds": 0.5, "api_requests": 6_000_000},
    }
    found = priced(
        make("aws:opensearch/serverlessCollection:ServerlessCollection"),
        make("aws:dynamodb/table:Table", inputs={"billingMode": "PAY_PER_REQUEST"}),
        make("aws:lambda/function:Function", inputs={"memorySize": 2048}),
        make("aws:apigatewayv2/api:Api", inputs={"protocolType": "HTTP"}),
        make("aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"),
        usage=Usage().with_values(values),
    )
    search = Decimal("0.24") * 4 * MONTH + Decimal("0.024") * 100
    table = Decimal("0.625") * 8 + Decimal("0.125") * 40 + Decimal("0.25") * 5
    function = Decimal("0.2") * 6 + Decimal("0.0000166667") * 6_000_000 * Decimal("0.5") * 2
    assert _total(found) == f"{search + table + function + 6:.2f}" == "821.65"
    assert found.coverage == 1


def test_a_web_service_on_fargate_with_its_database(make: Make, priced: Priced) -> None:
    # us-east-1: Fargate 0.04048 a vCPU-hour, 0.004445 a GB-hour, ALB 0.008 a capacity unit, 0.09 a GB out (price list
    # of 2026-09-29 in file 71653699443); ALB 0.0225 an hour, RDS gp3 in two zones 0.23 a GB-month (zombiescan@07715513,
    # 2026-09-21); db.t3.large with MySQL in two zones 0.272 an hour (infracost@01c59b17a db_instance_test, 2024-04-04)
    task = make("aws:ecs/taskDefinition:TaskDefinition", "web", {"cpu": "1024", "memory": "4096"})
    service = make(
        "aws:ecs/service:Service",
        "web",
        {"launchType": "FARGATE", "desiredCount": 3},
        wires={"taskDefinition": [task]},
    )
    database = {
        "engine": "mysql",
        "instanceClass": "db.t3.large",
        "multiAz": True,
        "allocatedStorage": 200,
        "storageType": "gp3",
    }
    found = priced(
        *(task, service, make("aws:lb/loadBalancer:LoadBalancer"), make("aws:rds/instance:Instance", inputs=database)),
        usage=Usage().with_values({"balancer_gb": 1100}),
    )
    tasks = 3 * MONTH * (Decimal("0.04048") + 4 * Decimal("0.004445"))
    balancer = Decimal("0.0225") * MONTH + (Decimal("0.008") + Decimal("0.09")) * 1100
    rows = Decimal("0.272") * MONTH + Decimal("0.23") * 200
    assert _total(found) == f"{tasks + balancer + rows:.2f}" == "496.37"
    assert found.coverage == 1
