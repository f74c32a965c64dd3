"""Managed model endpoints on Azure Machine Learning."""

from stackwright.components.azure.endpoint.hosting import AzureEndpoint, AzureEndpointArgs

__all__ = ["AzureEndpoint", "AzureEndpointArgs"]
