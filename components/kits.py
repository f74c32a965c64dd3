"""Cloud name to kit, and the tags that every kit gives; a provider SDK is imported only when its cloud is asked for."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from stackwright.components.intents import Foundation
from stackwright.components.roles import Kit

KITS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "aws": ("stackwright.components.aws.kit", "AwsKit", "pulumi_aws"),
        "gcp": ("stackwright.components.gcp.kit", "GcpKit", "pulumi_gcp"),
        "azure": ("stackwright.components.azure.kit", "AzureKit", "pulumi_azure_native"),
    },
)
"""Cloud: module and class of its kit, and the provider SDK that both need."""


class MissingExtra(Exception):
    """The provider SDK of a cloud is not installed; the message is the command that installs it."""


def make_kit(cloud: str, foundation: Foundation) -> Kit:
    """Kit of `cloud`. Raises `MissingExtra` where its provider SDK is not installed."""
    module, kit, sdk = KITS[cloud]
    if find_spec(sdk) is None:
        raise MissingExtra(f"`cloud: {cloud}` needs {sdk} - install it with: pip install 'stackwright[{cloud}]'")
    return getattr(import_module(module), kit)(foundation)


def stack_tags(foundation: Foundation, key: str) -> dict[str, str]:
    """Tags of all that a stack owns: those it asks for, its name by `key`, and its environment by the key beside it."""
    beside = f"{key.removesuffix('stack')}environment"
    return {**foundation.tags, key: foundation.prefix, beside: foundation.environment}
