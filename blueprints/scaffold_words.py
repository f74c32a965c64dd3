"""What a new project says for each cloud: words of the templates, as data."""

from collections.abc import Mapping, Sequence

from stackwright.blueprints.values import Cloud

WORDS: Mapping[Cloud, Mapping[str, str | Sequence[str]]] = {
    Cloud.AWS: {
        "account": (),
        "billing": (),
        "region": "us-east-1",
        "capacities": "on_demand | spot | reservation | capacity_block",
        "scratch": "{kind: lustre, size_gib: 1200}",
        "access": "{public_cidrs: [...]} with the addresses that reach the Kubernetes API",
        "training_usd": "50000",
        "accelerator": "L40S:1",
        "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1.0.0 # change this: your image in ECR",
    },
    Cloud.GCP: {
        "account": ("account: my-project # change this: the project that everything is made in",),
        "billing": ("billing_account: 000000-000000-000000 # change this: what pays for the project",),
        "region": "us-central1",
        "capacities": "on_demand | spot | reservation",
        "scratch": "{kind: lustre, size_gib: 9000, throughput: 1000}",
        "access": "dns for whom IAM lets in, or {public_cidrs: [...]}",
        "training_usd": "80000",
        "accelerator": "L4:1",
        "image": "us-central1-docker.pkg.dev/my-project/serving/serve:1.0.0 # change this: in Artifact Registry",
    },
    Cloud.AZURE: {
        "account": ("# account: 00000000-0000-0000-0000-000000000000 # subscription; that of your login if left out",),
        "billing": (),
        "region": "eastus",
        "capacities": "on_demand | spot | reservation",
        "scratch": "{kind: lustre, size_gib: 4096, throughput: 500}",
        "access": "{public_cidrs: [...]} with the addresses that reach the Kubernetes API",
        "training_usd": "80000",
        "accelerator": "A100:1",
        "image": "myregistry.azurecr.io/serve:1.0.0 # change this: your image in Azure Container Registry",
    },
}
"""The smallest sizes, and machines whose price is known where there is one."""

NO_PRICE: Mapping[tuple[str, Cloud], tuple[str, Sequence[str]]] = {
    ("training", Cloud.AWS): ("FSx for Lustre at 250 MB/s/TiB", ("scratch",)),
    ("inference", Cloud.AWS): ("hosting of ml.g6e.xlarge", ("endpoint",)),
    ("landing", Cloud.GCP): ("flow logs and private ways", ("network", "network-endpoints")),
    ("training", Cloud.GCP): (
        "Managed Lustre, flow logs, alerts and private ways",
        ("scratch", "network", "network-endpoints", "monitoring-*"),
    ),
    ("inference", Cloud.GCP): (
        "Vertex AI's machines, flow logs, alerts and private ways",
        ("endpoint*", "network", "network-endpoints", "monitoring-*"),
    ),
    ("landing", Cloud.AZURE): ("zone-redundant storage and flow logs", ("datasets", "network-flow-logs")),
    ("training", Cloud.AZURE): (
        "Managed Lustre, zone-redundant storage, tools of AKS and flow logs",
        ("scratch", "datasets", "checkpoints", "cluster-tools", "network-flow-logs"),
    ),
    ("inference", Cloud.AZURE): (
        "Azure ML's machines and workspace, zone-redundant storage and flow logs",
        ("endpoint*", "models", "capture", "network-flow-logs"),
    ),
}
"""What a new project of a shape has no dated price for, and names of it without their prefix."""
