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


class OtherSettingsError(Exception):
    """A second provider of one package and stack asks for other settings than the first."""


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
    """Settings by stack; one provider serves them all, so a stack has one set of settings for each package.

    Calls do not say which provider instance they are for. A new engine starts afresh.
    """

    def __init__(self) -> None:
        self._engine = ""
        self._by_stack: dict[str, Settings] = {}

    def attach(self, engine: str) -> None:
        """Note which engine calls; another one may have other settings."""
        if engine and engine != self._engine:
            self._engine = engine
            self._by_stack.clear()

    def add(self, package: str, stack: str, settings: Settings) -> None:
        """Note the settings of a stack; raises `OtherSettingsError` when it has others already."""
        known = self._by_stack.setdefault(stack, settings)
        other = {key for key in {*known.values, *settings.values} if known.values.get(key) != settings.values.get(key)}
        if other:
            raise OtherSettingsError(
                f"the sandbox has one {package} provider per stack, and a second one asks for another "
                f"{', '.join(sorted(other))}; give single resources their own `region` or `project` instead"
            )

    def of(self, stack: str) -> Settings:
        """Settings of a stack; those of any stack before it was configured."""
        return self._by_stack.get(stack) or next(iter(self._by_stack.values()), Settings())
