import pulumi
import pulumi_aws as aws
from pulumi import ComponentResource, ResourceOptions


class VpcArgs:
    def __init__(self, cidr_block="10.100.0.0/16", zones=2):
        self.cidr_block = cidr_block
        self.zones = zones


class Vpc(ComponentResource):
    def __init__(self, name: str, args: VpcArgs, opts: ResourceOptions | None = None):
        super().__init__("custom:resource:VPC", name, {}, opts)
        child = ResourceOptions(parent=self)

        self.vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args.cidr_block,
            enable_dns_hostnames=True,
            tags={"Name": f"{name}-vpc"},
            opts=child,
        )
        self.igw = aws.ec2.InternetGateway(f"{name}-igw", vpc_id=self.vpc.id, opts=child)
        self.route_table = aws.ec2.RouteTable(
            f"{name}-rt",
            vpc_id=self.vpc.id,
            routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=self.igw.id)],
            opts=child,
        )

        zones = aws.get_availability_zones(state="available")
        self.subnets = []
        for index in range(args.zones):
            subnet = aws.ec2.Subnet(
                f"{name}-subnet-{index}",
                vpc_id=self.vpc.id,
                cidr_block=f"10.100.{len(self.subnets)}.0/24",
                availability_zone=zones.names[index],
                map_public_ip_on_launch=True,
                opts=child,
            )
            aws.ec2.RouteTableAssociation(
                f"{name}-rta-{index}", route_table_id=self.route_table.id, subnet_id=subnet.id, opts=child
            )
            self.subnets.append(subnet)

        self.rds_security_group = aws.ec2.SecurityGroup(
            f"{name}-rds-sg",
            vpc_id=self.vpc.id,
            description="Allow client access",
            ingress=[
                aws.ec2.SecurityGroupIngressArgs(
                    cidr_blocks=["0.0.0.0/0"],
                    from_port=5432,
                    to_port=5432,
                    protocol="tcp",
                    description="Allow rds access",
                )
            ],
            egress=[aws.ec2.SecurityGroupEgressArgs(protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"])],
            opts=child,
        )
        self.register_outputs({"vpc_id": self.vpc.id, "subnet_ids": pulumi.Output.all(*[s.id for s in self.subnets])})
