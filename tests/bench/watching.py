"""What a save costs under `plan --watch`, as the command itself says it, beside a plan of a new process."""

import re
import subprocess
import tempfile
from itertools import cycle
from pathlib import Path

from timing import PYTHON, ROOT, pairs, seconds

EXAMPLE = ROOT / "blueprints/examples/training-aws.yaml"
ROUNDS = 5
_TOLD = re.compile(r"^\d\d:\d\d:\d\d  .*  (\d+\.\d\d) s$")


def warm_over_cold() -> float:
    """Plan of a saved blueprint in a process that watches it ÷ the whole process of `plan`."""
    stackwright = str(Path(PYTHON).with_name("stackwright"))
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "blueprint.yaml"
        texts = [re.sub(r"(?m)^  nodes: 2\b", f"  nodes: {nodes}", EXAMPLE.read_text()) for nodes in (2, 3)]
        file.write_text(texts[0])
        watching = subprocess.Popen(
            [stackwright, "plan", str(file), "--watch"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert watching.stdout is not None
        assert watching.stderr is not None
        try:
            while not watching.stderr.readline().startswith("watching"):
                assert watching.poll() is None
            turns = cycle((texts[1], texts[0]))

            def warm() -> float:
                file.write_text(next(turns))
                while (told := _TOLD.match(watching.stdout.readline().rstrip())) is None:
                    assert watching.poll() is None
                return float(told[1])

            return pairs(warm, lambda: seconds([stackwright, "plan", str(file)]), ROUNDS)
        finally:
            watching.terminate()
            watching.communicate()


MEASURES = [("a save under plan --watch ÷ a plan of a new process", warm_over_cold, 0.1, "")]
