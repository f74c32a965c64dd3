"""The calls of the Vertex AI API that no resource of the provider makes, on Google's own client.

The client is imported when a call is made: it costs seconds, and a plan needs none of it.
"""

import os
import warnings
from importlib import import_module
from typing import Any

ADDRESS = "STACKWRIGHT_VERTEX_API"
"""Environment variable with `host:port` of a gRPC server to call in place of Google's, without credentials."""

WAIT_SECONDS = 2 * 60 * 60
"""Longest that Vertex AI works on a deployment: ModelContainerSpec.deployment_timeout of its API."""


class MissingClient(Exception):
    """Google's client of Vertex AI is not installed; the message is the command that installs it."""


def models(region: str) -> Any:
    """Client for models of `region`."""
    return _client("ModelServiceClient", region)


def endpoints(region: str) -> Any:
    """Client for endpoints of `region`."""
    return _client("EndpointServiceClient", region)


def is_gone(error: Exception) -> bool:
    """Whether `error` says that what was asked for does not exist."""
    return isinstance(error, import_module("google.api_core.exceptions").NotFound)


def _client(service: str, region: str) -> Any:
    """Client over gRPC: over REST it asks for operations at paths that are not the public API's (2.7.0)."""
    try:
        with warnings.catch_warnings():
            # the client warns of the end of Python versions years ahead, on every run
            warnings.simplefilter("ignore", FutureWarning)
            kind = getattr(import_module("google.cloud.aiplatform_v1"), service)
    except ImportError:
        raise MissingClient(
            "serving a container on Vertex AI needs google-cloud-aiplatform - "
            "install it with: pip install 'google-cloud-aiplatform>=2.7'"
        ) from None
    address = os.environ.get(ADDRESS)
    if not address:
        return kind(client_options={"api_endpoint": f"{region}-aiplatform.googleapis.com"})
    channel = import_module("grpc").insecure_channel(address)
    return kind(transport=kind.get_transport_class("grpc")(channel=channel))
