import base64

import pulumi
from pulumi_azure_native import containerregistry, containerservice, network, resources
from pulumi_kubernetes import Provider
from pulumi_kubernetes.helm.v3 import Release, RepositoryOptsArgs

config = pulumi.Config()
k8s_version = config.get("k8sVersion") or "1.31"
node_count = config.get_int("nodeCount") or 2
ssh_public_key = config.require("sshPublicKey")

resource_group = resources.ResourceGroup("aks-rg")

vnet = network.VirtualNetwork(
    "vnet",
    resource_group_name=resource_group.name,
    address_space={"address_prefixes": ["10.0.0.0/16"]},
)

subnet = network.Subnet(
    "nodes",
    resource_group_name=resource_group.name,
    virtual_network_name=vnet.name,
    address_prefix="10.0.0.0/20",
)

registry = containerregistry.Registry(
    "registry",
    resource_group_name=resource_group.name,
    sku={"name": "Basic"},
    admin_user_enabled=True,
)

cluster = containerservice.ManagedCluster(
    "cluster",
    resource_group_name=resource_group.name,
    identity={"type": containerservice.ResourceIdentityType.SYSTEM_ASSIGNED},
    agent_pool_profiles=[
        {
            "count": node_count,
            "max_pods": 110,
            "mode": "System",
            "name": "agentpool",
            "os_disk_size_gb": 30,
            "os_type": "Linux",
            "type": "VirtualMachineScaleSets",
            "vm_size": "Standard_DS2_v2",
            "vnet_subnet_id": subnet.id,
            "enable_node_public_ip": True,
        }
    ],
    dns_prefix="dns",
    enable_rbac=True,
    kubernetes_version=k8s_version,
    linux_profile={
        "admin_username": "testuser",
        "ssh": {"public_keys": [{"key_data": ssh_public_key}]},
    },
    node_resource_group=f"MC_azure-native_{pulumi.get_stack()}",
)

creds = containerservice.list_managed_cluster_user_credentials_output(
    resource_group_name=resource_group.name, resource_name=cluster.name
)
kubeconfig = creds.kubeconfigs[0].value.apply(lambda enc: base64.b64decode(enc).decode())

provider = Provider("aks", kubeconfig=kubeconfig)
nginx = Release(
    "nginx",
    chart="ingress-nginx",
    version="4.11.2",
    namespace="ingress",
    create_namespace=True,
    repository_opts=RepositoryOptsArgs(repo="https://kubernetes.github.io/ingress-nginx"),
    values={"controller": {"replicaCount": 2}},
    opts=pulumi.ResourceOptions(provider=provider),
)

pulumi.export("resource_group", resource_group.name)
pulumi.export("kubeconfig", pulumi.Output.secret(kubeconfig))
