"""Managed model endpoints on SageMaker."""

from stackwright.components.aws.endpoint.hosting import AwsEndpoint, AwsEndpointArgs

__all__ = ["AwsEndpoint", "AwsEndpointArgs"]
