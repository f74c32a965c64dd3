"""Managed model endpoints on Vertex AI: containers of one's own, and models of the Model Garden."""

from stackwright.components.gcp.endpoint.hosting import GcpEndpoint, GcpEndpointArgs
from stackwright.components.gcp.endpoint.model_garden import GcpModelGardenEndpoint, GcpModelGardenEndpointArgs

__all__ = ["GcpEndpoint", "GcpEndpointArgs", "GcpModelGardenEndpoint", "GcpModelGardenEndpointArgs"]
