"""Area of concern: the engine itself reads the components' schema, and makes one of them from its host."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stackwright.sandbox.project import environment, needed_engine

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]


def remote(stage: Any) -> Any:
    """Make a bucket through the host, and destroy it."""
    written = ROOT / "tests/programs/remote"
    program = stage.program("remote", (written / "__main__.py").read_text(encoding="utf-8"))
    settings = (
        (written / "Pulumi.yaml").read_text(encoding="utf-8").replace("../../../components", str(ROOT / "components"))
    )
    (program / "Pulumi.yaml").write_text(settings, encoding="utf-8")
    with stage.sandbox(program) as session:
        session.pulumi("stack", "init", "dev")
        story = {"made": session.up("dev"), "state": session.state("dev"), "cloud": session.cloud()}
        session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", "dev")
        story["left"] = session.cloud()
    return story


def test_the_engine_prints_the_committed_schema(tmp_path: Path) -> None:
    engine = needed_engine()
    env = environment(tmp_path, engine, {}) | {"STACKWRIGHT_PYTHON": sys.executable, "PATH": os.environ["PATH"]}
    asked = [str(engine.path), "package", "get-schema", str(ROOT / "components")]
    env["PATH"] = f"{engine.path.parent}{os.pathsep}{env['PATH']}"
    printed = subprocess.run(asked, env=env, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert json.loads(printed) == json.loads((ROOT / "components/schema.json").read_text(encoding="utf-8"))


def test_a_component_is_made_by_its_host(tell: Any) -> None:
    story = tell("remote", remote)
    assert str(story["state"]["outputs"]["uri"]).startswith("s3://data-")
    kinds = {urn.split("::")[2] for urn, _ in story["cloud"]}
    assert "stackwright:index:AwsBucket$aws:s3/bucketPolicy:BucketPolicy" in kinds
    assert story["left"] == []
