"""All component classes, for Pulumi's own plugin host and for the package schema."""

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast

import pulumi

NAME, VERSION = "stackwright", "0.1.0"
"""Of the package that the components make."""


def components() -> list[type[pulumi.ComponentResource]]:
    """Every component of every cloud, by name; imports the provider SDKs."""
    found: dict[str, type[pulumi.ComponentResource]] = {}
    for cloud in files("stackwright.components").iterdir():
        if cloud.is_dir() and cloud.joinpath("kit.py").is_file():
            for module in _modules(cloud, f"stackwright.components.{cloud.name}"):
                for value in vars(import_module(module)).values():
                    if isinstance(value, type) and issubclass(value, pulumi.ComponentResource):
                        found[value.__name__] = value
    return [found[name] for name in sorted(found) if found[name].__module__.startswith("stackwright.")]


def _modules(folder: Traversable, package: str) -> list[str]:
    names: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.joinpath("__init__.py").is_file():
            names += _modules(entry, f"{package}.{entry.name}")
        elif entry.name.endswith(".py") and entry.name not in {"__init__.py", "kit.py"}:
            names.append(f"{package}.{entry.name.removesuffix('.py')}")
    return sorted(names)


def package_schema() -> dict[str, Any]:
    """Pulumi package schema of all components, in the form in which `pulumi package get-schema` prints it."""
    from pulumi.provider.experimental.analyzer import Analyzer
    from pulumi.provider.experimental.schema import generate_schema

    read = Analyzer(NAME).analyze(components())
    made = generate_schema(
        NAME,
        VERSION,
        None,
        read["component_definitions"],
        read["type_definitions"],
        sorted(read["dependencies"], key=str),
    )
    return {"config": {}, "provider": {}, **_as_printed(made.to_json())}


def _as_printed(value: Any, key: str = "") -> Any:
    """Without what the engine does not repeat: what an item of a list is, and empty parts."""
    if isinstance(value, list):
        return [_as_printed(item, key) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    fields = cast("Mapping[str, Any]", value)
    silent = key in {"items", "additionalProperties"} or fields.get("description", "") is None
    dropped = {"description"} if silent else set[str]()
    dropped |= {name for name in ("properties", "required", "dependencies") if not fields.get(name, True)}
    return {name: _as_printed(item, name) for name, item in fields.items() if name not in dropped}


def serve() -> None:
    """Answer the engine until it ends; run by `pulumi package add` and by programs that use the components."""
    from pulumi.provider.experimental import component_provider_host

    component_provider_host(components=components(), name=NAME, version=VERSION)


if __name__ == "__main__":  # in a process of its own: Pulumi's host and Google's clients both bring `google.rpc.Status`
    sys.stdout.write(json.dumps(package_schema(), indent=2, sort_keys=True) + "\n")
