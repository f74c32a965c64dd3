"""The pytest plugin for components and blueprints, and assertions about rules; what is asked for is imported."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stackwright.testing.plugin import Cloud, Plan
    from stackwright.testing.rules import assert_examples, assert_passes, assert_unknown, assert_violates

__all__ = ["Cloud", "Plan", "assert_examples", "assert_passes", "assert_unknown", "assert_violates"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{'rules' if name.startswith('assert_') else 'plugin'}"), name)
