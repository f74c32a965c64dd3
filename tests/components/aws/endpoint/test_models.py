from dataclasses import replace
from typing import Any

import pulumi
import pytest
from pulumi import Output, ResourceOptions

from stackwright.accelerators.catalog import machine
from stackwright.components.aws.endpoint.models import captured, configuration, model
from stackwright.components.intents import Variant
from stackwright.testing.plugin import Cloud, Plan

CONFIG = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
MODEL = "aws:sagemaker/model:Model"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"
# inf2 has no local disks, g6e has (moto's DescribeInstanceTypes)
WITHOUT_DISKS = Variant("a", machine("inf2.xlarge", "aws"), "image", "s3://models/a/model.tar.gz", weight=9.0)
WITH_DISKS = replace(WITHOUT_DISKS, name="b", machine=machine("g6e.xlarge", "aws"), weight=1.0, instances_min=2)


def _plan(cloud: Cloud, *variants: Variant, capture: bool = False) -> Plan:
    def program() -> None:
        box = pulumi.ComponentResource("test:index:Box", "box")
        options = ResourceOptions(parent=box)
        role = "arn:aws:iam::123456789012:role/r"
        models = [
            (each, model(each.name, each, role, ["subnet-1"], Output.from_input("sg-1"), options)) for each in variants
        ]
        sample = captured("bucket", Output.from_input("chat"), 20, KEY) if capture else None
        configuration("config", models, KEY, sample, box)

    return cloud.preview(program)


def test_a_container_has_no_network_of_its_own(cloud: Cloud) -> None:
    inputs = _plan(cloud, WITHOUT_DISKS).only(MODEL).inputs
    assert inputs["enableNetworkIsolation"] is True
    assert inputs["vpcConfig"] == {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}


@pytest.mark.parametrize(
    ("address", "container"),
    [
        ("", {}),
        ("s3://models/a.tar.gz", {"modelDataUrl": "s3://models/a.tar.gz"}),
        (
            "s3://models/a/",
            {
                "modelDataSource": {
                    "s3DataSources": [{"s3Uri": "s3://models/a/", "s3DataType": "S3Prefix", "compressionType": "None"}]
                }
            },
        ),
    ],
    ids=["in the image", "archive", "folder"],
)
def test_a_model_is_in_the_image_an_archive_or_a_folder(cloud: Cloud, address: str, container: Any) -> None:
    found = _plan(cloud, replace(WITHOUT_DISKS, model_data=address)).only(MODEL).inputs["primaryContainer"]
    assert found == {"image": "image", **container}


def test_terraform_provider_aws_40048_neither_configuration_nor_model_has_a_fixed_name(cloud: Cloud) -> None:
    plan = _plan(cloud, WITHOUT_DISKS)
    assert "name" not in plan.only(CONFIG).inputs
    assert "name" not in plan.only(MODEL).inputs


def test_the_disk_is_encrypted_with_the_key(cloud: Cloud) -> None:
    assert _plan(cloud, WITHOUT_DISKS).only(CONFIG).inputs["kmsKeyArn"] == KEY


def test_a_machine_with_local_disks_takes_no_key(cloud: Cloud) -> None:
    assert "kmsKeyArn" not in _plan(cloud, WITHOUT_DISKS, WITH_DISKS).only(CONFIG).inputs


def test_traffic_is_divided_by_weight_and_goes_to_who_has_least_to_do(cloud: Cloud) -> None:
    variants = _plan(cloud, WITHOUT_DISKS, WITH_DISKS).only(CONFIG).inputs["productionVariants"]
    assert [(each["variantName"], each["initialVariantWeight"]) for each in variants] == [("a", 9), ("b", 1)]
    assert [each["instanceType"] for each in variants] == ["ml.inf2.xlarge", "ml.g6e.xlarge"]
    assert [each["initialInstanceCount"] for each in variants] == [1, 2]
    for each in variants:
        assert each["routingConfigs"] == [{"routingStrategy": "LEAST_OUTSTANDING_REQUESTS"}]
        assert each["enableSsmAccess"] is False


def test_a_large_model_has_an_hour_to_load(cloud: Cloud) -> None:
    (variant,) = _plan(cloud, WITHOUT_DISKS).only(CONFIG).inputs["productionVariants"]
    assert variant["modelDataDownloadTimeoutInSeconds"] == 3600
    assert variant["containerStartupHealthCheckTimeoutInSeconds"] == 3600


def test_captured_requests_are_encrypted(cloud: Cloud) -> None:
    found = _plan(cloud, WITHOUT_DISKS, capture=True).only(CONFIG).inputs["dataCaptureConfig"]
    assert found["enableCapture"] is True
    assert found["kmsKeyId"] == KEY
    assert found["initialSamplingPercentage"] == 20
    assert found["destinationS3Uri"] == "s3://bucket/chat"
    assert [each["captureMode"] for each in found["captureOptions"]] == ["Input", "Output"]


def test_nothing_is_captured_unless_asked(cloud: Cloud) -> None:
    assert "dataCaptureConfig" not in _plan(cloud, WITHOUT_DISKS).only(CONFIG).inputs
