"""Blueprints written by a test: the sound ones loaded, the problems of the others."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from stackwright.blueprints.load import Loaded, load
from stackwright.blueprints.problems import Problem, SpecError

BUDGET = "budget: {monthly_usd: 60000, notify: [ml-platform@example.com]}\n"
HEADS = {
    "aws": f"cloud: aws\nregion: us-east-1\n{BUDGET}",
    "gcp": "cloud: gcp\naccount: research-prod\nregion: us-central1\n"
    "budget: {monthly_usd: 60000, notify: [ml-platform@example.com], billing_account: 012345-6789AB-CDEF01}\n",
    "azure": f"cloud: azure\nregion: eastus\n{BUDGET}",
}
IMAGES = {
    "aws": ("L40S:1", "123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1.0.0"),
    "gcp": ("L4:1", "us-central1-docker.pkg.dev/research-prod/serving/serve:1.0.0"),
    "azure": ("A100:1", "examples.azurecr.io/serve:1.0.0"),
}
SHAPES = {
    "landing": "",
    "training": "compute: {{accelerator: 'H100:8', nodes: {nodes}}}\n",
    "inference": "endpoint:\n  variants:\n    - {{name: stable, accelerator: '{accelerator}', image: {image}}}\n",
}


def blueprint(shape: str = "training", more: str = "", cloud: str = "aws") -> str:
    """A sound blueprint of `shape` on `cloud`; a section of `more` takes the place of its own."""
    replaced = {line.partition(":")[0] for line in more.splitlines() if line[:1].isalpha()}
    accelerator, image = IMAGES[cloud]
    sections = SHAPES[shape].format(accelerator=accelerator, image=image, nodes=2 if cloud == "aws" else 1)
    own = [
        section
        for section in [f"blueprint: {shape}\n", *HEADS[cloud].splitlines(keepends=True), sections]
        if section.partition(":")[0] not in replaced
    ]
    return "".join(own) + more


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a blueprint file."""

    def run(text: str) -> Path:
        file = tmp_path / "blueprint.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return run


@pytest.fixture
def loaded(write: Callable[[str], Path], tmp_path: Path) -> Callable[..., Loaded]:
    """Loads a blueprint: of `shape`, with the sections `more`, under the overrides `config` or a stack file's text."""

    def run(
        shape: str = "training",
        more: str = "",
        config: Mapping[str, str] | None = None,
        stack: str = "",
        secret_keys: Sequence[str] = (),
        cloud: str = "aws",
    ) -> Loaded:
        file = tmp_path / "Pulumi.dev.yaml"
        file.write_text(stack, encoding="utf-8")
        return load(
            write(blueprint(shape, more, cloud)),
            config,
            project="acme",
            stack_file=file if stack else None,
            secret_keys=secret_keys,
            root=tmp_path,
        )

    return run


@pytest.fixture
def problems(loaded: Callable[..., Loaded]) -> Callable[..., Sequence[Problem]]:
    """The problems of such a blueprint, none when it is sound."""

    def run(*arguments: Any, **options: Any) -> Sequence[Problem]:
        try:
            loaded(*arguments, **options)
        except SpecError as error:
            return error.problems
        return ()

    return run
