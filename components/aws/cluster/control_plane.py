"""A private EKS cluster, ready to run something: control plane, add-ons, access and system nodes."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import cloudwatch, eks
from pydantic import Field, field_validator

from stackwright.components.aws.account import Account, account_of
from stackwright.components.aws.cluster.addons import AwsAddons, AwsAddonsArgs
from stackwright.components.aws.cluster.service_roles import control_plane_trust, service_role
from stackwright.components.aws.cluster.system_nodes import AwsSystemNodes, AwsSystemNodesArgs
from stackwright.components.aws.firewall import ANYWHERE, Firewall, Traffic, firewall
from stackwright.components.inputs import Args, In
from stackwright.components.intents import FilesystemKind
from stackwright.components.ranges import callers
from stackwright.components.roles import Identity

VERSION = "1.35"
"""Tested Kubernetes version; in EKS's standard support at the time of writing."""

_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
_BEFORE_NODES = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]
_ON_NODES = ["coredns", "aws-ebs-csi-driver", "eks-node-monitoring-agent"]
_DRIVERS = {FilesystemKind.LUSTRE: "aws-fsx-csi-driver", FilesystemKind.NFS: "aws-efs-csi-driver"}


class AwsClusterArgs(Args):
    """Arguments of `AwsCluster`."""

    network_id: In[str]
    """VPC of the cluster."""

    network_cidr: In[str]
    """Range of the VPC, from which the Kubernetes API is reached and to which nodes may connect."""

    subnet_ids: In[Sequence[str]]
    """Private subnets in at least two zones."""

    key_arn: In[str]
    """KMS key that encrypts Kubernetes secrets, logs and disks."""

    version: str = Field(default=VERSION, pattern=r"^1\.\d\d$")
    """Kubernetes version."""

    public_cidrs: list[str] = []
    """Ranges that reach the Kubernetes API over the internet; only the network itself does when empty."""

    admin_principals: list[str] = []
    """ARNs of IAM roles or users that administer the cluster, besides the identity that creates it."""

    log_retention_days: int = 365
    """Days that the control plane's logs are kept."""

    system_machine_type: str = "m7i.large"
    """Machine type of the system nodes."""

    system_nodes: int = Field(default=2, ge=1, le=100)
    """Number of system nodes."""

    addon_versions: Mapping[str, str] = Field(default_factory=dict)
    """Version by add-on; EKS's default for the Kubernetes version when left out."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Tags of the system nodes, their disks and network interfaces."""

    protect: bool = False
    """Pulumi and EKS refuse to delete the cluster."""

    @field_validator("public_cidrs")
    @classmethod
    def _are_not_the_internet(cls, cidrs: list[str]) -> list[str]:
        return callers(cidrs)


