"""When a signal of a stack is bad, told the same way on every cloud."""

from dataclasses import dataclass

FREE_SHARE = 0.1
"""Share of a file system below which it counts as nearly full."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A signal is bad while it is above (or below) `threshold` for `minutes`."""

    threshold: float
    minutes: int
    below: bool = False
