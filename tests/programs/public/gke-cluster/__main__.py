import pulumi
from pulumi_gcp import compute, container, projects, serviceaccount
from pulumi_gcp.config import project, zone
from pulumi_kubernetes import Provider
from pulumi_kubernetes.apps.v1 import Deployment, DeploymentSpecArgs
from pulumi_kubernetes.core.v1 import (
    ContainerArgs,
    ContainerPortArgs,
    PodSpecArgs,
    PodTemplateSpecArgs,
    Service,
    ServicePortArgs,
    ServiceSpecArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs

config = pulumi.Config(None)
NODE_COUNT = config.get_int("node_count") or 3
NODE_MACHINE_TYPE = config.get("node_machine_type") or "n1-standard-1"
USERNAME = config.get("username") or "admin"
MASTER_VERSION = config.get("master_version")

engine_version = container.get_engine_versions(location=zone).latest_master_version

network = compute.Network("gke-network", auto_create_subnetworks=True)

firewall = compute.Firewall(
    "gke-ssh",
    network=network.self_link,
    allows=[{"protocol": "tcp", "ports": ["22"]}],
    source_ranges=["0.0.0.0/0"],
)

account = serviceaccount.Account("gke-nodes", account_id="gke-nodes")
key = serviceaccount.Key("gke-nodes-key", service_account_id=account.name)
binding = projects.IAMMember(
    "gke-nodes-editor",
    project=project,
    role="roles/editor",
    member=pulumi.Output.concat("serviceAccount:", account.email),
)

k8s_cluster = container.Cluster(
    "gke-cluster",
    network=network.name,
    initial_node_count=NODE_COUNT,
    min_master_version=MASTER_VERSION or engine_version,
    deletion_protection=False,
    node_config={
        "machine_type": NODE_MACHINE_TYPE,
        "oauth_scopes": [
            "https://www.googleapis.com/auth/compute",
            "https://www.googleapis.com/auth/devstorage.read_only",
        ],
    },
)


def kubeconfig_of(info):
    name, endpoint, auth = info
    context = f"{project}_{zone}_{name}"
    return f"""apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: {auth["cluster_ca_certificate"]}
    server: https://{endpoint}
  name: {context}
contexts:
- context: {{cluster: {context}, user: {context}}}
  name: {context}
current-context: {context}
kind: Config
"""


k8s_config = pulumi.Output.all(k8s_cluster.name, k8s_cluster.endpoint, k8s_cluster.master_auth).apply(kubeconfig_of)
k8s_provider = Provider("gke_k8s", kubeconfig=k8s_config)

labels = {"app": f"canary-{pulumi.get_project()}-{pulumi.get_stack()}"}
canary = Deployment(
    "canary",
    spec=DeploymentSpecArgs(
        selector=LabelSelectorArgs(match_labels=labels),
        replicas=1,
        template=PodTemplateSpecArgs(
            metadata=ObjectMetaArgs(labels=labels),
            spec=PodSpecArgs(
                containers=[
                    ContainerArgs(name="nginx", image="nginx", ports=[ContainerPortArgs(container_port=80)]),
                ],
            ),
        ),
    ),
    opts=pulumi.ResourceOptions(provider=k8s_provider),
)

ingress = Service(
    "ingress",
    spec=ServiceSpecArgs(type="LoadBalancer", selector=labels, ports=[ServicePortArgs(port=80)]),
    opts=pulumi.ResourceOptions(provider=k8s_provider),
)

pulumi.export("kubeconfig", k8s_config)
pulumi.export("ingress_ip", ingress.status.apply(lambda status: status.load_balancer.ingress[0].ip))