class AwsCluster(pulumi.ComponentResource):
    """A cluster whose API is private unless ranges are listed, and whose secrets, logs and disks are encrypted.

    It is named after the IAM role of its control plane, so that the log group can exist before the cluster does,
    encrypted and with a retention, and so that two stacks of one account do not collide. Who creates the cluster
    administers it: AWS fixes that at creation and would replace the cluster to change it.
    """

    name: Output[str]
    """Name of the cluster, known at preview; who waits for it waits for the system nodes."""

    connect: Output[str]
    """Command that writes the kubeconfig."""

    version: Output[str]
    """Kubernetes version."""

    security_group_id: Output[str]
    """Security group through which nodes and control plane reach each other."""

    node_role_arn: Output[str]
    """IAM role of the nodes."""

    def __init__(self, name: str, args: AwsClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsCluster", name, {}, opts)
        args = AwsClusterArgs.model_validate(args)
        account, self._drivers = account_of(self), set[FilesystemKind]()

        group, plane = self._control_plane(args, account)
        self._administrators(args.admin_principals, plane, account)
        first = self._addons("network", plane.name, args, _BEFORE_NODES)
        nodes = self._system_nodes(args, group, first.cluster_name, plane.version)
        self._addons("tools", nodes.cluster_name, args, _ON_NODES)

        self.name, self.version = nodes.cluster_name, plane.version
        self.connect = Output.concat("aws eks update-kubeconfig --name ", plane.name, " --region ", account.region)
        self.security_group_id, self.node_role_arn = group.id, nodes.role_arn
        outputs = ("name", "connect", "version", "security_group_id", "node_role_arn")
        self.register_outputs({each: getattr(self, each) for each in outputs})

    def bind(self, who: Identity, *, namespace: str, service_account: str) -> None:
        """Give `who` to the pods of a Kubernetes service account, by EKS Pod Identity."""
        eks.PodIdentityAssociation(
            f"{self.pulumi_resource_name}-{namespace}-{service_account}",
            cluster_name=self.name,
            namespace=namespace,
            service_account=service_account,
            role_arn=who.principal,
            opts=ResourceOptions(parent=self),
        )

    def add_driver(self, kind: FilesystemKind) -> None:
        """Install the driver with which pods mount a file system of `kind`; asking twice changes nothing."""
        if kind not in self._drivers:
            self._drivers.add(kind)
            names = AwsAddonsArgs(cluster_name=self.name, names=[_DRIVERS[kind]])
            AwsAddons(f"{self.pulumi_resource_name}-{kind}", names, ResourceOptions(parent=self))

    def _control_plane(self, args: AwsClusterArgs, account: Account) -> tuple[Firewall, eks.Cluster]:
        name = self.pulumi_resource_name
        role, granted = service_role(name, control_plane_trust(account), account, self, ["AmazonEKSClusterPolicy"])
        logs = cloudwatch.LogGroup(
            name,
            name=Output.concat("/aws/eks/", role.name, "/cluster"),
            retention_in_days=args.log_retention_days,
            kms_key_id=args.key_arn,
            opts=ResourceOptions(parent=self),
        )
        group = self._firewall(args, role.name)
        plane = eks.Cluster(
            name,
            name=role.name,
            version=args.version,
            role_arn=role.arn,
            vpc_config=_reached_from(args, group),
            access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": True},
            bootstrap_self_managed_addons=False,
            encryption_config={"provider": {"key_arn": args.key_arn}, "resources": ["secrets"]},
            enabled_cluster_log_types=_LOGS,
            upgrade_policy={"support_type": "STANDARD"},
            zonal_shift_config={"enabled": True},
            deletion_protection=args.protect,
            opts=ResourceOptions(
                parent=self, protect=args.protect or None, delete_before_replace=True, depends_on=[logs, *granted]
            ),
        )
        return group, plane

    def _firewall(self, args: AwsClusterArgs, cluster_name: Output[str]) -> Firewall:
        """Nodes and control plane reach each other; pods reach the network, and the internet by HTTPS alone.

        The load balancer controller looks for the tag: it must be on one security group of a node, no more.
        """
        name, https = f"{self.pulumi_resource_name}-nodes", (443, 443)
        return firewall(
            name,
            self,
            network_id=args.network_id,
            description="Nodes and control plane of one cluster",
            ingress={"each-other": Traffic(), "kubernetes-clients": Traffic(args.network_cidr, https)},
            egress={
                "each-other": Traffic(),
                "network": Traffic(args.network_cidr),
                "internet": Traffic(ANYWHERE, https),
            },
            tags=cluster_name.apply(lambda cluster: {"Name": name, f"kubernetes.io/cluster/{cluster}": "owned"}),
        )

    def _administrators(self, principals: list[str], plane: eks.Cluster, account: Account) -> None:
        policy = Output.concat("arn:", account.partition, ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy")
        for principal in principals:
            name = f"{self.pulumi_resource_name}-{principal.rpartition(':')[2].replace('/', '-')}"
            entry = eks.AccessEntry(
                name, cluster_name=plane.name, principal_arn=principal, opts=ResourceOptions(parent=self)
            )
            eks.AccessPolicyAssociation(
                name,
                cluster_name=plane.name,
                principal_arn=entry.principal_arn,
                policy_arn=policy,
                access_scope={"type": "cluster"},
                opts=ResourceOptions(parent=self),
            )

    def _addons(self, what: str, cluster_name: Output[str], args: AwsClusterArgs, names: list[str]) -> AwsAddons:
        versions = {addon: version for addon, version in args.addon_versions.items() if addon in names}
        addons = AwsAddonsArgs(cluster_name=cluster_name, names=names, versions=versions)
        return AwsAddons(f"{self.pulumi_resource_name}-{what}", addons, ResourceOptions(parent=self))

    def _system_nodes(
        self, args: AwsClusterArgs, group: Firewall, cluster_name: Output[str], version: Output[str]
    ) -> AwsSystemNodes:
        nodes = AwsSystemNodesArgs(
            cluster_name=cluster_name,
            version=version,
            subnet_ids=args.subnet_ids,
            security_group_id=group.id,
            key_arn=args.key_arn,
            machine_type=args.system_machine_type,
            nodes=args.system_nodes,
            tags=args.tags,
        )
        return AwsSystemNodes(f"{self.pulumi_resource_name}-system", nodes, ResourceOptions(parent=self))


def _reached_from(args: AwsClusterArgs, group: Firewall) -> eks.ClusterVpcConfigArgsDict:
    """Ways to the API: from the network always, from the internet only out of the listed ranges."""
    inside: eks.ClusterVpcConfigArgsDict = {
        "subnet_ids": args.subnet_ids,
        "security_group_ids": [group.id],
        "endpoint_private_access": True,
        "endpoint_public_access": bool(args.public_cidrs),
    }
    return {**inside, "public_access_cidrs": args.public_cidrs} if args.public_cidrs else inside
