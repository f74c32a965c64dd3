"""`make bench`: ratios measured in one run, each beside its bound; absolute times mean nothing here."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import estimating
import judging
import side_by_side
import watching
from engine import ECHO, sandbox, stack
from timing import PYTHON, ROOT, pairs, seconds

EXAMPLE = ROOT / "blueprints/examples/training-aws.yaml"
ROUNDS = 7

TOUCHED = """
import json, sys
from pathlib import Path
from stackwright.cli.review import subject_of
subject_of(Path(sys.argv[1]))
print(json.dumps(sorted(m for m in sys.modules if m.split(".")[0].startswith("pulumi"))))
"""
RECORD = """
import gc, sys, time
import pulumi, pulumi_aws as aws
from stackwright.plan.record import record

def program(count):
    def run():
        for number in range(count // 4):
            bucket = aws.s3.Bucket(f"b{number}", tags={"n": str(number)})
            aws.s3.BucketVersioning(f"b{number}", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
            aws.s3.BucketPublicAccessBlock(f"b{number}", bucket=bucket.id, block_public_acls=True)
            aws.s3.BucketPolicy(f"b{number}", bucket=bucket.id, policy=bucket.bucket.apply(lambda n: '"%s"' % n))
    return run

def timed(count):
    started = time.perf_counter()
    assert len(record(program(count))) == count + 1
    gc.collect()
    return time.perf_counter() - started

timed(200)
for _ in range(3):
    small, large = timed(200), timed(2000)
    print(large / small)
"""


def plan_over_imports(name: str = "training-aws") -> float:
    """Whole process of `plan` ÷ a process that only imports pulumi and the SDK modules that it touched."""
    example = str(EXAMPLE.parent / f"{name}.yaml")
    touched = subprocess.run([PYTHON, "-c", TOUCHED, example], check=True, capture_output=True, text=True, cwd=ROOT)
    imports = "; ".join(f"import {name}" for name in json.loads(touched.stdout))
    stackwright = str(Path(PYTHON).with_name("stackwright"))
    return pairs(lambda: seconds([stackwright, "plan", example]), lambda: seconds([PYTHON, "-c", imports]), ROUNDS)


NINE = """
import sys, time
from pathlib import Path
from stackwright.cli.review import review, subject_of
for example in sys.argv[1:]:
    review(subject_of(Path(example)))
"""


def all_over_slowest() -> float:
    """Plans of all examples in one process ÷ the slowest of them in a process of its own."""
    examples = [str(file) for file in sorted(EXAMPLE.parent.glob("*.yaml"))]
    slowest = max(examples, key=lambda example: seconds([PYTHON, "-c", NINE, example]))
    return pairs(lambda: seconds([PYTHON, "-c", NINE, *examples]), lambda: seconds([PYTHON, "-c", NINE, slowest]), 3)


def plan_memory() -> float:
    """Peak memory of `plan` in MB."""
    stackwright = str(Path(PYTHON).with_name("stackwright"))
    process = subprocess.Popen(
        [stackwright, "plan", str(EXAMPLE)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024


def record_growth() -> float:
    """Recording 2,000 resources ÷ 200."""
    printed = subprocess.run([PYTHON, "-c", RECORD], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return statistics.median(float(line) for line in printed.split())


def sandbox_over_echo() -> float:
    """`up` of 100 resources in the sandbox ÷ the same with a provider that does nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return pairs(lambda: _up(sandbox(folder), folder), lambda: _up(ECHO, folder), 4)


def _up(server: list[str], folder: Path) -> float:
    """Seconds of one `pulumi up` of the 100-resource program against `server`, on an empty stack."""
    with stack(server, folder) as run:
        started = time.perf_counter()
        run("up", "--yes", "--skip-preview", "--stack", "bench")
        taken = time.perf_counter() - started
        run("destroy", "--yes", "--skip-preview", "--stack", "bench")
    return taken


MEASURES: list[tuple[str, Callable[[], float], float, str]] = [
    ("plan of training-aws ÷ importing what it touches", plan_over_imports, 1.4, ""),
    ("the same for training-gcp", lambda: plan_over_imports("training-gcp"), 1.4, ""),
    ("the same for training-azure", lambda: plan_over_imports("training-azure"), 1.4, ""),
    ("all nine plans in one process ÷ the slowest", all_over_slowest, 4, ""),
    ("peak memory of the plan of training-aws", plan_memory, 250, " MB"),
    ("recording 2,000 ÷ 200 resources", record_growth, 12, ""),
    ("sandbox up of 100 resources ÷ echo provider", sandbox_over_echo, 1.15, ""),
    *judging.MEASURES,
    *watching.MEASURES,
    *estimating.MEASURES,
]


def main() -> None:
    """Print every measure."""
    for text, measure, bound, unit in MEASURES:
        value = measure()
        verdict = "holds" if value <= bound else "OVER"
        sys.stdout.write(f"{text:<52} {value:8.2f}{unit}  bound {bound}{unit}  {verdict}\n")
        sys.stdout.flush()
    sys.stdout.write(f"\n{side_by_side.page()}\n")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"largest process of this run: {peak:.0f} MB\n")


if __name__ == "__main__":
    main()
