"""What a stack's configuration changes in a blueprint, by flat keys such as `acme:compute.nodes.max`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from stackwright.blueprints.document import Document
from stackwright.blueprints.paths import Steps, is_fields, is_items, leaves, steps_of, text_of, value_at
from stackwright.blueprints.problems import Position, Problem, SpecError, did_you_mean
from stackwright.blueprints.reading import parse
from stackwright.blueprints.redaction import secret_kind
from stackwright.blueprints.schemas import takes_text_only

RESERVED = frozenset({"blueprint"})
"""Keys of the project that name no field of the blueprint."""


@dataclass(slots=True)
class Overrides:
    """The keys of one stack's configuration, as the blueprint sees them."""

    project: str = ""
    values: Mapping[Steps, Any] = field(default_factory=dict[Steps, Any])
    keys: Mapping[Steps, str] = field(default_factory=dict[Steps, str])
    """Configuration key of each path."""
    document: Document | None = None
    """The stack file, when there is one."""
    problems: list[Problem] = field(default_factory=list[Problem])

    def covering(self, steps: Steps) -> Steps | None:
        """The overridden path that decides the value at `steps`."""
        return next((known for known in self.values if steps[: len(known)] == known), None)

    def position(self, steps: Steps) -> Position:
        """Place of the key that overrides `steps`."""
        if self.document is not None:
            return self.document.position(("config", self.keys[steps]))
        return Position("stack config")

    def problem(
        self, key: str, path: str, message: str, *, got: str = "", allowed: str = "", hint: str = ""
    ) -> Problem:
        """Problem with one configuration key."""
        if self.document is not None and ("config", key) in self.document.keys:
            return replace(
                self.document.problem(("config", key), message, at_key=True, got=got, allowed=allowed, hint=hint),
                path=path,
            )
        return Problem(path, f"{message} (stack config `{key}`)", got, allowed, hint, file="stack config")


def collect(
    config: Mapping[str, Any] | None,
    *,
    project: str,
    document: Document | None,
    secret_keys: Collection[str],
    spec: type[BaseModel],
) -> Overrides:
    """The overrides of `config`, or of the stack file `document` when no config is given, for a blueprint of `spec`."""
    found = Overrides(project, document=document)
    given = dict(config) if config is not None else _configured(document)
    values: dict[Steps, Any] = {}
    keys: dict[Steps, str] = {}
    for key, value in sorted(given.items()):
        namespace, _, name = key.rpartition(":")
        if namespace not in ("", project) or name in RESERVED:
            continue
        full = f"{project}:{name}" if project else name
        steps = steps_of(name)
        secret = key in secret_keys or full in secret_keys or _encrypted(value)
        problem = _refused(found, full, steps, value, spec, secret=secret)
        if problem is not None:
            found.problems.append(problem)
        elif not secret:
            values[steps], keys[steps] = _plain(value, spec, steps), full
    found.values, found.keys = values, keys
    return found


def _configured(document: Document | None) -> Mapping[str, Any]:
    if document is None:
        return {}
    config: Any = value_at(document.data, ("config",))
    given = config if is_fields(config) else {}
    return {key: document.written.get(("config", key), value) for key, value in given.items()}


def _refused(
    found: Overrides, key: str, steps: Steps, value: Any, spec: type[BaseModel], *, secret: bool
) -> Problem | None:
    path = text_of(steps)
    first = str(steps[0]) if steps else ""
    if first not in spec.model_fields:
        if secret:
            return None
        hint = (
            did_you_mean(first, spec.model_fields)
            or "put keys of your own code in a namespace of their own, such as `app:`"
        )
        return found.problem(key, path, "is not a field of the blueprint", hint=hint)
    if secret:
        hint = f"pulumi config set --plaintext {key} VALUE"
        return found.problem(key, path, "is encrypted, and a blueprint takes no secrets", hint=hint)
    if isinstance(value, str) and secret_kind(value):
        hint = "remove it and revoke it; a blueprint takes no secrets"
        return found.problem(key, path, "looks like a credential, and a blueprint holds no secrets", hint=hint)
    nested = _plain(value, spec, steps)
    if is_fields(nested):
        each = leaves(nested, steps)
        commands = [f"pulumi config set {found.project}:{text_of(below)} {_shell(leaf)}" for below, leaf in each]
        hint = "; ".join([f"pulumi config rm {key}", *commands])
        return found.problem(key, path, "is nested; an override is one flat key a field", hint=hint)
    return None


def _encrypted(value: Any) -> bool:
    return is_fields(value) and set(value) == {"secure"}


def _shell(leaf: Any) -> str:
    text = str(leaf).lower() if isinstance(leaf, bool) else str(leaf)
    return text if text and all(char.isalnum() or char in "-_./:@%+" for char in text) else "VALUE"


def _plain(value: Any, spec: type[BaseModel], steps: Steps) -> Any:
    """Value of a configuration key; the engine hands everything over as text."""
    if not isinstance(value, str) or takes_text_only(spec, steps):
        return value
    try:
        parsed: Any = parse(value, "").data
    except SpecError:
        return value
    return value if parsed is None or isinstance(parsed, str) else parsed


def apply(data: dict[str, Any], overrides: Overrides) -> None:
    """Writes the overrides into `data`; one that does not fit the blueprint becomes a problem."""
    for steps, value in overrides.values.items():
        here: Any = data
        for step, following in pairwise(steps):
            here = _below(here, step, following)
        if not _written(here, steps[-1], value):
            above = text_of(steps[:-1])
            hint = f"override `{above}` as a whole, or change the blueprint"
            message = f"does not fit `{above}` of the blueprint"
            overrides.problems.append(overrides.problem(overrides.keys[steps], text_of(steps), message, hint=hint))


def _written(here: Any, step: str | int, value: Any) -> bool:
    if is_fields(here) and isinstance(step, str):
        here[step] = value
        return True
    if is_items(here) and isinstance(step, int) and step < len(here):
        here[step] = value
        return True
    return False


def _below(here: Any, step: str | int, following: str | int) -> Any:
    if is_fields(here) and isinstance(step, str):
        if here.get(step) is None and isinstance(following, str):
            here[step] = {}
        return here.get(step)
    return value_at(here, (step,))
