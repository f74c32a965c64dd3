"""A blueprint file to a typed spec: every problem collected first, with its place and what to do."""

import copy
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stackwright.blueprints import checks, profiles
from stackwright.blueprints import overrides as configuration
from stackwright.blueprints.catalog import SHAPES, Shape
from stackwright.blueprints.document import Document, hidden_path
from stackwright.blueprints.overrides import Overrides
from stackwright.blueprints.paths import Steps, ancestors, is_fields, is_items, leaves, steps_of, text_of, value_at
from stackwright.blueprints.problems import Position, Problem, SpecError, did_you_mean, listed
from stackwright.blueprints.reading import read
from stackwright.blueprints.redaction import secret_kind
from stackwright.blueprints.schemas import vocabulary
from stackwright.blueprints.sections import VERSION, StackSpec
from stackwright.blueprints.values import Cloud, Environment
from stackwright.blueprints.wording import Mistake, mistakes

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Origin:
    """One resolved value and where it comes from."""

    value: Any
    origin: str
    """`stack config`, `blueprint`, `profile` or `default`."""
    where: Position | None = None
    """Place in a file, for the first two."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A sound blueprint."""

    path: Path
    spec: StackSpec
    shape: Shape
    document: Document = field(repr=False)
    overrides: Overrides = field(repr=False)
    profile: Mapping[Steps, object] = field(repr=False)

    @property
    def text(self) -> str:
        """The file as it was read."""
        return self.document.text

    @property
    def name(self) -> str:
        """Start of every logical name; never depends on the environment."""
        return self.spec.name

    def position(self, spec_path: str) -> Position:
        """Place of `spec_path`, such as `compute.nodes`, or of what is nearest above it in the file."""
        return self.document.position(steps_of(spec_path))

    @property
    def origins(self) -> Mapping[str, Origin]:
        """Every resolved value by its path, with where it comes from."""
        return {
            text_of(steps): self._origin(steps, value) for steps, value in leaves(self.spec.model_dump(mode="json"))
        }

    def _origin(self, steps: Steps, value: Any) -> Origin:
        covering = self.overrides.covering(steps)
        if covering is not None:
            return Origin(value, "stack config", self.overrides.position(covering))
        if steps in self.profile:
            return Origin(value, "profile")
        for above in ancestors(steps):
            found = value_at(self.document.data, above)
            if found is not None:
                given = above == steps or not is_fields(found)
                return Origin(value, "blueprint", self.document.position(above)) if given else Origin(value, "default")
        return Origin(value, "default")


def load(
    path: Path,
    overrides: Mapping[str, str] | None = None,
    *,
    project: str = "",
    stack_file: Path | None = None,
    secret_keys: Collection[str] = (),
    root: Path | None = None,
) -> Loaded:
    """The blueprint at `path` under a stack's configuration; raises `SpecError` with all its problems.

    `overrides` are configuration keys with or without their `project:`; None reads them from `stack_file`,
    which also tells the line of a key that is wrong. Messages name files from `root`, or as they are given.
    """
    document = read(path, vocabulary(), shown_from(root, path))
    shape = _shape(document)
    stack = read(stack_file, shown=shown_from(root, stack_file)) if stack_file and stack_file.is_file() else None
    given = configuration.collect(overrides, project=project, document=stack, secret_keys=secret_keys, spec=shape.spec)
    data: dict[str, Any] = copy.deepcopy(document.data)
    configuration.apply(data, given)
    filled = profiles.apply(data, _environment(data), shape.spec.model_fields, _cloud(data))
    place = _Place(document, given, filled, data)
    found = [*document.credentials(), *given.problems]
    try:
        spec = shape.spec.model_validate(data)
        found += map(place.problem, checks.run(spec))
    except ValidationError as error:
        spec = None
        found += map(place.problem, mistakes(error, shape.spec, data))
        found += map(place.problem, checks.run_where_sound(shape.spec, data))
    if found or spec is None:
        raise SpecError(_without_echo(found))
    return Loaded(path, spec, shape, document, given, filled)


