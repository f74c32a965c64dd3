"""The one place where pydantic meets Pulumi: wires (`In[T]`) and the base of every component's arguments."""

from collections.abc import Awaitable
from typing import TypeVar, Union

import pulumi
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")

# pulumi.Input carries a forward reference pydantic cannot resolve; this spelling it can,
# and Pulumi's schema analyzer still reads it as an input.
In = Union[T, Awaitable[T], pulumi.Output[T]]  # noqa: UP007
"""A value that may come from another resource. Knobs, known before deployment, are plain types instead."""


class Args(BaseModel):
    """Base of every component's arguments: closed, frozen, and silent about the values it refuses."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )
