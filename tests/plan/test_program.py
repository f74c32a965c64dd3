"""Area of concern: any Pulumi Python folder is run as Pulumi runs it."""

import sys
from pathlib import Path

import pytest

from stackwright.plan.program import ProgramError, read_project, record_project

PULUMI = """
name: shop
runtime: python
main: app
stackConfigDir: stacks
config:
  size: {default: 3}
  aws:region: {value: eu-west-1}
"""
PROGRAM = """
import pulumi
import sizes
import pulumi_aws as aws

print("noise")
config = pulumi.Config()
for number in range(config.require_int("size")):
    aws.s3.Bucket(f"b{number}", bucket=f"{sizes.PREFIX}-{number}", tags={"token": config.require("token")})
"""
STACK = "config:\n  shop:size: 2\n  shop:token: {secure: v1:abc}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "Pulumi.yaml": PULUMI,
        "app/__main__.py": PROGRAM,
        "app/sizes.py": "PREFIX = 'mine'\n",
        "stacks/Pulumi.dev.yaml": STACK,
    }.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_configuration_is_that_of_the_stack_over_the_project(folder: Path) -> None:
    project = read_project(folder)
    assert (project.name, project.stack, project.secret_keys) == ("shop", "dev", ("shop:token",))
    assert project.config == {"shop:size": "2", "aws:region": "eu-west-1", "shop:token": "[secret]"}


def test_the_program_runs_in_its_folder_and_leaves_nothing_behind(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cwd = Path.cwd()
    graph = record_project(read_project(folder))
    buckets = graph.of_type("aws:s3/bucket:Bucket")
    assert [bucket.get("bucket") for bucket in buckets] == ["mine-0", "mine-1"]
    assert [(b.source.file, b.source.line) for b in buckets if b.source] == [("app/__main__.py", 9)] * 2
    assert (capsys.readouterr().out, Path.cwd(), "sizes" in sys.modules) == ("", cwd, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("runtime: nodejs\nname: x\n", "runtime is not python"),
        ("- a\n", "is not a mapping"),
        ("name: [\n", "cannot be read"),
        ("name: x\nruntime: python\nmain: gone\n", "gone/__main__.py|gone: is missing"),
    ],
)
def test_a_folder_that_cannot_be_run_is_explained(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(text)
    with pytest.raises(ProgramError, match=message):
        record_project(read_project(tmp_path))


def test_a_folder_without_a_project_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"no Pulumi\.yaml here"):
        read_project(tmp_path)
