"""Area of concern: rules on the head of a blueprint."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.problems import Problem
from stackwright.blueprints.values import Cloud, Platform

Problems = Callable[..., Sequence[Problem]]


def _budget(more: str) -> str:
    return f"budget: {{monthly_usd: 5, notify: [a@example.com], {more}}}\n"


@pytest.mark.parametrize(
    ("shape", "more"),
    [
        ("landing", "region: us-gov-west-1\n"),
        ("training", _budget("alert_percent: [10, 100, 200]")),
        ("training", "log_retention_days: 3653\n"),
        ("training", "tags: {'Cost Center': 'a/b=c+d@e_f', ключ: значение}\n"),
        ("training", "tags: {" + ", ".join(f"k{n}: v" for n in range(47)) + "}\n"),
    ],
)
def test_a_sound_head_is_accepted(problems: Problems, shape: str, more: str) -> None:
    assert problems(shape, more) == ()


@pytest.mark.parametrize(
    ("shape", "more", "path", "message"),
    [
        ("inference", "platform: kubernetes\n", "platform", "`inference` is not there yet as `platform: kubernetes`"),
        ("training", "platform: managed\n", "platform", "`training` is not there yet as `platform: managed`"),
        ("training", "region: us-east\n", "region", "is not a region of aws"),
        ("training", _budget("alert_percent: [50, 50]"), "budget.alert_percent", "does not rise"),
        ("training", _budget("alert_percent: [0]"), "budget.alert_percent[0]", "is too small"),
        ("training", "tags: {aws:x: y}\n", "tags.aws:x", "starts with aws:, which the cloud keeps for itself"),
        ("training", "tags: {a: 'b;c'}\n", "tags.a", "has other characters than letters, digits, spaces"),
        ("training", "tags: {a: '" + "x" * 257 + "'}\n", "tags.a", "has a value of 257 characters: at most 256"),
        (
            "training",
            "tags: {" + ", ".join(f"k{n}: v" for n in range(48)) + "}\n",
            "tags",
            "48 tags: a resource takes 47",
        ),
        ("training", "log_retention_days: 8\n", "log_retention_days", "is not a retention that aws offers"),
    ],
)
def test_a_wrong_head_is_refused(problems: Problems, shape: str, more: str, path: str, message: str) -> None:
    (found,) = problems(shape, more)
    assert found.path == path
    assert message in found.message


def test_an_address_is_mailed_once(problems: Problems) -> None:
    (found,) = problems(more="budget: {monthly_usd: 5, notify: [a@example.com, A@example.com]}\n")
    assert (found.path, found.message) == ("budget.notify[1]", "is listed twice")


@pytest.mark.parametrize("cloud", ["aws", "gcp", "azure"])
@pytest.mark.parametrize("shape", ["landing", "training", "inference"])
@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_every_shape_is_there_on_every_cloud(problems: Problems, cloud: str, shape: str, environment: str) -> None:
    assert problems(shape, f"environment: {environment}\n", cloud=cloud) == ()


def test_what_is_not_built_is_told_once(problems: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        SHAPES, "training", replace(SHAPES["training"], forms={Platform.KUBERNETES: frozenset({Cloud.AWS})})
    )
    (found,) = problems(cloud="gcp")
    assert (found.path, found.message, found.allowed) == ("cloud", "`training` is not there yet on gcp", "aws")


@pytest.mark.parametrize(
    ("cloud", "more", "path", "message"),
    [
        ("aws", "account: '12345'\n", "account", "is not an AWS account id"),
        ("gcp", "account: '123456789012'\n", "account", "is not a Google Cloud project id"),
        ("azure", "account: research\n", "account", "is not an Azure subscription id"),
        ("gcp", _budget("billing_account: abc"), "budget.billing_account", "is not a billing account"),
        ("gcp", "budget: {monthly_usd: 5, notify: [a@example.com]}\n", "budget.billing_account", "is required on gcp"),
        ("aws", _budget("billing_account: abc"), "budget.billing_account", "belongs to Google Cloud"),
        ("azure", _budget("billing_account: 012345-6789AB-CDEF01"), "budget.billing_account", "of azure is made in"),
        ("gcp", "log_retention_days: 3653\n", "log_retention_days", "is not a retention that gcp offers"),
        ("azure", "log_retention_days: 7\n", "log_retention_days", "is not a retention that azure offers"),
        ("azure", "region: westus\n", "region", "has no zones"),
        ("azure", "region: us-east-1\n", "region", "is not a region of azure"),
    ],
)
def test_what_a_cloud_does_not_take_is_refused(
    problems: Problems, cloud: str, more: str, path: str, message: str
) -> None:
    (found,) = problems("landing", more, cloud=cloud)
    assert found.path == path
    assert message in found.message


def test_a_project_is_required(problems: Problems) -> None:
    (found,) = problems("landing", "account: null\n", cloud="gcp")
    assert (found.path, found.hint) == ("account", "add `account:` with the id of your project")


def test_a_label_has_a_neighbour_that_is_taken(problems: Problems) -> None:
    (found,) = problems("landing", "tags: {Cost Center: R-1}\n", cloud="gcp")
    assert (found.path, found.hint) == ('tags["Cost Center"]', 'write `cost_center: "r-1"`')
