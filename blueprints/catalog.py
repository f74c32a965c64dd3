"""Shapes that exist: what a user writes for each, what composes it, and where it is available."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from stackwright.blueprints.inference.spec import InferenceSpec
from stackwright.blueprints.landing.spec import LandingSpec
from stackwright.blueprints.sections import StackSpec
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.blueprints.values import Cloud, Platform

Forms = Mapping[Platform | None, frozenset[Cloud]]
"""Clouds on which each platform of a shape is built; None for a shape without platforms."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of stack."""

    name: str
    spec: type[StackSpec]
    summary: str
    forms: Forms

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """Platforms that are built, on any cloud."""
        return tuple(platform for platform in self.forms if platform is not None)

    def clouds(self, platform: Platform | None) -> frozenset[Cloud]:
        """Clouds on which the shape is built for `platform`."""
        return self.forms.get(platform, frozenset())

    @property
    def compose(self) -> Callable[..., Any]:
        """`compose(spec, kit)` of the shape; imports pulumi when read."""
        return self._composer().compose

    @property
    def outputs(self) -> Callable[..., Mapping[str, Any]]:
        """`outputs(stack)` of the shape: what a user gets after `up`; imports pulumi when read."""
        return self._composer().outputs

    @property
    def sources(self) -> Mapping[str, str]:
        """Spec path that each component comes from, by its name without the prefix; imports pulumi when read."""
        return self._composer().SOURCES

    def _composer(self) -> ModuleType:
        return import_module(f"stackwright.blueprints.{self.name}.compose")


def sources(shape: Shape) -> Mapping[str, str]:
    """Spec path that each component of `shape` comes from, by its name without the prefix."""
    return shape.sources


_ALL = frozenset(Cloud)

SHAPES: Mapping[str, Shape] = {
    "landing": Shape(
        "landing",
        LandingSpec,
        "network, key, storage, registry, budget: the ground that other stacks stand on",
        {None: _ALL},
    ),
    "training": Shape(
        "training",
        TrainingSpec,
        "a cluster with accelerated nodes, fast storage and what a training job needs",
        {Platform.KUBERNETES: _ALL},
    ),
    "inference": Shape(
        "inference",
        InferenceSpec,
        "a managed endpoint with traffic split, scaling and data capture",
        {Platform.MANAGED: _ALL},
    ),
}
