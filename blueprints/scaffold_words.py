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
        "unpriced_scratch": "FSx for Lustre at 250 MB/s/TiB",
        "accelerator": "L40S:1",
        "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1.0.0 # change this: your image in ECR",
        "unpriced_hosting": "hosting of ml.g6e.xlarge",
    },
    Cloud.GCP: {
        "account": ("account: my-project # change this: the project that everything is made in",),
        "billing": ("billing_account: 000000-000000-000000 # change this: what pays for the project",),
        "region": "us-central1",
        "capacities": "on_demand | spot | reservation",
        "scratch": "{kind: lustre, size_gib: 9000, throughput: 1000}",
        "access": "dns for whom IAM lets in, or {public_cidrs: [...]}",
        "training_usd": "80000",
        "unpriced_scratch": "Managed Lustre",
        "accelerator": "L4:1",
        "image": "us-central1-docker.pkg.dev/my-project/serving/serve:1.0.0 # change this: in Artifact Registry",
        "unpriced_hosting": "",
    },
    Cloud.AZURE: {
        "account": ("# account: 00000000-0000-0000-0000-000000000000 # subscription; that of your login if left out",),
        "billing": (),
        "region": "eastus",
        "capacities": "on_demand | spot | reservation",
        "scratch": "{kind: lustre, size_gib: 4096, throughput: 500}",
        "access": "{public_cidrs: [...]} with the addresses that reach the Kubernetes API",
        "training_usd": "80000",
        "unpriced_scratch": "Azure Managed Lustre",
        "accelerator": "A100:1",
        "image": "myregistry.azurecr.io/serve:1.0.0 # change this: your image in Azure Container Registry",
        "unpriced_hosting": "",
    },
}
"""The smallest sizes, and machines whose price is known where there is one."""
