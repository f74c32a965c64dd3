"""Area of concern: the rule, the test and the packs of docs/writing-rules.md work when a reader types them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stackwright.blueprints.rule_scaffold import PACK, scaffold_rule

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/writing-rules.md").read_text(encoding="utf-8")
RULE, TEST, SERVED, MIXED = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which the files are as the page has them."""
    (tmp_path / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
    scaffold_rule(tmp_path, "acme-volume-size")
    (tmp_path / PACK / "rules/acme_volume_size.py").write_text(RULE)
    (tmp_path / PACK / "__main__.py").write_text(SERVED)
    (tmp_path / "tests/test_acme_volume_size.py").write_text(TEST)
    return tmp_path


def test_the_rule_passes_its_test(project: Path) -> None:
    words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", f"pythonpath={PACK}", "tests"]
    quiet = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, *words], cwd=project, env=quiet, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


def test_the_pack_starts(project: Path) -> None:
    with subprocess.Popen([sys.executable, str(project / PACK)], stdout=subprocess.PIPE, text=True) as pack:
        assert pack.stdout
        port = pack.stdout.readline()
        pack.terminate()
    assert int(port) > 0


def test_a_pack_of_pulumi_policy_takes_our_rules_and_theirs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packs: dict[str, list[Any]] = {}
    monkeypatch.setattr("pulumi_policy.PolicyPack", lambda name, policies: packs.update({name: policies}))
    monkeypatch.syspath_prepend(str(project / PACK))
    try:
        exec(compile(MIXED, "mixed", "exec"), {"__name__": "__main__"})
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "rules"]:
            del sys.modules[name]
    assert [policy.name for policy in packs["acme"]] == ["aws-s3-tls-only", "acme-volume-size"]


def test_the_scaffolded_pack_is_the_one_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
    scaffold_rule(tmp_path, "acme-volume-size")
    _, _, written = (tmp_path / PACK / "__main__.py").read_text().partition('"""\n\n')
    assert written == SERVED
