"""What the policy rules cost: in process, when a pack starts, and in the engine's preview."""

import json
import statistics
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

from engine import sandbox, stack
from timing import PYTHON, ROOT, pairs, seconds

PACKS = (ROOT / "policies/packs/security", ROOT / "policies/packs/cost")
ROUNDS = 7
EMPTY = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

nothing = ResourceValidationPolicy(name="nothing", description="nothing", validate=lambda args, report: None)
PolicyPack("{name}", [nothing], EnforcementLevel.MANDATORY)
"""


@cache
def _in_process() -> tuple[float, float]:
    command = [PYTHON, str(ROOT / "tests/bench/mixed.py")]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    rounds = [line.split() for line in printed.splitlines()]
    return statistics.median(float(one) for one, _ in rounds), statistics.median(float(one) for _, one in rounds)


def judging_over_recording() -> float:
    """All rules over 1,000 resources of twenty types ÷ recording them."""
    return _in_process()[0]


def judging_growth() -> float:
    """Judging 2,000 resources ÷ 200."""
    return _in_process()[1]


def pack_start() -> float:
    """The security pack from its start to its port ÷ a process that imports `pulumi_policy`."""
    return pairs(_start, lambda: seconds([PYTHON, "-c", "import pulumi_policy"]), ROUNDS)


def _start() -> float:
    started = time.perf_counter()
    command = [PYTHON, str(PACKS[0] / "__main__.py")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip().isdecimal()
    taken = time.perf_counter() - started
    process.terminate()
    process.wait()
    return taken


def preview_with_packs() -> float:
    """A preview of 100 resources with both packs ÷ the same with two packs of one empty rule."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = [_empty_pack(folder / pack) for pack in ("first", "second")]
        with stack(sandbox(folder), folder) as run:

            def preview(*packs: Path) -> float:
                flags = [word for pack in packs for word in ("--policy-pack", str(pack))]
                started = time.perf_counter()
                # the program is not one of ours: the packs have something to say, and stop it
                printed = run("preview", "--stack", "bench", *flags, fails=packs == PACKS)
                assert packs != PACKS or "aws-s3-tls-only" in printed
                return time.perf_counter() - started

            return pairs(lambda: preview(*PACKS), lambda: preview(*empty), ROUNDS)


def _empty_pack(folder: Path) -> Path:
    folder.mkdir()
    runtime = {"name": "python", "options": {"toolchain": "pip", "virtualenv": str(Path(PYTHON).parents[1])}}
    (folder / "PulumiPolicy.yaml").write_text(json.dumps({"version": "0.1.0", "runtime": runtime}))
    (folder / "__main__.py").write_text(EMPTY.format(name=folder.name))
    return folder


MEASURES = [
    ("all rules over 1,000 resources ÷ recording them", judging_over_recording, 0.5, ""),
    ("judging 2,000 ÷ 200 resources", judging_growth, 12, ""),
    ("start of the security pack ÷ import pulumi_policy", pack_start, 1.3, ""),
    ("preview of 100 with both packs ÷ two empty packs", preview_with_packs, 1.15, ""),
]
