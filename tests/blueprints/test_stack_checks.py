"""Area of concern: rules on the head of a blueprint."""

from collections.abc import Callable, Sequence

import pytest

from stackwright.blueprints.problems import Problem

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
        ("landing", "cloud: azure\n", "cloud", "`landing` is not there yet on azure"),
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


def test_another_cloud_is_told_once(problems: Problems) -> None:
    assert [problem.path for problem in problems(more="cloud: gcp\nregion: europe-west4\n")] == ["cloud"]
