"""Area of concern: a rule of the user's own, written into a project that stays as it was."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from stackwright.blueprints.rule_scaffold import LIST, OF_PACK, SUBJECTS, scaffold_rule
from stackwright.blueprints.scaffold import ScaffoldError, scaffold


@pytest.fixture
def project(tmp_path: Path) -> Path:
    scaffold(tmp_path / "acme", shape="landing", cloud="gcp")
    return tmp_path / "acme"


def _texts(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {str(file.relative_to(folder)): file.read_text(encoding="utf-8") for file in files}


def test_the_first_rule_brings_its_pack_and_changes_nothing(project: Path) -> None:
    before = _texts(project)
    written = scaffold_rule(project, "acme-bucket-owner")
    after = _texts(project)
    assert {str(file) for file in written.files} == set(after) - set(before)
    assert set(OF_PACK) < set(after)
    assert {name: after[name] for name in before} == before
    assert written.changed == ()
    assert written.configured
    for file in written.files:
        text = after[str(file)]
        assert "{{" not in text
        assert ast.parse(text) if file.suffix == ".py" else YAML(typ="safe", pure=True).load(text)


def test_the_next_rule_is_added_to_the_pack(project: Path) -> None:
    scaffold_rule(project, "acme-bucket-owner")
    before = _texts(project)
    written = scaffold_rule(project, "acme-bucket-age")
    after = _texts(project)
    assert written.changed == (Path(LIST),)
    assert {name for name in before if before[name] != after[name]} == {LIST}
    assert "from rules import acme_bucket_age" in after[LIST]
    assert after[LIST].endswith("RULES = [\n    acme_bucket_owner.check,\n    acme_bucket_age.check,\n]\n")


def test_a_list_on_one_line_is_added_to(project: Path) -> None:
    scaffold_rule(project, "acme-a")
    (project / LIST).write_text("from rules import acme_a\n\nRULES: list = [acme_a.check]\nMORE = [1]\n")
    scaffold_rule(project, "acme-b")
    assert (project / LIST).read_text() == (
        "from rules import acme_a\nfrom rules import acme_b\n\n"
        "RULES: list = [\n    acme_a.check,\n    acme_b.check,\n]\nMORE = [1]\n"
    )


def test_the_tests_of_every_kind_of_rule_pass(project: Path) -> None:
    names = [f"{first}-things-owned" for first in (*SUBJECTS, "acme")]
    for name in names:
        scaffold_rule(project, name)
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    own = sorted(str(file.relative_to(project)) for file in (project / "tests").glob("test_*_things_owned.py"))
    assert len(own) == len(names)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *own]
    done = subprocess.run(command, cwd=project, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f"{4 * len(names)} passed" in done.stdout


@pytest.mark.parametrize(
    ("rule_id", "token"),
    [
        ("acme-bucket-owner", "gcp:storage/bucket:Bucket"),
        ("azure-account-owner", "azure-native:storage:StorageAccount"),
        ("k8s-namespace-owner", "kubernetes:core/v1:Namespace"),
    ],
)
def test_a_rule_is_about_the_cloud_of_its_id_or_of_the_blueprint(project: Path, rule_id: str, token: str) -> None:
    written = scaffold_rule(project, rule_id)
    assert f'"{token}"' in (project / written.files[0]).read_text()


def test_pytest_is_told_where_the_rules_are_when_the_project_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
    written = scaffold_rule(tmp_path, "acme-bucket-owner")
    assert not written.configured
    assert "aws:s3/bucket:Bucket" in (tmp_path / written.files[0]).read_text()


@pytest.mark.parametrize(
    "rule_id", ["Acme-Bucket", "bucket", "acme_bucket", "acme-", "-acme-x", "acme--x", "../x-y", "1a-b"]
)
def test_what_is_no_id_is_refused(project: Path, rule_id: str) -> None:
    before = _texts(project)
    with pytest.raises(ScaffoldError, match="is not an id for a rule - use small words joined by `-`"):
        scaffold_rule(project, rule_id)
    assert _texts(project) == before


def test_nothing_is_overwritten(project: Path) -> None:
    scaffold_rule(project, "acme-bucket-owner")
    before = _texts(project)
    with pytest.raises(ScaffoldError, match=r"acme_bucket_owner\.py: is there already - choose another id"):
        scaffold_rule(project, "acme-bucket-owner")
    (project / "tests/test_acme_other.py").touch()
    with pytest.raises(ScaffoldError, match=r"tests/test_acme_other\.py: is there already"):
        scaffold_rule(project, "acme-other")
    (project / "tests/test_acme_other.py").unlink()
    assert _texts(project) == before


def test_a_pack_that_is_written_otherwise_is_left_alone(project: Path) -> None:
    scaffold_rule(project, "acme-bucket-owner")
    (project / LIST).write_text("RULES = load_them()\n")
    with pytest.raises(ScaffoldError, match=r"has no `from rules import \.\.\.` and `RULES = \[\.\.\.\]`"):
        scaffold_rule(project, "acme-other")
    (project / LIST).unlink()
    before = _texts(project)
    with pytest.raises(ScaffoldError, match=r"is a pack without policy/own/rules/__init__\.py"):
        scaffold_rule(project, "acme-other")
    assert _texts(project) == before


def test_a_folder_that_is_no_project_gets_no_rule(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match=r"no Pulumi\.yaml here - run it in a project"):
        scaffold_rule(tmp_path, "acme-bucket-owner")
    assert list(tmp_path.iterdir()) == []
