"""The network role on Azure: a VNet with its tiers, its private endpoints and its flow logs."""

from stackwright.components.azure.network.vnet import AzureNetwork, AzureNetworkArgs

__all__ = ["AzureNetwork", "AzureNetworkArgs"]