def shown_from(root: Path | None, path: Path) -> str:
    """How messages name `path`: from `root` where it is inside, else as it is given."""
    inside = root is not None and path.is_relative_to(root)
    return (path.relative_to(root) if inside else path).as_posix()  # pyright: ignore[reportArgumentType]


def _shape(document: Document) -> Shape:
    data = document.data
    if data is None:
        hint = "write one, or let `stackwright new` write it"
        raise SpecError([document.problem((), "is empty", allowed="a blueprint", hint=hint)])
    if not is_fields(data):
        raise SpecError([document.problem((), "is not a blueprint", allowed="fields, written as `field: value`")])
    version: Any = value_at(data, ("stackwright",))
    if isinstance(version, int) and version > VERSION:
        message = f"is written for a newer release; this one reads version {VERSION}"
        hint = "upgrade stackwright, or ask the author for the older form"
        raise SpecError([document.problem(("stackwright",), message, got=str(version), hint=hint)])
    name: Any = value_at(data, ("blueprint",))
    if isinstance(name, str) and name in SHAPES:
        return SHAPES[name]
    near = did_you_mean(name, SHAPES) if isinstance(name, str) else ""
    if name is None:
        problem = document.problem((), "is required", allowed=listed(SHAPES), hint="add `blueprint: training`")
        raise SpecError([Problem("blueprint", problem.message, "", problem.allowed, problem.hint, problem.file)])
    got = _got(name, ("blueprint",), document.hidden(("blueprint",)))
    raise SpecError([document.problem(("blueprint",), "is not a shape", got=got, allowed=listed(SHAPES), hint=near)])


def _environment(data: Mapping[str, Any]) -> Environment:
    given = data.get("environment")
    known = isinstance(given, str) and given in list(Environment)
    return Environment(given) if known else Environment.DEV


def _cloud(data: Mapping[str, Any]) -> Cloud:
    given = data.get("cloud")
    known = isinstance(given, str) and given in list(Cloud)
    return Cloud(given) if known else Cloud.AWS


@dataclass(frozen=True, slots=True)
class _Place:
    """Ties a mistake to the file that the value comes from."""

    document: Document
    overrides: Overrides
    profile: Mapping[Steps, object]
    data: Mapping[str, Any]

    def problem(self, mistake: Mistake) -> Problem:
        steps = mistake.steps
        value = value_at(self.data, steps)
        got = _got(value, steps, self.document.hidden(steps), self.document.written.get(steps)) if mistake.show else ""
        hint = "; ".join(filter(None, [mistake.hint, self._from_profile(steps)]))
        covering = self.overrides.covering(steps)
        if covering is not None:
            key = self.overrides.keys[covering]
            return self.overrides.problem(
                key, text_of(steps), mistake.message, got=got, allowed=mistake.allowed, hint=hint
            )
        return self.document.problem(
            steps, mistake.message, at_key=mistake.at_key, got=got, allowed=mistake.allowed, hint=hint
        )

    def _from_profile(self, steps: Steps) -> str:
        near = [filled for filled in self.profile if filled[:-1] == steps[:-1] and len(filled) > 2]
        beside = [filled for filled in near if profiles.varies(filled)]
        if not beside or steps in self.profile:
            return ""
        filled = beside[0]
        return f"`{filled[-1]}` is {self.profile[filled]} by the `{_environment(self.data)}` profile"


def _got(value: Any, steps: Steps, hidden: bool, written: str | None = None) -> str:
    if hidden or hidden_path(steps):
        return ""
    if is_fields(value):
        return "a section"
    if is_items(value):
        return "a list"
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) or written is None else written
    if secret_kind(text.strip('"')):
        return ""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _without_echo(problems: list[Problem]) -> Iterator[Problem]:
    """Drops what only follows from a worse problem at the same place."""
    credentials = {problem.path for problem in problems if problem.message.startswith("looks like a credential")}
    for problem in problems:
        if problem.path not in credentials or problem.message.startswith("looks like a credential"):
            yield problem
