"""Durations as Azure writes them: `PT60M`, `PT1H30M`, `P1D`."""

import re
from typing import Any, Final

_PATTERN: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE)
_MINUTES: Final = (1440.0, 60.0, 1.0, 1 / 60)


def in_minutes(value: float) -> str:
    """Duration of whole minutes."""
    return f"PT{int(value)}M"


def minutes(value: Any) -> float | None:
    """Minutes of an ISO 8601 duration, None for anything else."""
    found = _PATTERN.fullmatch(value) if isinstance(value, str) and len(value) > 2 else None
    if found is None:
        return None
    return sum(int(number) * each for number, each in zip(found.groups(), _MINUTES, strict=True) if number)
