"""A cluster on the internet, whose nodes act as the project's default account and grow in three zones."""

from pulumi_gcp import container

cluster = container.Cluster(
    "cluster",
    location="europe-west4",
    remove_default_node_pool=True,
    initial_node_count=1,
    master_authorized_networks_config={"cidr_blocks": [{"cidr_block": "0.0.0.0/0"}]},
)
container.NodePool(
    "pool",
    cluster=cluster.name,
    location="europe-west4",
    autoscaling={"min_node_count": 0, "max_node_count": 4},
    node_config={
        "machine_type": "a3-highgpu-8g",
        "guest_accelerators": [{"type": "nvidia-h100-80gb", "count": 8}],
    },
)
