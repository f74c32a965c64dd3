"""IAM roles that EKS, its nodes and its add-ons take on, each with the policies that EKS documents for it."""

from collections.abc import Sequence

from pulumi import Output, Resource, ResourceOptions
from pulumi_aws import iam

from stackwright.components.aws.account import Account, Statement, document, trust


def control_plane_trust(account: Account) -> Statement:
    """EKS acting for clusters of this account and region.

    https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
    """
    return trust("eks", "sts:AssumeRole", condition=account.only_for("eks", "cluster/*"))


def node_trust(account: Account) -> Statement:
    """EC2 instances of this account.

    EC2 sends `aws:SourceAccount` for instance profiles (terraform-aws-modules/terraform-aws-eks pull 3695).
    """
    return trust("ec2", "sts:AssumeRole", condition={"StringEquals": {"aws:SourceAccount": account.id}})


def pod_trust(account: Account, service_account: str) -> Statement:
    """Pods of one service account of `kube-system`, by EKS Pod Identity, in this account.

    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html. `aws:SourceArn` is left out because it broke
    real drivers (awslabs/mountpoint-s3-csi-driver issue 781).
    """
    condition = {
        "StringEquals": {
            "aws:SourceAccount": account.id,
            "aws:RequestTag/kubernetes-namespace": "kube-system",
            "aws:RequestTag/kubernetes-service-account": service_account,
        }
    }
    return trust("pods.eks", "sts:AssumeRole", "sts:TagSession", condition=condition)


def service_role(
    name: str, trust: Statement, account: Account, parent: Resource, managed: Sequence[str]
) -> tuple[iam.Role, list[Resource]]:
    """Role that `trust` lets take on, and the attachments of AWS managed policies that its user waits for."""
    child = ResourceOptions(parent=parent)
    role = iam.Role(name, assume_role_policy=document(trust), opts=child)
    attached: list[Resource] = [
        iam.RolePolicyAttachment(
            f"{name}-{policy.rpartition('/')[2]}",
            role=role.name,
            policy_arn=Output.concat("arn:", account.partition, ":iam::aws:policy/", policy),
            opts=child,
        )
        for policy in managed
    ]
    return role, attached
