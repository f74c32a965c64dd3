"""What an accelerated node starts with: its network interfaces and its user data."""

import base64

from pulumi import Output
from pulumi_aws import ec2

from stackwright.accelerators.fabric import efa_interfaces
from stackwright.accelerators.machines import Machine

_BOUNDARY = "==NODE=="

# https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/: local disks as one array for images, logs and pods;
# EKS merges its own NodeConfig with parts of this type
_LOCAL_DISKS = f"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="{_BOUNDARY}"

--{_BOUNDARY}
Content-Type: application/node.eks.aws

---
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  instance:
    localStorage:
      strategy: RAID0

--{_BOUNDARY}--
"""


def user_data(machine: Machine) -> str | None:
    """NodeConfig that joins the local NVMe disks, in base64; None for a machine without any."""
    return base64.b64encode(_LOCAL_DISKS.encode()).decode() if machine.nvme_gib else None


def network_interfaces(
    machine: Machine, groups: list[Output[str]]
) -> list[ec2.LaunchTemplateNetworkInterfaceArgs] | None:
    """Every EFA of `machine`; None where it has none and EKS makes the one interface.

    EKS places them: a launch template of a node group names no subnet. A public address is impossible with several
    (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html), so nodes are in private subnets.
    """
    return [
        ec2.LaunchTemplateNetworkInterfaceArgs(
            network_card_index=each.network_card_index,
            device_index=each.device_index,
            interface_type=each.kind.value,
            associate_public_ip_address="false",
            delete_on_termination="true",
            security_groups=groups,
        )
        for each in efa_interfaces(machine)
    ] or None
