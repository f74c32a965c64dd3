"""An ML workspace and a network without walls: public access, keys for endpoints, SSH from everywhere."""

from pulumi_azure_native import machinelearningservices, network, resources

group = resources.ResourceGroup("group")
network.NetworkSecurityGroup(
    "group",
    resource_group_name=group.name,
    security_rules=[
        {
            "name": "ssh",
            "access": "Allow",
            "direction": "Inbound",
            "protocol": "Tcp",
            "priority": 100,
            "source_address_prefix": "Internet",
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": "22",
        }
    ],
)
workspace = machinelearningservices.Workspace(
    "lab", resource_group_name=group.name, public_network_access="Enabled", identity={"type": "SystemAssigned"}
)
machinelearningservices.OnlineEndpoint(
    "chat",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    properties={"auth_mode": "Key", "public_network_access": "Enabled"},
)
