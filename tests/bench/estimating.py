"""What the estimate costs: against its growth, against recording, and its table against an import."""

import os
import statistics
import subprocess
from functools import cache

from timing import PYTHON, ROOT, pairs

ROUNDS = 7
TABLES = """
for cloud, region in ("aws", "us-east-1"), ("gcp", "us-central1"), ("azure", "eastus"):
    load(cloud).find(region, Key("a service", "with", "no price"))
"""
TIMED = """
import dataclasses, importlib.resources, inspect, time
{before}
started = time.process_time()
{work}
print(time.process_time() - started)
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
    """Reading the price tables of all clouds ÷ importing pydantic, each in a process that did neither."""

    def taken(work: str, before: str = "") -> float:
        code = TIMED.format(before=before, work=work)
        settings = os.environ | {"STACKWRIGHT_PRICES": "shipped"}
        done = subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT, env=settings)
        return float(done.stdout)

    first = "from stackwright.pricing.prices import Key, load"
    return pairs(lambda: taken(TABLES, first), lambda: taken("import pydantic; pydantic.BaseModel"), ROUNDS)


MEASURES = [
    ("estimate of 1,000 resources ÷ recording them", estimating_over_recording, 0.25, ""),
    ("estimating 2,000 ÷ 200 resources", estimating_growth, 11, ""),
    ("loading all price tables ÷ importing pydantic", loading, 0.5, ""),
]
