import pulumi

from stackwright.components.aws.cluster.node_settings import metadata_options, root_volume, tagged
from stackwright.plan.graph import Resource
from stackwright.testing.plugin import Cloud


def _template(cloud: Cloud) -> Resource:
    def program() -> None:
        from pulumi_aws import ec2

        ec2.LaunchTemplate(
            "t",
            metadata_options=metadata_options(),
            block_device_mappings=[root_volume(pulumi.Output.from_input("arn:key"), 80)],
            tag_specifications=tagged("pool", {"owner": "research"}),
        )

    return cloud.preview(program).only("aws:ec2/launchTemplate:LaunchTemplate")


def test_the_metadata_service_answers_the_node_alone(cloud: Cloud) -> None:
    assert _template(cloud).inputs["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }


def test_the_disk_is_encrypted_with_the_key_and_goes_with_the_node(cloud: Cloud) -> None:
    (mapping,) = _template(cloud).inputs["blockDeviceMappings"]
    assert mapping == {
        "deviceName": "/dev/xvda",
        "ebs": {
            "volumeType": "gp3",
            "volumeSize": 80,
            "encrypted": "true",
            "kmsKeyId": "arn:key",
            "deleteOnTermination": "true",
        },
    }


def test_instances_volumes_and_interfaces_carry_the_tags(cloud: Cloud) -> None:
    specifications = _template(cloud).inputs["tagSpecifications"]
    assert [each["resourceType"] for each in specifications] == ["instance", "volume", "network-interface"]
    assert all(each["tags"] == {"Name": "pool", "owner": "research"} for each in specifications)
