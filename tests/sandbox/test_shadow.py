import os
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from stackwright.sandbox.shadow import ProjectError, find_project, shadow

PROJECT = """\
name: demo
runtime:
  name: python
  options:
    toolchain: pip
    virtualenv: .venv
main: stacks
stackConfigDir: stacks
backend:
  url: s3://elsewhere
plugins:
  providers:
    - name: random
      path: plugins/random
"""

STACK = """\
secretsprovider: awskms://alias/x
encryptedkey: abc
config:
  demo:size: "3"  # nodes
  demo:password:
    secure: AAA
  demo:nested:
    inner:
      secure: BBB
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "my project"
    (folder / "stacks").mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "stacks" / "Pulumi.dev.yaml").write_text(STACK)
    (folder / "stacks" / "__main__.py").write_text("")
    (folder / "policy").mkdir()
    return folder


def read(path: Path) -> dict:
    return YAML(typ="safe").load(path)


def snapshot(project: Path) -> dict[str, bytes]:
    inside = (path for path in project.rglob("*") if ".stackwright" not in path.parts)
    return {str(path): path.read_bytes() for path in inside if path.is_file()}


@pytest.fixture
def environment(project: Path) -> Path:
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return project / ".venv"


def test_the_program_and_its_environment_point_back(project: Path, environment: Path) -> None:
    settings = read(shadow(project) / "Pulumi.yaml")
    assert settings["main"] == str(project / "stacks")
    assert settings["runtime"]["options"] == {"toolchain": "pip", "virtualenv": str(environment)}
    assert settings["plugins"]["providers"][0]["path"] == str(project / "plugins" / "random")


def test_a_project_without_main_runs_its_own_folder(project: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: demo\nruntime: python\n")
    settings = read(shadow(project) / "Pulumi.yaml")
    assert settings == {"name": "demo", "runtime": "python", "main": str(project)}


def test_the_backend_of_the_project_is_not_used(project: Path) -> None:
    assert "backend" not in read(shadow(project) / "Pulumi.yaml")


@pytest.mark.parametrize("toolchain", ["uv", "poetry"])
def test_a_toolchain_is_settled_to_the_environment_it_means(
    project: Path, environment: Path, toolchain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.delenv("UV_PROJECT_ENVIRONMENT", raising=False)
    (project / "Pulumi.yaml").write_text(
        f"name: demo\nruntime: {{name: python, options: {{toolchain: {toolchain}}}}}\n"
    )
    options = read(shadow(project) / "Pulumi.yaml")["runtime"]["options"]
    assert options == {"toolchain": "pip", "virtualenv": str(environment)}


def test_an_environment_that_is_not_there_yet_gives_way_to_the_sandboxs_own(project: Path) -> None:
    assert read(shadow(project) / "Pulumi.yaml")["runtime"]["options"] == {"toolchain": "pip"}


def test_nothing_outside_the_git_ignored_folder_is_touched(project: Path) -> None:
    before = snapshot(project)
    shadow(project)
    assert snapshot(project) == before
    assert (project / ".stackwright" / ".gitignore").read_text() == "*\n"


def test_stack_files_are_copied_without_what_only_the_users_backend_can_read(project: Path) -> None:
    said: list[str] = []
    copy = read(shadow(project, said.append) / "stacks" / "Pulumi.dev.yaml")
    assert copy == {
        "config": {
            "demo:size": "3",
            "demo:password": "sandbox-secret",
            "demo:nested": "sandbox-secret",
        }
    }
    assert len(said) == 2
    assert "`demo:password` is secret" in said[0]
    assert "AAA" not in "".join(said)


def test_what_the_sandbox_set_itself_survives_a_newer_stack_file(project: Path) -> None:
    copy = shadow(project) / "stacks" / "Pulumi.dev.yaml"
    copy.write_text("encryptionsalt: v1:salt\nconfig:\n  demo:password:\n    secure: v1:ours\n")
    source = project / "stacks" / "Pulumi.dev.yaml"
    os.utime(source, ns=(copy.stat().st_mtime_ns + 10**9,) * 2)
    shadow(project)
    settings = read(copy)
    assert settings["encryptionsalt"] == "v1:salt"
    assert settings["config"]["demo:password"] == {"secure": "v1:ours"}
    assert settings["config"]["demo:size"] == "3"


def test_a_copy_newer_than_the_stack_file_is_kept(project: Path) -> None:
    copy = shadow(project) / "stacks" / "Pulumi.dev.yaml"
    copy.write_text("config: {}\n")
    source = project / "stacks" / "Pulumi.dev.yaml"
    os.utime(copy, ns=(source.stat().st_mtime_ns + 10**9,) * 2)
    shadow(project)
    assert copy.read_text() == "config: {}\n"


def test_a_stack_configuration_folder_outside_the_project_is_brought_inside(project: Path) -> None:
    outside = project.parent / "configs"
    outside.mkdir()
    (outside / "Pulumi.qa.yaml").write_text("config: {}\n")
    (project / "Pulumi.yaml").write_text("name: demo\nruntime: python\nstackConfigDir: ../configs\n")
    place = shadow(project)
    assert read(place / "Pulumi.yaml")["stackConfigDir"] == "stacks"
    assert (place / "stacks" / "Pulumi.qa.yaml").read_text() == "config: {}\n"


def test_paths_relative_to_the_project_mean_the_same_in_the_shadow(project: Path) -> None:
    place = shadow(project)
    assert (place / "policy").resolve() == project / "policy"
    assert (place / "stacks" / "__main__.py").resolve() == project / "stacks" / "__main__.py"
    assert not (place / "stacks").is_symlink()
    assert not (place / ".stackwright").exists()


def test_links_follow_what_the_project_gains_and_loses(project: Path) -> None:
    place = shadow(project)
    (project / "policy").rmdir()
    (project / "blueprint.yaml").write_text("")
    shadow(project)
    assert not (place / "policy").is_symlink()
    assert (place / "blueprint.yaml").exists()


def test_the_project_is_found_from_a_folder_inside_it(project: Path) -> None:
    assert find_project(project / "stacks") == project


def test_a_folder_without_a_project_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"no Pulumi.yaml in .* - start from a Pulumi project"):
        find_project(tmp_path)
    with pytest.raises(ProjectError, match=r"no Pulumi.yaml"):
        shadow(tmp_path)


@pytest.mark.parametrize(("text", "told"), [("a: [", "is not valid YAML"), ("- a", "is not a YAML mapping")])
def test_a_broken_project_file_is_told_in_one_sentence(project: Path, text: str, told: str) -> None:
    (project / "Pulumi.yaml").write_text(text)
    with pytest.raises(ProjectError, match=told) as caught:
        shadow(project)
    assert "\n" not in str(caught.value)
