"""Launch template settings that every node has: IMDSv2 for the node alone, an encrypted disk, tags."""

from collections.abc import Mapping, Sequence

from pulumi_aws import ec2

from stackwright.components.inputs import In

ROOT_DEVICE = "/dev/xvda"
"""Root volume of the AL2023 images of EKS."""


def metadata_options() -> ec2.LaunchTemplateMetadataOptionsArgs:
    """IMDSv2, one hop: pods have their own identity and cannot reach the node's.

    https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
    """
    return ec2.LaunchTemplateMetadataOptionsArgs(
        http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
    )


def root_volume(key_arn: In[str], size_gib: int) -> ec2.LaunchTemplateBlockDeviceMappingArgs:
    """Encrypted gp3 disk that goes with the node; with a launch template its size cannot be on the node group.

    https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
    """
    return ec2.LaunchTemplateBlockDeviceMappingArgs(
        device_name=ROOT_DEVICE,
        ebs=ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
            volume_type="gp3",
            volume_size=size_gib,
            encrypted="true",
            kms_key_id=key_arn,
            delete_on_termination="true",
        ),
    )


def tagged(name: str, tags: Mapping[str, str]) -> Sequence[ec2.LaunchTemplateTagSpecificationArgs]:
    """Tags of what a launch template makes, which the provider's default tags do not reach."""
    return [
        ec2.LaunchTemplateTagSpecificationArgs(resource_type=kind, tags={"Name": name, **tags})
        for kind in ("instance", "volume", "network-interface")
    ]
