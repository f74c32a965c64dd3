"""Area of concern: estimates against bills worked out by hand, from dated rows, independent of the code.

Each figure is quoted from its source; the arithmetic is written out; the comparison is to the cent.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def _cents(*figures: Decimal) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in figures)


def _totals(estimate: Estimate) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in (estimate.low, estimate.expected, estimate.high))


def _gp3(size: int, **more: Any) -> dict[str, Any]:
    return {"blockDeviceMappings": [{"ebs": {"volumeSize": size, "volumeType": "gp3", **more}}]}


def test_two_h100_machines_on_demand_with_their_disks(make: Make, priced: Priced) -> None:
    # p5.48xlarge 55.04 an hour (karpenter-provider-aws@6fc13b5236, 2026-07-20)
    # gp3 0.08 a GB-month (zombiescan@07715513, 2026-09-21), 500 GB each, 4 nodes at most
    hour, gb = Decimal("55.04"), Decimal("0.08")
    node = hour * 730 + gb * 500
    template = make(TEMPLATE, "gpu", _gp3(500))
    group = make(
        NODE_GROUP,
        "gpu",
        {
            "instanceTypes": ["p5.48xlarge"],
            "scalingConfig": {"minSize": 0, "desiredSize": 2, "maxSize": 4},
            "launchTemplate": {"id": UNKNOWN, "version": UNKNOWN},
        },
        wires={"launchTemplate": [template]},
    )
    assert _totals(priced(template, group)) == _cents(node * 0, node * 2, node * 4)
    assert _totals(priced(template, group)) == ("0.00", "80438.40", "160876.80")


def test_a_system_node_group_with_fast_disks(make: Make, priced: Priced) -> None:
    # m6i.large 0.096 an hour (karpenter-provider-aws@6fc13b5236, 2026-07-20); gp3 0.08 a GB-month;
    # IOPS above 3,000 at 0.005, MB/s above 125 at 0.04 (infracost@e9ce62908 ebs_volume_test, 2024-07-01)
    node = Decimal("0.096") * 730 + Decimal("0.08") * 100 + Decimal("0.005") * 1000 + Decimal("0.04") * 125
    template = make(TEMPLATE, "system", {"instanceType": "m6i.large"} | _gp3(100, iops=4000, throughput=250))
    group = make(
        NODE_GROUP,
        "system",
        {
            "scalingConfig": {"minSize": 2, "desiredSize": 2, "maxSize": 3},
            "launchTemplate": {"id": UNKNOWN, "version": UNKNOWN},
        },
        wires={"launchTemplate": [template]},
    )
    assert _totals(priced(template, group)) == _cents(node * 2, node * 2, node * 3)
    assert _totals(priced(template, group))[1] == "176.16"


def test_a_network_over_three_zones(make: Make, priced: Priced) -> None:
    # NAT 0.045 an hour (zombiescan@07715513, 2026-09-21) and 0.045 a GB (price list of 2026-09-29 in file 71653699443)
    # public IPv4 0.005 an hour, interface endpoint 0.01 an hour and zone (zombiescan@07715513, 2026-09-21),
    # 0.01 a GB of an endpoint (infracost@6137111a3, 2024-10-18)
    nat = 3 * (Decimal("0.045") * 730 + Decimal("0.045") * 40)
    addresses = 3 * Decimal("0.005") * 730
    endpoints = 2 * (Decimal("0.01") * 730 * 3 + Decimal("0.01") * 20)
    resources = [make("aws:ec2/natGateway:NatGateway", f"nat-{zone}") for zone in "abc"]
    resources += [make("aws:ec2/eip:Eip", f"nat-{zone}", {"domain": "vpc"}) for zone in "abc"]
    resources += [
        make("aws:ec2/vpcEndpoint:VpcEndpoint", each, {"vpcEndpointType": "Interface", "subnetIds": [UNKNOWN] * 3})
        for each in ("sts", "ecr")
    ]
    resources.append(make("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {"vpcEndpointType": "Gateway"}))
    usage = Usage().with_values({"nat_gb": 40, "vpc_endpoint_gb": 20})
    total = nat + addresses + endpoints
    assert _totals(priced(*resources, usage=usage)) == _cents(total, total, total)
    assert _totals(priced(*resources, usage=usage))[1] == "159.10"


def test_a_cluster_with_its_key_and_logs(make: Make, priced: Priced) -> None:
    # EKS 0.1 an hour (infracost@16e40f6ca, 2025-07-07); key 1 a month (zombiescan@07715513, 2026-09-21), 0.03 per
    # 10,000 requests, logs 0.5 a GB (infracost@e9ce62908, 2024-07-01), kept at 0.03 a GB-month (zombiescan@07715513)
    cluster = Decimal("0.1") * 730
    key = 1 + Decimal("0.03") * 50
    kept_months = Decimal(73 * 12) / 365
    logs = Decimal("0.5") * 8 + Decimal("0.03") * 8 * kept_months
    estimate = priced(
        make("aws:eks/cluster:Cluster"),
        make("aws:kms/key:Key", inputs={"enableKeyRotation": True}),
        make("aws:cloudwatch/logGroup:LogGroup", inputs={"retentionInDays": 73}),
        usage=Usage().with_values({"key_requests": 500_000, "log_gb": 8}),
    )
    assert _totals(estimate)[1] == f"{cluster + key + logs:.2f}" == "80.08"


def test_buckets_and_a_registry(make: Make, priced: Priced) -> None:
    # S3 0.023 a GB-month, 0.005 per 1,000 writes, 0.0004 per 1,000 reads, 0.09 a GB to the internet
    # (public file 71653699443 with the price list of 2026-09-29); ECR 0.1 a GB-month (infracost@e9ce62908, 2024-07-01);
    # 600 GB more in the month are there for half of it
    stored = Decimal("0.023") * (5000 + Decimal(600) / 2)
    bucket = stored + Decimal("0.005") * 2000 + Decimal("0.0004") * 30_000 + Decimal("0.09") * 40
    usage = Usage().with_values(
        {
            "bucket_gb": 5000,
            "bucket_growth_gb": 600,
            "bucket_writes": 2_000_000,
            "bucket_reads": 30_000_000,
            "egress_gb": 40,
            "registry_gb": 12,
        }
    )
    estimate = priced(
        make("aws:s3/bucket:Bucket", "datasets"),
        make("aws:s3/bucket:Bucket", "checkpoints"),
        make("aws:s3/bucketVersioning:BucketVersioning", "datasets"),
        make("aws:ecr/repository:Repository"),
        usage=usage,
    )
    assert _totals(estimate)[1] == f"{2 * bucket + Decimal('0.1') * 12:.2f}" == "296.20"


def test_an_endpoint_with_two_variants_that_scale(make: Make, priced: Priced) -> None:
    # eu-west-1 hosting: ml.g5.12xlarge 7.91 and ml.g4dn.xlarge 0.821 an hour, 0.016 a GB
    # (AWS bill of December 2023 in aws-samples/sagemaker-ssh-helper@b6bf9ba3)
    config = make(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        inputs={
            "productionVariants": [
                {"variantName": "stable", "instanceType": "ml.g5.12xlarge", "initialInstanceCount": 2},
                {"variantName": "canary", "instanceType": "ml.g4dn.xlarge", "initialInstanceCount": 1},
            ]
        },
    )
    endpoint = make(
        "aws:sagemaker/endpoint:Endpoint",
        inputs={"endpointConfigName": UNKNOWN, "name": "chat"},
        wires={"endpointConfigName": [config]},
    )
    target = make(
        "aws:appautoscaling/target:Target",
        inputs={"resourceId": "endpoint/chat/variant/stable", "minCapacity": 1, "maxCapacity": 6},
    )
    stable, canary = Decimal("7.91") * 730, Decimal("0.821") * 730
    data = Decimal("0.016") * 25
    usage = Usage().with_values({"endpoint_gb": 25})
    estimate = priced(config, endpoint, target, region="eu-west-1", usage=usage)
    assert _totals(estimate) == _cents(stable + canary + data, 2 * stable + canary + data, 6 * stable + canary + data)
    assert estimate.coverage == 1


def test_a_capacity_block_is_billed_for_its_window(make: Make, priced: Priced) -> None:
    # p5.48xlarge 5.19 an accelerator-hour in us-east-1 (aws-gpu-quick-reference@044056d5, 2026-09-14), 8 each
    window = Decimal("5.19") * 8 * 4 * 336
    group = make(
        NODE_GROUP,
        inputs={
            "capacityType": "CAPACITY_BLOCK",
            "instanceTypes": ["p5.48xlarge"],
            "scalingConfig": {"minSize": 4, "desiredSize": 4, "maxSize": 4},
        },
    )
    estimate = priced(group, usage=Usage().with_values({"capacity_block_hours": 336}))
    assert _totals(estimate) == _cents(window, window, window) == ("55802.88",) * 3


def test_a_reservation_is_billed_whether_used_or_not(make: Make, priced: Priced) -> None:
    # p4d.24xlarge 21.957642 an hour (karpenter-provider-aws@6fc13b5236, 2026-07-20); two reserved, three wanted at most
    reservation = make(
        "aws:ec2/capacityReservation:CapacityReservation",
        inputs={"instanceType": "p4d.24xlarge", "instanceCount": 2},
    )
    template = make(
        TEMPLATE,
        inputs={"instanceType": "p4d.24xlarge", "capacityReservationSpecification": {}} | _gp3(100),
        wires={"capacityReservationSpecification": [reservation]},
    )
    group = make(
        NODE_GROUP,
        inputs={"scalingConfig": {"minSize": 0, "desiredSize": 2, "maxSize": 3}, "launchTemplate": {"id": UNKNOWN}},
        wires={"launchTemplate": [template]},
    )
    machine, disk = Decimal("21.957642") * 730, Decimal("0.08") * 100
    expected = _cents(2 * machine, 2 * machine + 2 * disk, 3 * machine + 3 * disk)
    assert _totals(priced(reservation, template, group)) == expected


def test_a_file_system_of_each_kind(make: Make, priced: Priced) -> None:
    # EFS 0.3 a GB-month, provisioned throughput 6 a MBps-month (infracost@e9ce62908, 2024-07-01);
    # FSx for Lustre has no dated row: named, and not in the total
    elastic = make(
        "aws:efs/fileSystem:FileSystem",
        inputs={"throughputMode": "provisioned", "provisionedThroughputInMibps": 64},
    )
    lustre = make(
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        inputs={"deploymentType": "PERSISTENT_2", "storageCapacity": 4800, "perUnitStorageThroughput": 250},
    )
    estimate = priced(elastic, lustre, usage=Usage().with_values({"filesystem_gb": 750}))
    assert _totals(estimate)[1] == f"{Decimal('0.3') * 750 + Decimal(6) * 64:.2f}" == "609.00"
    reason = "no dated price for FSx Lustre PERSISTENT_2 SSD 250 MB/s/TiB (GB-month) in us-east-1"
    assert estimate.unpriced == ((lustre.urn, reason),)


def test_watching_a_stack(make: Make, priced: Priced) -> None:
    # alarm 0.1 a metric and month (infracost@e9ce62908, 2024-07-01), dashboard 3 a month (2026-06-13),
    # e-mails above 1,000 at 2 per 100,000 (infracost@e9ce62908 sns_topic_test, 2024-07-01)
    alarm = "aws:cloudwatch/metricAlarm:MetricAlarm"
    two_metrics = [{"id": "ratio", "expression": "a/b"}, {"id": "a", "metric": {}}, {"id": "b", "metric": {}}]
    emails = Decimal(2) * (51_000 - 1000) / 100_000
    estimate = priced(
        make(alarm, "one", {"metricName": "CPUUtilization", "period": 300}),
        make(alarm, "two", {"metricQueries": two_metrics}),
        make("aws:cloudwatch/dashboard:Dashboard"),
        make("aws:sns/topic:Topic"),
        make("aws:sns/topicSubscription:TopicSubscription", inputs={"protocol": "email"}),
        make("aws:budgets/budget:Budget"),
        usage=Usage().with_values({"topic_emails": 51_000}),
    )
    assert _totals(estimate)[1] == f"{Decimal('0.1') * 3 + 3 + emails:.2f}" == "4.30"


def test_a_single_machine_with_two_disks(make: Make, priced: Priced) -> None:
    # g5.xlarge 1.12 an hour in eu-west-1 (aws-gpu-quick-reference@044056d5, 2026-09-14);
    # gp3 0.088, st1 0.05 a GB-month (zombiescan@07715513, 2026-09-21)
    machine = make(
        "aws:ec2/instance:Instance",
        inputs={
            "instanceType": "g5.xlarge",
            "rootBlockDevice": {"volumeSize": 200, "volumeType": "gp3"},
            "ebsBlockDevices": [{"deviceName": "/dev/sdf", "volumeSize": 1000, "volumeType": "st1"}],
        },
    )
    total = Decimal("1.12") * 730 + Decimal("0.088") * 200 + Decimal("0.05") * 1000
    assert _totals(priced(machine, region="eu-west-1")) == _cents(total, total, total)


def test_several_machine_types_are_a_range(make: Make, priced: Priced) -> None:
    # g6.xlarge 0.8048, g5.xlarge 1.006, g6e.xlarge 1.861 an hour (karpenter-provider-aws@6fc13b5236, 2026-07-20)
    group = make(
        NODE_GROUP,
        inputs={
            "instanceTypes": ["g5.xlarge", "g6e.xlarge", "g6.xlarge"],
            "scalingConfig": {"minSize": 1, "desiredSize": 2, "maxSize": 3},
        },
    )
    low, expected, high = Decimal("0.8048") * 730, Decimal("1.006") * 730 * 2, Decimal("1.861") * 730 * 3
    assert _totals(priced(group)) == _cents(low, expected, high) == ("587.50", "1468.76", "4075.59")
    assert [item.dimension for item in priced(group).items if item.unit == "hour"] == [
        "g5.xlarge hours",
        "g6.xlarge hours",
        "g6e.xlarge hours",
    ]
