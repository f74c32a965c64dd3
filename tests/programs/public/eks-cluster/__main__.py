import iam
import pulumi
import pulumi_kubernetes as k8s
import utils
import vpc
from pulumi_aws import eks

config = pulumi.Config()

eks_cluster = eks.Cluster(
    "eks-cluster",
    role_arn=iam.eks_role.arn,
    version=config.get("kubernetesVersion") or "1.27",
    tags={"Name": "pulumi-eks-cluster"},
    vpc_config={
        "public_access_cidrs": ["0.0.0.0/0"],
        "security_group_ids": [vpc.eks_security_group.id],
        "subnet_ids": vpc.subnet_ids,
    },
)

eks_node_group = eks.NodeGroup(
    "eks-node-group",
    cluster_name=eks_cluster.name,
    node_group_name="pulumi-eks-nodegroup",
    node_role_arn=iam.ec2_role.arn,
    subnet_ids=vpc.subnet_ids,
    remote_access={"ec2_ssh_key": config.require("keyName")},
    scaling_config={
        "desired_size": config.get_int("desiredSize") or 2,
        "max_size": 2,
        "min_size": 1,
    },
)

provider = k8s.Provider("eks", kubeconfig=utils.generate_kube_config(eks_cluster))
namespace = k8s.core.v1.Namespace(
    "apps",
    opts=pulumi.ResourceOptions(provider=provider, depends_on=[eks_node_group]),
)

pulumi.export("cluster-name", eks_cluster.name)
pulumi.export("kubeconfig", pulumi.Output.secret(utils.generate_kube_config(eks_cluster)))
pulumi.export("namespace", namespace.metadata.name)
