"""Area of concern: a plan touches the SDK of its own cloud only."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "blueprints/examples").glob("*.yaml"))
SDKS = {"aws": "pulumi_aws", "gcp": "pulumi_gcp", "azure": "pulumi_azure_native"}
CODE = """
import sys
from pathlib import Path
from stackwright.cli.review import review, subject_of
review(subject_of(Path(sys.argv[1])))
print(*sorted({name.partition(".")[0] for name in sys.modules if name.startswith("pulumi_")}))
"""


@pytest.mark.parametrize("example", EXAMPLES, ids=[file.stem for file in EXAMPLES])
def test_a_plan_imports_the_sdk_of_its_own_cloud_only(example: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CODE, str(example)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [SDKS[example.stem.rpartition("-")[2]]]


def test_every_shape_has_an_example_on_every_cloud() -> None:
    shapes = {file.stem.rpartition("-")[0] for file in EXAMPLES}
    assert {file.stem for file in EXAMPLES} == {f"{shape}-{cloud}" for shape in shapes for cloud in SDKS}
    assert shapes == {"landing", "training", "inference"}
