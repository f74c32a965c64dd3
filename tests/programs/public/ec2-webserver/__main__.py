import pulumi
import pulumi_aws as aws

config = pulumi.Config()
size = config.get("size") or "t3.micro"
network_stack = pulumi.StackReference(config.require("networkStack"))
vpc_id = network_stack.require_output("vpcId")
subnet_id = network_stack.get_output("publicSubnetIds").apply(lambda ids: ids[0])

ami = aws.ec2.get_ami(
    most_recent=True,
    owners=["137112412989"],
    filters=[aws.ec2.GetAmiFilterArgs(name="name", values=["amzn2-ami-hvm-*-x86_64-gp2"])],
)

group = aws.ec2.SecurityGroup(
    "webserver-secgrp",
    description="Enable HTTP and SSH access",
    vpc_id=vpc_id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=80, to_port=80, cidr_blocks=["0.0.0.0/0"]),
        aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=22, to_port=22, cidr_blocks=["0.0.0.0/0"]),
    ],
)

user_data = """#!/bin/bash
export AWS_ACCESS_KEY_ID=AKIAQ3EGSDQ7WZJ4NM5T
echo "Hello, World!" > index.html
nohup python3 -m http.server 80 &
"""

server = aws.ec2.Instance(
    "webserver-www",
    instance_type=size,
    vpc_security_group_ids=[group.id],
    user_data=user_data,
    ami=ami.id,
    subnet_id=subnet_id,
    associate_public_ip_address=True,
    tags={"Name": f"webserver-{pulumi.get_stack()}"},
)

volume = aws.ebs.Volume("data", availability_zone=server.availability_zone, size=40, type="gp3")
aws.ec2.VolumeAttachment("data", device_name="/dev/sdh", instance_id=server.id, volume_id=volume.id)

zone = aws.route53.get_zone(name="example.com")
aws.route53.Record("www", zone_id=zone.zone_id, name=f"www.{zone.name}", type="A", ttl=300, records=[server.public_ip])

pulumi.export("publicIp", server.public_ip)
pulumi.export("publicHostName", server.public_dns)
