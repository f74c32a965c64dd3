"""A machine type that the price table does not know; its cost is unknown, and not nothing."""

from pulumi_aws import ec2

ec2.Instance(
    "server",
    ami="ami-0123456789abcdef0",
    instance_type="u7inh-32tb.480xlarge",
    root_block_device={"encrypted": True, "volume_size": 100, "volume_type": "gp3"},
    metadata_options={"http_tokens": "required"},
)
