"""EKS add-ons with their own least-privilege roles, so that nodes need none of their permissions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import eks, iam
from pydantic import Field, field_validator

from stackwright.components.aws.account import Account, Statement, account_of, document
from stackwright.components.aws.cluster.service_roles import pod_trust, service_role
from stackwright.components.inputs import Args, In
from stackwright.components.waits import after


@dataclass(frozen=True, slots=True)
class Addon:
    """What EKS documents for one add-on; without a service account it calls no AWS API."""

    service_account: str = ""
    managed_policy: str = ""
    statements: tuple[Statement, ...] = ()


# service accounts and policies: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
# and .../csi-iam-role.html, fsx-csi-create.html; FSx asks for AmazonFSxFullAccess, which making file systems from
# inside the cluster would need: ours are made by the stack, and looking them up is enough
ADDONS: Mapping[str, Addon] = {
    "vpc-cni": Addon("aws-node", "AmazonEKS_CNI_Policy"),
    "kube-proxy": Addon(),
    "eks-pod-identity-agent": Addon(),
    "coredns": Addon(),
    "eks-node-monitoring-agent": Addon(),
    "aws-ebs-csi-driver": Addon("ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
    "aws-efs-csi-driver": Addon("efs-csi-controller-sa", "service-role/AmazonEFSCSIDriverPolicy"),
    "aws-fsx-csi-driver": Addon(
        "fsx-csi-controller-sa",
        statements=({"Effect": "Allow", "Action": ["fsx:DescribeFileSystems"], "Resource": "*"},),
    ),
}


class AwsAddonsArgs(Args):
    """Arguments of `AwsAddons`."""

    cluster_name: In[str]
    """Cluster that they are installed in."""

    names: Sequence[str] = Field(min_length=1)
    """Add-ons by their EKS names."""

    versions: Mapping[str, str] = Field(default_factory=dict)
    """Version by add-on; EKS's default for the cluster's Kubernetes version when left out."""

    @field_validator("names")
    @classmethod
    def _known(cls, names: Sequence[str]) -> Sequence[str]:
        unknown = sorted(set(names) - set(ADDONS))
        if unknown:
            raise ValueError(f"{', '.join(unknown)} is not among {', '.join(sorted(ADDONS))}")
        return names


class AwsAddons(pulumi.ComponentResource):
    """Add-ons of one cluster; what was changed by hand in the cluster is set back when they are updated."""

    cluster_name: Output[str]
    """Name of the cluster, once the add-ons are installed."""

    def __init__(self, name: str, args: AwsAddonsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsAddons", name, {}, opts)
        args = AwsAddonsArgs.model_validate(args)
        account = account_of(self)

        installed = [self._installed(addon, args, account).cluster_name for addon in args.names]

        self.cluster_name = after(*installed)
        self.register_outputs({"cluster_name": self.cluster_name})

    def _installed(self, addon: str, args: AwsAddonsArgs, account: Account) -> eks.Addon:
        short = f"{self.pulumi_resource_name}-{addon.removeprefix('aws-').removesuffix('-driver')}"
        identity, granted = self._identity(short, ADDONS[addon], account)
        return eks.Addon(
            short,
            cluster_name=args.cluster_name,
            addon_name=addon,
            addon_version=args.versions.get(addon),
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            pod_identity_associations=identity,
            opts=ResourceOptions(parent=self, depends_on=granted),
        )

    def _identity(
        self, name: str, addon: Addon, account: Account
    ) -> tuple[list[eks.AddonPodIdentityAssociationArgs] | None, list[pulumi.Resource]]:
        if not addon.service_account:
            return None, []
        managed = [addon.managed_policy] if addon.managed_policy else []
        role, granted = service_role(name, pod_trust(account, addon.service_account), account, self, managed)
        if addon.statements:
            granted.append(
                iam.RolePolicy(
                    name,
                    role=role.name,
                    policy=document(*addon.statements),
                    opts=ResourceOptions(parent=self),
                )
            )
        association = eks.AddonPodIdentityAssociationArgs(role_arn=role.arn, service_account=addon.service_account)
        return [association], granted
