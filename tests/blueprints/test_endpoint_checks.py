"""Area of concern: rules on the variants of a managed endpoint."""

from collections.abc import Callable, Sequence

import pytest

from stackwright.blueprints.problems import Problem

Problems = Callable[..., Sequence[Problem]]
ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com"


def _variants(*changes: str) -> str:
    own = {"name": "stable", "accelerator": "'L40S:1'", "image": f"{ECR}/serve:1.0.0"}
    lines = []
    for change in changes:
        written = dict(part.split("=", 1) for part in change.split(";") if part)
        fields = {key: value for key, value in (own | written).items() if value != "-"}
        lines.append("    - {" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}\n")
    return "endpoint:\n  variants:\n" + "".join(lines)


@pytest.mark.parametrize(
    "change",
    [
        "",
        f"image={ECR}/team/serve@sha256:{'0' * 64}",
        f"image={ECR}/team/serve:v1@sha256:{'0' * 64}",
        "accelerator=-;machine_type=ml.g5.xlarge",
        "accelerator=-;machine_type=m7i.large",
        "model_data=s3://models/a/model.tar.gz",
        "model_data=s3://models/a/b/",
        "instances={min: 1, max: 8}",
        "environment={MAX_INPUT_TOKENS: '4096', EOS_TOKEN: x, API_KEY: '', DB_PASSWORD: 'arn:aws:x'}",
    ],
)
def test_a_sound_variant_is_accepted(problems: Problems, change: str) -> None:
    assert problems("inference", _variants(change)) == ()


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ("accelerator=-", "", "names no machine"),
        ("machine_type=ml.g5.xlarge", ".machine_type", "names the machine a second time"),
        ("accelerator='L40S:9'", ".accelerator", "9 x L40S is not sold"),
        (f"image={ECR}/serve", ".image", "has no fixed version"),
        (f"image={ECR}/serve:latest", ".image", "has no fixed version"),
        ("image='not an image'", ".image", "is not the name of an image"),
        ("image=python:3.11", ".image", "is not an image in ECR"),
        (f"image={ECR.replace('us-east-1', 'eu-west-1')}/serve:1", ".image", "is in eu-west-1"),
        ("model_data=models/model.tar.gz", ".model_data", "is not the address of a model"),
        ("model_data=s3://models/model.zip", ".model_data", "is not the address of a model"),
        ("instances={min: 3, max: 1}", ".instances.max", "is below `min`"),
        ("environment={HF_TOKEN: abc}", ".environment.HF_TOKEN", "would show a secret"),
    ],
)
def test_a_wrong_variant_is_refused(problems: Problems, change: str, field: str, message: str) -> None:
    found = problems("inference", _variants(change))
    assert f"endpoint.variants[0]{field}" in {problem.path for problem in found}
    assert any(message in problem.message for problem in found)


def test_weights_sum_to_a_hundred(problems: Problems) -> None:
    assert problems("inference", _variants("weight=99.9", "name=canary;weight=0.1")) == ()
    (found,) = problems("inference", _variants("weight=100", "name=canary;weight=100"))
    assert (found.path, found.message) == ("endpoint.variants", "weights sum to 200")


def test_there_are_as_many_variants_as_the_cloud_takes(problems: Problems) -> None:
    many = [f"name=v{number};weight={0 if number else 100}" for number in range(11)]
    assert problems("inference", _variants(*many[:10])) == ()
    (found,) = problems("inference", _variants(*many))
    assert (found.message, found.allowed) == ("holds 11 variants", "10 or less")


def test_a_secret_in_a_variable_is_not_shown(problems: Problems) -> None:
    (found,) = problems("inference", _variants("environment={HF_TOKEN: hunter2}"))
    assert "hunter2" not in str(found)
