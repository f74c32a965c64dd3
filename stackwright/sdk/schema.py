"""What the installed provider SDKs say about a resource type: inputs, outputs, enums, secrets and defaults.

Type expressions: `string`, `boolean`, `integer`, `number`, `any`, `asset`, `archive`; `[T]` a list, `{T}` a map,
`#folder:Name` an object, `@folder:Name` an enum, `=v` a constant, `A|B` either. On outputs a trailing `?` means
that the property may be absent, and `#folder:Name>out` is the output shape of an object.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from stackwright.sdk.packages import ResourceFile, package_folder, resource_file
from stackwright.sdk.read import class_source, class_spans, constants, properties, signature

_SECRETS = re.compile(r"additional_secret_outputs=(\[[^\]]*\])")
_SECRET_INPUT = re.compile(r'__dict__\["(\w+)"\] = .*pulumi\.Output\.secret\(')
_ALIAS = re.compile(r'pulumi\.Alias\(type_="([^"]+)"\)')
_DEPRECATED = re.compile(r'\A[^\n]*\n    warnings\.warn\("""(.*?)""", DeprecationWarning\)', re.DOTALL)
_MEMBER = re.compile(r"^    [A-Z]\w* = (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ObjectSchema:
    """One object type: its properties by wire name."""

    properties: Mapping[str, str]
    required: tuple[str, ...]
    constants: Mapping[str, Any] = field(default_factory=dict[str, Any])
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    deprecated: Mapping[str, str] = field(default_factory=dict[str, str])
    python: Mapping[str, str] = field(default_factory=dict[str, str])
    """Python spelling of each property."""


@dataclass(frozen=True, slots=True)
class ResourceSchema:
    """One resource type; all names are the provider's own (camelCase)."""

    token: str
    package: str
    inputs: Mapping[str, str]
    required: tuple[str, ...]
    outputs: Mapping[str, str]
    computed: tuple[str, ...]
    """Outputs that are not inputs."""
    secrets: tuple[str, ...]
    constants: Mapping[str, Any]
    """Inputs that have one value only, such as `kind`."""
    defaults: Mapping[str, Any]
    aliases: tuple[str, ...]
    deprecated: str
    """Why the type is deprecated, empty when it is not."""
    deprecated_properties: Mapping[str, str]
    python: Mapping[str, str] = field(default_factory=dict[str, str])
    """Python spelling of each input."""


@lru_cache(maxsize=2048)
def resource_schema(token: str) -> ResourceSchema | None:
    """What the installed SDK says about a resource type, None when no installed SDK knows it."""
    file = resource_file(token)
    source = class_source(file.path, file.name) if file else None
    if file is None or source is None:
        return None
    names, inputs = _arguments(file)
    fixed, defaults = constants(source[source.find("if opts.id is None:") : source.find("super(")])
    outputs = {p.name: p.type + "?" * p.optional for _, p in properties(source, file.folder)}
    deprecated = _DEPRECATED.search(source)
    return ResourceSchema(
        token=token,
        package=file.package,
        inputs=inputs.properties,
        required=inputs.required,
        outputs=outputs,
        computed=tuple(name for name in outputs if name not in inputs.properties),
        secrets=_secrets(source, names),
        constants={**inputs.constants} | {names[k]: v for k, v in fixed.items() if k in names},
        defaults={**inputs.defaults} | {names[k]: v for k, v in defaults.items() if k in names},
        aliases=tuple(_ALIAS.findall(source)),
        deprecated=deprecated.group(1) if deprecated else "",
        deprecated_properties=inputs.deprecated,
        python=inputs.python,
    )


def _secrets(source: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Secret outputs as the class declares them, and inputs that it wraps as secrets."""
    declared = _SECRETS.search(source)
    wrapped = [names[name] for name in _SECRET_INPUT.findall(source) if name in names]
    return tuple(dict.fromkeys([*(ast.literal_eval(declared.group(1)) if declared else ()), *wrapped]))


def _arguments(file: ResourceFile) -> tuple[dict[str, str], ObjectSchema]:
    """(Wire names by Python name, the shape) of a resource's inputs; a type without inputs has no such class."""
    for name in (f"{file.name}Args", f"{file.name}InitArgs"):
        source = class_source(file.path, name)
        if source is not None:
            return _shape(source, file.folder)
    return {}, ObjectSchema({}, ())


def _shape(source: str, folder: str) -> tuple[dict[str, str], ObjectSchema]:
    taken = signature(source, folder)
    found = dict(properties(source, folder))
    names = {python: found[python].name for python in taken.types if python in found}
    fixed, defaults = constants(taken.body)
    return names, ObjectSchema(
        properties={wire: taken.types[python] for python, wire in names.items()},
        required=tuple(wire for python, wire in names.items() if python in taken.required),
        constants={names[k]: v for k, v in fixed.items() if k in names},
        defaults={names[k]: v for k, v in defaults.items() if k in names},
        deprecated={p.name: p.deprecated for p in found.values() if p.deprecated},
        python={wire: python for python, wire in names.items()},
    )


@lru_cache(maxsize=8192)
def object_schema(package: str, key: str) -> ObjectSchema | None:
    """Shape of an object type by its key, the part after `#` of a type expression."""
    folder, _, name = key.partition(":")
    name, output, _ = name.partition(">")
    root = package_folder(package)
    if root is None:
        return None
    path = root / folder / ("outputs.py" if output else "_inputs.py")
    source = class_source(path, name if output else f"{name}Args") if path.is_file() else None
    if source is None:
        return None
    if not output:
        return _shape(source, folder)[1]
    found = [p for _, p in properties(source, folder)]
    fixed, _ = constants(source[source.find("def __init__") :].partition("\n    @")[0])
    return ObjectSchema(
        properties={p.name: p.type + "?" * p.optional for p in found},
        required=tuple(p.name for p in found if not p.optional),
        constants={p.name: fixed[k] for k, p in properties(source, folder) if k in fixed},
    )


@lru_cache(maxsize=4096)
def enum_values(package: str, key: str) -> tuple[Any, ...]:
    """Values of an enum by its key, the part after `@` of a type expression; empty when it is not known."""
    folder, _, name = key.partition(":")
    root = package_folder(package)
    path = root / folder / "_enums.py" if root else Path()
    source = class_source(path, name) if path.is_file() and name in class_spans(path) else None
    return tuple(ast.literal_eval(text) for text in _MEMBER.findall(source or ""))


@lru_cache(maxsize=8192)
def alternatives(expression: str) -> tuple[str, ...]:
    """The parts of `A|B`, without the `?` of an output; bars inside of `[...]` and `{...}` stay."""
    parts: list[str] = []
    depth, current = 0, ""
    for character in expression.removesuffix("?"):
        depth += (character in "[{") - (character in "]}")
        if character == "|" and not depth:
            parts.append(current)
            current = ""
        else:
            current += character
    return (*parts, current)
