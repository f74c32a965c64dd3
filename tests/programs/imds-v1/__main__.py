"""A machine whose credentials any program on it can read without a session."""

from pulumi_aws import ec2

ec2.Instance(
    "worker",
    ami="ami-0123456789abcdef0",
    instance_type="g6.xlarge",
    root_block_device={"encrypted": True},
    metadata_options={"http_endpoint": "enabled", "http_tokens": "optional"},
)
ec2.LaunchTemplate("workers", image_id="ami-0123456789abcdef0", instance_type="g6.xlarge")
