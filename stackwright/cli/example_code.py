"""An example of a rule as a Pulumi program in Python, spelled as the installed provider SDKs spell it."""

import json
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from stackwright.cli.literals import Call, Code, written
from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, Parts
from stackwright.sdk.packages import PROVIDER_PREFIX, package_of, resource_file, snake_case
from stackwright.sdk.schema import ObjectSchema, alternatives, object_schema, resource_schema

OUTPUTS: Final[Mapping[tuple[str, str], str]] = {
    ("aws:kms/key:Key", ""): "arn",
    ("aws:iam/policy:Policy", ""): "arn",
    ("aws:ecr/repository:Repository", ""): "name",
    ("azure-native:storage:StorageAccount", "accountName"): "name",
    ("azure-native:keyvault:Key", "keyId"): "keyUriWithVersion",
    ("azure-native:keyvault:Key", "keyIdentifier"): "keyUriWithVersion",
    ("azure-native:keyvault:Key", "keyUrl"): "keyUriWithVersion",
    ("azure-native:keyvault:Key", "keyVaultArmId"): "",
    ("azure-native:keyvault:Vault", "keyVaultUri"): "properties.vaultUri",
}
"""Output of a type that a property takes, by the property or whatever it is; its id where nothing is said.

Empty for what an example only pretends to make from that resource."""
PLACEHOLDER: Final = "..."


def needed_inputs(token: str) -> frozenset[str] | None:
    """Inputs that the installed SDK requires of a type, None where no SDK has it."""
    schema = resource_schema(token)
    return None if schema is None else frozenset(schema.required)


def completed(parts: Parts) -> Parts:
    """The parts with a placeholder for every required input that an example leaves out."""
    return tuple(_completed(one) for one in parts)


def _completed(one: Part) -> Part:
    schema = resource_schema(one.type)
    if schema is None:
        return one
    absent = {key: _placeholder(schema.package, schema.inputs[key]) for key in schema.required if key not in one.inputs}
    return replace(one, inputs={**absent, **one.inputs}) if absent else one


def _placeholder(package: str, expression: str) -> Any:
    first = alternatives(expression)[0]
    if first.startswith("#") and (shape := object_schema(package, first[1:])):
        return {key: _placeholder(package, shape.properties[key]) for key in shape.required}
    if first.startswith("["):
        return [_placeholder(package, first[1:-1])]
    return {} if first.startswith("{") else PLACEHOLDER


def output_of(target: Part, property: str) -> str:
    """Output of a resource that another's property takes, in the provider's spelling."""
    return next((OUTPUTS[asked] for asked in ((target.type, property), (target.type, "")) if asked in OUTPUTS), "id")


def python_program(parts: Parts) -> str | None:
    """The parts as a program, None where no installed SDK knows one of them."""
    if any(resource_file(one.type) is None for one in parts):
        return None
    variables = _variables(parts)
    wired = {name for one in parts for name in (one.provider, *one.wires.values())}
    lines: list[str] = []
    for one in parts:
        start = f"{variables[one.name]} = " if one.name in wired else ""
        lines.append(start + written(_made(one, parts, variables), len(start)))
    body = "\n".join(lines)
    return f"{_imports(parts, body)}\n\n{body}\n"


def _variables(parts: Parts) -> dict[str, str]:
    """Variable of each part; none has the name of a module."""
    taken = {_constructor(one).partition(".")[0] for one in parts} | {"json", "pulumi"}
    plain = {one.name: re.sub(r"\W", "_", snake_case(one.name)) for one in parts}
    return {name: f"{word}_" if word in taken or keyword.iskeyword(word) else word for name, word in plain.items()}


def _constructor(one: Part) -> str:
    file = resource_file(one.type)
    assert file is not None
    where = file.folder.replace("/", ".") or f"pulumi_{file.package.replace('-', '_')}"
    return f"{where}.{file.name}"


