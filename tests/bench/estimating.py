"""What the estimate costs: against its growth, against recording, and its table against an import."""

import statistics
import subprocess
from functools import cache

from timing import PYTHON, ROOT, pairs, seconds

ROUNDS = 7
TABLES = """
from stackwright.pricing.prices import Key, load
for cloud, region in ("aws", "us-east-1"), ("gcp", "us-central1"), ("azure", "eastus"):
    load(cloud).find(region, Key("a service", "with", "no price"))
"""


@cache
def _in_process() -> tuple[float, float]:
    command = [PYTHON, str(ROOT / "tests/bench/mixed.py"), "estimate"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    rounds = [line.split() for line in printed.splitlines()]
    return statistics.median(float(one) for one, _ in rounds), statistics.median(float(one) for _, one in rounds)


def estimating_over_recording() -> float:
    """The estimate of 1,000 resources of twenty types ÷ recording them."""
    return _in_process()[0]


def estimating_growth() -> float:
    """Estimating 2,000 resources ÷ 200."""
    return _in_process()[1]


def loading() -> float:
    """A process that loads the price tables of all clouds ÷ one that imports pydantic, both less an empty process."""
    def taken(code: str) -> float:
        return max(seconds([PYTHON, "-c", code]) - seconds([PYTHON, "-c", "pass"]), 1e-6)

    return pairs(lambda: taken(TABLES), lambda: taken("import pydantic; pydantic.BaseModel"), ROUNDS)


MEASURES = [
    ("estimate of 1,000 resources ÷ recording them", estimating_over_recording, 0.25, ""),
    ("estimating 2,000 ÷ 200 resources", estimating_growth, 11, ""),
    ("loading all price tables ÷ importing pydantic", loading, 0.5, ""),
]
