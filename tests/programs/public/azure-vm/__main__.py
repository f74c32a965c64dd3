import base64

import pulumi
from pulumi_azure_native import authorization, compute, network, resources

config = pulumi.Config()
admin_username = config.get("adminUsername", "pulumiuser")
admin_password = config.require_secret("password")
vm_size = config.get("vmSize", "Standard_A1_v2")

client = authorization.get_client_config()

resource_group = resources.ResourceGroup("server")

net = network.VirtualNetwork(
    "server-network",
    resource_group_name=resource_group.name,
    address_space=network.AddressSpaceArgs(address_prefixes=["10.0.0.0/16"]),
    subnets=[network.SubnetArgs(name="default", address_prefix="10.0.1.0/24")],
)

public_ip = network.PublicIPAddress(
    "server-ip",
    resource_group_name=resource_group.name,
    public_ip_allocation_method=network.IPAllocationMethod.DYNAMIC,
)

security_group = network.NetworkSecurityGroup(
    "server-security",
    resource_group_name=resource_group.name,
    security_rules=[
        network.SecurityRuleArgs(
            name="server-security-rule",
            priority=1000,
            direction=network.AccessRuleDirection.INBOUND,
            access="Allow",
            protocol="Tcp",
            source_port_range="*",
            source_address_prefix="*",
            destination_address_prefix="*",
            destination_port_ranges=["22", "80"],
        )
    ],
)

network_iface = network.NetworkInterface(
    "server-nic",
    resource_group_name=resource_group.name,
    network_security_group=network.NetworkSecurityGroupArgs(id=security_group.id),
    ip_configurations=[
        network.NetworkInterfaceIPConfigurationArgs(
            name="webserveripcfg",
            subnet=network.SubnetArgs(id=net.subnets[0].id),
            private_ip_allocation_method=network.IPAllocationMethod.DYNAMIC,
            public_ip_address=network.PublicIPAddressArgs(id=public_ip.id),
        )
    ],
)

init_script = """#!/bin/bash
echo "Hello, World!" > index.html
nohup python -m http.server 80 &
"""

vm = compute.VirtualMachine(
    "server-vm",
    resource_group_name=resource_group.name,
    network_profile=compute.NetworkProfileArgs(
        network_interfaces=[compute.NetworkInterfaceReferenceArgs(id=network_iface.id)],
    ),
    hardware_profile=compute.HardwareProfileArgs(vm_size=vm_size),
    os_profile=compute.OSProfileArgs(
        computer_name="hostname",
        admin_username=admin_username,
        admin_password=admin_password,
        custom_data=base64.b64encode(init_script.encode("ascii")).decode("ascii"),
        linux_configuration=compute.LinuxConfigurationArgs(disable_password_authentication=False),
    ),
    storage_profile=compute.StorageProfileArgs(
        os_disk=compute.OSDiskArgs(create_option=compute.DiskCreateOptionTypes.FROM_IMAGE, name="myosdisk1"),
        image_reference=compute.ImageReferenceArgs(
            publisher="canonical", offer="UbuntuServer", sku="16.04-LTS", version="latest"
        ),
    ),
)

role = authorization.RoleAssignment(
    "server-owner",
    principal_id=client.object_id,
    principal_type=authorization.PrincipalType.SERVICE_PRINCIPAL,
    role_definition_id=f"/subscriptions/{client.subscription_id}/providers/Microsoft.Authorization/roleDefinitions/"
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    scope=f"/subscriptions/{client.subscription_id}",
)

public_ip_addr = vm.id.apply(
    lambda _: network.get_public_ip_address_output(
        public_ip_address_name=public_ip.name, resource_group_name=resource_group.name
    )
)

pulumi.export("public_ip", public_ip_addr.ip_address)