def _imports(parts: Parts, body: str) -> str:
    lines: set[tuple[int, str]] = {(0, "import json")} if "json.dumps(" in body else set()
    if "pulumi.ResourceOptions(" in body:
        lines.add((1, "import pulumi"))
    modules: dict[str, set[str]] = {}
    for one in parts:
        package = f"pulumi_{package_of(one.type).replace('-', '_')}"
        first = _constructor(one).partition(".")[0]
        if first == package:
            lines.add((1, f"import {package}"))
        else:
            modules.setdefault(package, set()).add(first)
    lines |= {(2, f"from {package} import {', '.join(sorted(names))}") for package, names in modules.items()}
    standard = [line for group, line in sorted(lines) if group == 0]
    others = [line for group, line in sorted(lines) if group]
    return "\n".join([*standard, ""] * bool(standard) + others)


def _made(one: Part, parts: Parts, variables: Mapping[str, str]) -> Call:
    """The call that makes a resource."""
    schema = resource_schema(one.type)
    assert schema is not None
    targets = {part.name: part for part in parts}
    named: dict[str, Any] = {}
    for key, given in one.inputs.items():
        target = targets.get(one.wires.get(key, ""))
        name, expression = schema.python.get(key, snake_case(key)), schema.inputs.get(key, "any")
        spelled = _Spelled(schema.package, target, variables.get(target.name, "") if target else "")
        name = f"{name}_" if name == "resource_name" else name  # taken: the first argument of every class
        named[name] = spelled(_as_given(one, given, expression), expression, key)
    options: dict[str, Any] = {"protect": True} if one.protect else {}
    if one.provider in targets:
        options["provider"] = Code(variables[one.provider])
    if options:
        named["opts"] = Call("pulumi.ResourceOptions", named=options)
    return Call(_constructor(one), (one.name,), named)


def _as_given(one: Part, given: Any, expression: str) -> Any:
    """A provider's settings reach the engine as texts: what the program gave that is no text."""
    plain = not one.type.startswith(PROVIDER_PREFIX) or "string" in alternatives(expression)
    return given if plain or not isinstance(given, str) else json.loads(given)


@dataclass(frozen=True, slots=True)
class _Spelled:
    """Values below one input, which may be made from another resource."""

    package: str
    target: Part | None
    variable: str

    def __call__(self, given: Any, expression: str, key: str) -> Any:
        if given is UNKNOWN:
            output = output_of(self.target, key) if self.target else ""
            return Code(".".join([self.variable, *map(snake_case, output.split("."))])) if output else PLACEHOLDER
        if isinstance(given, Mapping):
            return self._object(cast("Mapping[str, Any]", given), expression)
        if isinstance(given, list):
            inner = next((kind[1:-1] for kind in alternatives(expression) if kind.startswith("[")), "any")
            return [self(item, inner, key) for item in cast("list[Any]", given)]
        return _text(given) if isinstance(given, str) else given

    def _object(self, given: Mapping[str, Any], expression: str) -> Any:
        """An object with its members' Python names, or a map with the keys as they are."""
        kinds = alternatives(expression)
        known = {kind[1:]: object_schema(self.package, kind[1:]) for kind in kinds if kind.startswith("#")}
        fitting = [(key, shape) for key, shape in known.items() if shape and _fits(shape, given)]
        if not fitting:
            inner = next((kind[1:-1] for kind in kinds if kind.startswith("{")), "any")
            return {key: self(value, inner, key) for key, value in given.items()}
        key, shape = fitting[0]
        members = {shape.python[name]: self(value, shape.properties[name], name) for name, value in given.items()}
        # the SDK cannot tell which of several shapes a plain mapping is
        return members if len(known) == 1 else Call(f"{key.replace('/', '.').replace(':', '.')}Args", named=members)


def _fits(shape: ObjectSchema, given: Mapping[str, Any]) -> bool:
    fixed = shape.constants.items()
    return given.keys() <= shape.properties.keys() and all(given.get(name, value) == value for name, value in fixed)


def _text(given: str) -> Any:
    """A JSON document as the call that makes exactly this text, other text as it is."""
    if given.startswith("{"):
        try:
            document = json.loads(given)
        except ValueError:
            return given
        if json.dumps(document) == given:
            return Call("json.dumps", (document,))
    return given
