"""How the benchmarks measure: whole processes, in turn, after a round that does not count."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable


def seconds(command: list[str], environment: Mapping[str, str] | None = None) -> float:
    """Seconds of a whole process."""
    started = time.perf_counter()
    subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment
    )
    return time.perf_counter() - started


def pairs(first: Callable[[], float], second: Callable[[], float], rounds: int) -> float:
    """Median of first ÷ second, measured in turn after one round that does not count."""
    ratios = [first() / second() for _ in range(rounds + 1)]
    return statistics.median(ratios[1:])
