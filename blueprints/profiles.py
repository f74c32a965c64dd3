"""What an environment and a cloud change: a table of defaults, below the blueprint and the stack config."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stackwright.blueprints.paths import Steps, is_fields, is_items
from stackwright.blueprints.values import Cloud, Environment
from stackwright.components.limits import LUSTRE

_EACH = "*"


@dataclass(frozen=True, slots=True)
class Default:
    """One field and its value in each environment; `*` stands for every item of a list."""

    path: tuple[str, ...]
    dev: object
    staging: object
    prod: object
    cloud: Cloud | None = None
    """The only cloud that it is for; it comes before a row for all of them."""
    beside: Mapping[str, tuple[object, ...]] = field(default_factory=dict[str, tuple[object, ...]])
    """Values that fields of the same section have, None where one is unset; the section is then never made."""

    def value(self, environment: Environment) -> object:
        """The value in `environment`."""
        return {Environment.DEV: self.dev, Environment.STAGING: self.staging, Environment.PROD: self.prod}[environment]

    @property
    def varies(self) -> bool:
        """Whether the environment decides the value."""
        return not self.dev == self.staging == self.prod


_SIZE, _SPEED = ("storage", "scratch", "size_gib"), ("storage", "scratch", "throughput")


def _smallest(cloud: Cloud, throughput: int) -> Iterator[Default]:
    """The smallest lustre file system of `cloud` with the throughput that is asked for, or with `throughput`."""
    lustre: Mapping[str, tuple[object, ...]] = {"kind": (None, "lustre")}
    for speed, size in LUSTRE[cloud].steps_gib.items():
        asked = (None, speed) if speed == throughput else (speed,)
        yield Default(_SIZE, size, size, size, cloud, {**lustre, "throughput": asked})
    yield Default(_SPEED, throughput, throughput, throughput, cloud, lustre)


PROFILE: tuple[Default, ...] = (
    Default(("network", "zones"), dev=2, staging=2, prod=3),
    Default(("network", "nat"), dev="single", staging="single", prod="per_zone"),
    Default(("protect",), dev=False, staging=False, prod=True),
    Default(("log_retention_days",), dev=30, staging=30, prod=365, cloud=Cloud.AZURE),
    Default(("log_retention_days",), dev=7, staging=30, prod=365),
    Default(("endpoint", "variants", _EACH, "instances", "min"), dev=1, staging=1, prod=2),
    *_smallest(Cloud.GCP, throughput=1000),
    *_smallest(Cloud.AZURE, throughput=500),
)
"""No row names a field that is part of a name: changing the environment must replace nothing."""


def apply(
    data: dict[str, Any], environment: Environment, fields: Mapping[str, Any], cloud: Cloud = Cloud.AWS
) -> dict[Steps, object]:
    """Fills what `data` leaves open in sections that the shape has; answers what was filled."""
    filled: dict[Steps, object] = {}
    for default in PROFILE:
        if default.path[0] in fields and default.cloud in (None, cloud):
            _fill(data, default, default.value(environment), filled)
    return filled


def varies(steps: Steps) -> bool:
    """Whether the environment decides what stands at `steps` when nobody does."""
    path = tuple(_EACH if isinstance(step, int) else step for step in steps)
    return any(default.path == path and default.varies for default in PROFILE)


def _fill(data: dict[str, Any], default: Default, value: object, filled: dict[Steps, object]) -> None:
    for here, at in _sections(data, default.path[:-1], (), make=not default.beside):
        name = default.path[-1]
        if name not in here and all(here.get(other) in known for other, known in default.beside.items()):
            here[name] = value
            filled[(*at, name)] = value


def _sections(here: Any, path: tuple[str, ...], at: Steps, *, make: bool) -> Iterator[tuple[dict[str, Any], Steps]]:
    """Every section at `path` below `here`; one that is not there is made, but for items of a list."""
    if not path:
        if is_fields(here):
            yield here, at
        return
    step, rest = path[0], path[1:]
    if step == _EACH:
        for index, item in enumerate(here if is_items(here) else []):
            yield from _sections(item, rest, (*at, index), make=make)
    elif is_fields(here):
        below = here.setdefault(step, {}) if make and _EACH not in rest else here.get(step)
        yield from _sections(below, rest, (*at, step), make=make)
