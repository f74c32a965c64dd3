"""What an environment changes: a table of defaults, below the blueprint and the stack config."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stackwright.blueprints.paths import Steps, is_fields, is_items
from stackwright.blueprints.values import Environment

_EACH = "*"


@dataclass(frozen=True, slots=True)
class Default:
    """One field and its value in each environment; `*` stands for every item of a list."""

    path: tuple[str, ...]
    dev: object
    staging: object
    prod: object

    def value(self, environment: Environment) -> object:
        """The value in `environment`."""
        return {Environment.DEV: self.dev, Environment.STAGING: self.staging, Environment.PROD: self.prod}[environment]


PROFILE: tuple[Default, ...] = (
    Default(("network", "zones"), dev=2, staging=2, prod=3),
    Default(("network", "nat"), dev="single", staging="single", prod="per_zone"),
    Default(("protect",), dev=False, staging=False, prod=True),
    Default(("log_retention_days",), dev=7, staging=30, prod=365),
    Default(("endpoint", "variants", _EACH, "instances", "min"), dev=1, staging=1, prod=2),
)
"""No row names a field that is part of a name: changing the environment must replace nothing."""


def apply(data: dict[str, Any], environment: Environment, fields: Mapping[str, Any]) -> dict[Steps, object]:
    """Fills what `data` leaves open in sections that the shape has; answers what was filled."""
    filled: dict[Steps, object] = {}
    for default in PROFILE:
        if default.path[0] in fields:
            _fill(data, default.path, default.value(environment), (), filled)
    return filled


def _fill(here: Any, path: tuple[str, ...], value: object, at: Steps, filled: dict[Steps, object]) -> None:
    step, rest = path[0], path[1:]
    if step == _EACH:
        for index, item in enumerate(here if is_items(here) else []):
            _fill(item, rest, value, (*at, index), filled)
    elif not is_fields(here):
        return
    elif not rest:
        if step not in here:
            here[step] = value
            filled[(*at, step)] = value
    elif _EACH in rest:
        _fill(here.get(step), rest, value, (*at, step), filled)
    else:
        _fill(here.setdefault(step, {}), rest, value, (*at, step), filled)
