"""What a save costs under `plan --watch`, as the command itself says it, beside a plan of a new process."""

import re
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from timing import PYTHON, ROOT, seconds

EXAMPLES = sorted((ROOT / "blueprints/examples").glob("*.yaml"))
ROUNDS = 3
STACKWRIGHT = str(Path(PYTHON).with_name("stackwright"))
_TOLD = re.compile(r"^\d\d:\d\d:\d\d  .*  (\d+\.\d\d) s$")


def warm_over_cold() -> float:
    """Plans of the saved examples in processes that watch them ÷ whole processes of `plan`, one example at a time."""
    warm, cold = 0.0, 0.0
    for example in EXAMPLES:
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "blueprint.yaml"
            file.write_text(example.read_text())
            with _watching(file) as save:
                found = [(save(), seconds([STACKWRIGHT, "plan", str(file)])) for _ in range(ROUNDS + 1)][1:]
        warm += statistics.median(one for one, _ in found)
        cold += statistics.median(other for _, other in found)
    return warm / cold


@contextmanager
def _watching(file: Path) -> Iterator[Callable[[], float]]:
    """Saves another tag, which every resource has, and answers the seconds that the command says."""
    text = file.read_text()
    turns = cycle((re.sub(r"(?m)^(  owner:) \S+", r"\1 others", text), text))
    watching = subprocess.Popen(
        [STACKWRIGHT, "plan", str(file), "--watch"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert watching.stdout is not None
    assert watching.stderr is not None
    printed, said = watching.stdout, watching.stderr

    def save() -> float:
        file.write_text(next(turns))
        while (told := _TOLD.match(line := printed.readline().rstrip("\n"))) is None:
            assert line or watching.poll() is None
        return float(told[1])

    try:
        while not (line := said.readline()).startswith("watching"):
            assert line or watching.poll() is None
        yield save
    finally:
        watching.terminate()
        watching.communicate()


MEASURES = [("a save of each example under --watch ÷ its plan", warm_over_cold, 0.1, "")]
