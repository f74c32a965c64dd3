"""Where each AWS row is on the Price List: data, a row a thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from stackwright.pricing.prices import Key
from stackwright.pricing.refresh.rates import Measure


@dataclass(frozen=True, slots=True)
class AwsQuery:
    """A product: its service, what its attributes are, and how its usage type ends after the region's prefix."""

    service: str
    measure: Measure
    usage: str = ""
    family: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


HOUR: Final = Measure(("Hrs", "Hours", "hours"))
GB: Final = Measure(("GB",))
GB_MONTH: Final = Measure(("GB-Mo",))
THOUSAND, TEN_THOUSAND, HUNDRED_THOUSAND, MILLION = (Decimal(10) ** power for power in (3, 4, 5, 6))
_REQUESTS: Final = ("Requests", "Request", "API Requests", "API Calls")

BY_KEY: Final[Mapping[tuple[str, str], AwsQuery]] = {
    ("CloudWatch", "dashboard"): AwsQuery(
        "AmazonCloudWatch", Measure(("Dashboards",), free=True), "DashboardsUsageHour"
    ),
    ("CloudWatch", "standard alarm"): AwsQuery(
        "AmazonCloudWatch", Measure(("Alarms",), free=True), "CW:AlarmMonitorUsage"
    ),
    ("CloudWatch Logs", "standard class ingestion"): AwsQuery("AmazonCloudWatch", GB, "DataProcessing-Bytes"),
    ("CloudWatch Logs", "storage"): AwsQuery("AmazonCloudWatch", GB_MONTH, "TimedStorage-ByteHrs"),
    ("EBS", "gp3 IOPS above 3000"): AwsQuery(
        "AmazonEC2", Measure(("IOPS-Mo",)), "EBS:VolumeP-IOPS.gp3", "System Operation", {"volumeApiName": "gp3"}
    ),
    ("EBS", "io1/io2 IOPS"): AwsQuery(
        "AmazonEC2", Measure(("IOPS-Mo",)), "EBS:VolumeP-IOPS.piops", "System Operation", {"volumeApiName": "io1"}
    ),
    ("EBS", "gp3 throughput above 125 MB/s"): AwsQuery(
        "AmazonEC2",
        Measure(("GiBps-mo", "GiBps-Mo"), per=1 / Decimal(1024)),
        "EBS:VolumeP-Throughput.gp3",
        "Provisioned Throughput",
        {"volumeApiName": "gp3"},
    ),
    ("DynamoDB", "on-demand reads"): AwsQuery(
        "AmazonDynamoDB", Measure(("ReadRequestUnits",), MILLION), "ReadRequestUnits"
    ),
    ("DynamoDB", "on-demand writes"): AwsQuery(
        "AmazonDynamoDB", Measure(("WriteRequestUnits",), MILLION), "WriteRequestUnits"
    ),
    ("EBS", "snapshot storage"): AwsQuery("AmazonEC2", GB_MONTH, "EBS:SnapshotUsage", "Storage Snapshot"),
    ("ECR", "private repository storage"): AwsQuery("AmazonECR", GB_MONTH, "TimedStorage-ByteHrs"),
    ("EFS", "Regional Standard storage"): AwsQuery(
        "AmazonEFS", GB_MONTH, "TimedStorage-ByteHrs", attributes={"storageClass": "General Purpose"}
    ),
    ("EFS", "One Zone storage"): AwsQuery(
        "AmazonEFS", GB_MONTH, "TimedStorage-Z-ByteHrs", attributes={"storageClass": "One Zone-General Purpose"}
    ),
    ("EFS", "provisioned throughput"): AwsQuery(
        "AmazonEFS", Measure(("MiBps-Mo",)), "ProvisionedTP-MiBpsHrs", "Provisioned Throughput"
    ),
    ("EKS", "control plane, standard support"): AwsQuery("AmazonEKS", HOUR, "AmazonEKS-Hours:perCluster"),
    ("EKS", "control plane, extended support"): AwsQuery("AmazonEKS", HOUR, "AmazonEKS-Hours:extendedSupport"),
    ("ELB", "ALB"): AwsQuery("AWSELB", HOUR, "LoadBalancerUsage", "Load Balancer-Application"),
    ("ELB", "CLB"): AwsQuery("AWSELB", HOUR, "LoadBalancerUsage", "Load Balancer"),
    ("ELB", "NLB"): AwsQuery("AWSELB", HOUR, "LoadBalancerUsage", "Load Balancer-Network"),
    ("ELB", "ALB capacity unit"): AwsQuery("AWSELB", Measure(("LCU-Hrs",)), "LCUUsage", "Load Balancer-Application"),
    ("ELB", "NLB capacity unit"): AwsQuery("AWSELB", Measure(("LCU-Hrs",)), "LCUUsage", "Load Balancer-Network"),
    ("Fargate", "x86 memory"): AwsQuery("AmazonECS", HOUR, "Fargate-GB-Hours"),
    ("Fargate", "x86 vCPU"): AwsQuery("AmazonECS", HOUR, "Fargate-vCPU-Hours:perCPU"),
    ("KMS", "customer managed key"): AwsQuery("awskms", Measure(("Keys", "Months", "months")), "KMS-Keys"),
    ("KMS", "symmetric requests"): AwsQuery("awskms", Measure(_REQUESTS, TEN_THOUSAND, free=True), "KMS-Requests"),
    ("Lambda", "requests"): AwsQuery(
        "AWSLambda", Measure(_REQUESTS, MILLION, free=True), "Request", attributes={"group": "AWS-Lambda-Requests"}
    ),
    ("Lambda", "x86 duration"): AwsQuery(
        "AWSLambda",
        Measure(("Lambda-GB-Second", "Second", "seconds"), free=True),
        "Lambda-GB-Second",
        attributes={"group": "AWS-Lambda-Duration"},
    ),
    ("NAT Gateway", "gateway"): AwsQuery("AmazonEC2", HOUR, "NatGateway-Hours", "NAT Gateway"),
    ("NAT Gateway", "data processed"): AwsQuery("AmazonEC2", GB, "NatGateway-Bytes", "NAT Gateway"),
    ("Public IPv4", "address"): AwsQuery("AmazonVPC", HOUR, "PublicIPv4:InUseAddress"),
    ("S3", "Standard storage"): AwsQuery(
        "AmazonS3", GB_MONTH, "TimedStorage-ByteHrs", "Storage", {"volumeType": "Standard"}
    ),
    ("S3", "Standard-IA storage"): AwsQuery("AmazonS3", GB_MONTH, "TimedStorage-SIA-ByteHrs", "Storage"),
    ("S3", "One Zone-IA storage"): AwsQuery("AmazonS3", GB_MONTH, "TimedStorage-ZIA-ByteHrs", "Storage"),
    ("S3", "Intelligent-Tiering frequent access storage"): AwsQuery(
        "AmazonS3", GB_MONTH, "TimedStorage-INT-FA-ByteHrs", "Storage"
    ),
    ("S3", "Glacier Flexible Retrieval storage"): AwsQuery(
        "AmazonS3", GB_MONTH, "TimedStorage-GlacierByteHrs", "Storage"
    ),
    ("S3", "Glacier Deep Archive storage"): AwsQuery(
        "AmazonS3GlacierDeepArchive", GB_MONTH, "TimedStorage-GDA-ByteHrs"
    ),
    ("S3", "Standard PUT/COPY/POST/LIST"): AwsQuery("AmazonS3", Measure(_REQUESTS, THOUSAND), "Requests-Tier1"),
    ("S3", "Standard GET and other"): AwsQuery("AmazonS3", Measure(_REQUESTS, THOUSAND), "Requests-Tier2"),
    ("SNS", "requests above 1M"): AwsQuery("AmazonSNS", Measure(_REQUESTS, MILLION, free=True), "Requests-Tier1"),
    ("SNS", "e-mails above 1,000"): AwsQuery(
        "AmazonSNS", Measure(("Notifications",), HUNDRED_THOUSAND, free=True), "DeliveryAttempts-SMTP"
    ),
    ("SageMaker Hosting", "data in and out"): AwsQuery("AmazonSageMaker", GB, "Hst:Data-Bytes-Out"),
    ("SageMaker Hosting", "storage"): AwsQuery("AmazonSageMaker", GB_MONTH, "Host:VolumeUsage.gp2"),
    ("Secrets Manager", "secret"): AwsQuery("AWSSecretsManager", Measure(("Secrets",)), "AWSSecretsManager-Secrets"),
    ("Secrets Manager", "API calls"): AwsQuery(
        "AWSSecretsManager", Measure(_REQUESTS, TEN_THOUSAND), "AWSSecretsManager-APIRequest"
    ),
    ("VPC endpoint", "interface endpoint per AZ"): AwsQuery("AmazonVPC", HOUR, "VpcEndpoint-Hours", "VpcEndpoint"),
    ("VPC endpoint", "interface data processed"): AwsQuery("AmazonVPC", GB, "VpcEndpoint-Bytes", "VpcEndpoint"),
}
"""Things that are one meter or product each, by service and dimension."""
_LINUX: Final = {
    "operatingSystem": "Linux",
    "tenancy": "Shared",
    "preInstalledSw": "NA",
    "capacitystatus": "Used",
    "marketoption": "OnDemand",
    "licenseModel": "No License required",
}
"""A machine that one gets by asking for its type; the list has a $0 row of `CapacityBlock` beside it."""
_VOLUMES: Final = {
    "gp2": "EBS:VolumeUsage.gp2",
    "gp3": "EBS:VolumeUsage.gp3",
    "io1": "EBS:VolumeUsage.piops",
    "io2": "EBS:VolumeUsage.io2",
    "sc1": "EBS:VolumeUsage.sc1",
    "st1": "EBS:VolumeUsage.st1",
    "standard": "EBS:VolumeUsage",
}
_STUDIOS: Final = {
    "SageMaker Hosting": "Hosting",
    "SageMaker Notebook": "Notebook",
    "SageMaker Processing": "Processing",
    "SageMaker Training": "Training",
    "SageMaker Transform": "Batch Transform",
}
"""Attribute `component` of the machines of each service."""


def aws_query(key: Key) -> AwsQuery | None:
    """The product of `key`; None where no official list is known to have it."""
    if key.service == "EC2" and key.unit == "hour":
        return AwsQuery("AmazonEC2", HOUR, attributes={"instanceType": key.dimension, **_LINUX})
    if key.dimension.startswith("ml.") and key.service in _STUDIOS:
        attributes = {"instanceName": key.dimension, "component": _STUDIOS[key.service]}
        return AwsQuery("AmazonSageMaker", HOUR, attributes=attributes)
    if key.service == "SageMaker Studio":  # `ml.g5.xlarge JupyterLab`
        machine, _, app = key.dimension.partition(" ")
        return AwsQuery(
            "AmazonSageMaker", HOUR, attributes={"instanceName": machine, "platoinstancetype": f"Studio-{app}"}
        )
    kind = key.dimension.removesuffix(" storage")
    if key.service == "EBS" and kind in _VOLUMES and kind != key.dimension:
        return AwsQuery("AmazonEC2", GB_MONTH, _VOLUMES[kind], "Storage", {"volumeApiName": kind})
    return BY_KEY.get((key.service, key.dimension))
