"""A network whose machines accept connections from everywhere, in each way that pulumi-aws can say it."""

from pulumi_aws import ec2, vpc

network = ec2.Vpc("network", cidr_block="10.0.0.0/16")
ssh = ec2.SecurityGroup(
    "ssh",
    vpc_id=network.id,
    ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}],
)
ec2.SecurityGroupRule(
    "jupyter",
    type="ingress",
    security_group_id=ssh.id,
    protocol="tcp",
    from_port=8888,
    to_port=8888,
    cidr_blocks=["0.0.0.0/0"],
)
vpc.SecurityGroupIngressRule(
    "ray", security_group_id=ssh.id, ip_protocol="tcp", from_port=8265, to_port=8265, cidr_ipv6="::/0"
)
