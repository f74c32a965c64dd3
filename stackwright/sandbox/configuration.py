"""Settings of a provider instance: where it acts and what it adds to every resource."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from stackwright.sandbox.wire import opened
from stackwright.sdk.regions import Context
from stackwright.sdk.schema import resource_schema

_NOT_SETTINGS = ("version", "pluginDownloadURL", "__internal", "parameterization")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a provider was configured with."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def context(self, seed: str = "") -> Context:
        """Where resources are made up."""
        given = self.values
        usual = Context()
        return Context(
            region=str(given.get("region") or environment_region() or given.get("location") or usual.region),
            project=str(given.get("project") or usual.project),
            subscription=str(given.get("subscriptionId") or usual.subscription),
            default_tags=_default_tags(given),
            seed=seed,
        )


def environment_region() -> str:
    """Region that the environment gives the AWS provider."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""


def read_settings(args: Mapping[str, Any]) -> Settings:
    """Settings from the arguments of Configure, in which nested values are text in JSON."""
    values: dict[str, Any] = {}
    for key, value in opened(dict(args)).items():
        if key not in _NOT_SETTINGS:
            values[key] = _parsed(value)
    return Settings(values)


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return opened(json.loads(value))
        except ValueError:
            return value
    return value


def _default_tags(values: Mapping[str, Any]) -> dict[str, str]:
    tags = values.get("defaultTags")
    inner = cast(dict[str, Any], tags).get("tags") if isinstance(tags, dict) else None
    return {key: str(value) for key, value in cast(dict[str, Any], inner or {}).items()}


def config_failures(package: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the real provider refuses of a configuration: unknown settings, no region."""
    schema = resource_schema(f"pulumi:providers:{package}")
    known = {*schema.inputs, *_NOT_SETTINGS} if schema else set(values)
    failures = [(key, "no such setting") for key in values if key not in known and not key.startswith("__")]
    if package == "aws" and not values.get("region") and not environment_region():
        failures.append(("region", "no region: `pulumi config set aws:region us-east-1`, or set AWS_REGION"))
    return failures


class Configured:
    """Settings by connection: the engine opens one for each provider instance, and calls do not say which they are for.

    So a stack may have several providers of one package, each with its region and default tags.
    """

    def __init__(self) -> None:
        self._by_peer: dict[str, Settings] = {}
        self._latest = Settings()

    def add(self, peer: str, settings: Settings) -> None:
        """Note what the provider behind a connection was configured with."""
        self._by_peer[peer] = self._latest = settings

    def of(self, peer: str) -> Settings:
        """Settings of the provider behind a connection; the latest ones for a connection that has none."""
        return self._by_peer.get(peer, self._latest)
