"""Area of concern: the page of every rule, and that the programs on it are what they say."""

import ast
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.example_code import python_program
from stackwright.cli.rule_pages import page, page_names, render_pages
from stackwright.cli.rule_words import example_of, levels_words
from stackwright.plan.record import record
from stackwright.policies.example import part
from stackwright.policies.finding import Level, Result
from stackwright.policies.reduction import answers
from stackwright.policies.registry import RULES, by_id
from stackwright.policies.rule import Rule

EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
FIRST_OF_SERVICE = list({(rule.cloud, rule.id.split("-")[1]): rule for rule in reversed(RULES)}.values())
WRITTEN_WITH_CARE = ("azure-ml-compute-vnet", "azure-aks-pool-bounded", "aws-s3-tls-only", "azure-storage-cmk")
"""A value of one of several shapes, an argument with a name that is taken, a document, an output of an output."""
SAMPLE = sorted({*FIRST_OF_SERVICE, *map(by_id, WRITTEN_WITH_CARE)}, key=lambda rule: rule.id)


@EACH
def test_a_page_shows_both_programs_and_what_the_rule_says(rule: Rule) -> None:
    text = page(rule)
    bad, good = BLOCK.findall(text)
    assert ast.parse(bad)
    assert ast.parse(good)
    assert bad != good
    assert text.startswith(f"# {rule.id}\n\n{rule.title}.\n")
    assert all(f"`{param.name}`" in text for param in rule.params)
    assert all(message in text for _, _, _, message in answers(rule, rule.bad))


@pytest.mark.parametrize("rule", SAMPLE, ids=lambda rule: rule.id)
def test_the_bad_program_fails_and_the_good_one_passes_when_they_run(rule: Rule) -> None:
    example = example_of(rule)
    assert example
    expected = {(result, path, message) for result, _, path, message in answers(rule, rule.bad)}
    assert {(one.result, one.path, one.message) for one in _judged(rule, example.bad)} == expected
    assert {result for result, _, _ in expected} == {Result.FAIL}
    assert _judged(rule, example.good) == []


def _judged(rule: Rule, program: str) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        run: Callable[[], Any] = lambda: exec(compile(program, rule.id, "exec"), {"__name__": "__main__"})  # noqa: E731
        return rule(record(run, project="example", stack="prod"), **rule.example_params)


def test_every_cloud_is_in_the_sample() -> None:
    assert {rule.cloud for rule in SAMPLE} == {rule.cloud for rule in RULES}
    assert len(SAMPLE) >= 40


def test_the_index_links_every_page_by_cloud_and_every_control_by_framework() -> None:
    pages = render_pages()
    index = pages[Path("README.md")]
    assert set(pages) == set(page_names())
    links = re.findall(r"\[([\w-]+)\]\(\1\.md\)", index)
    assert set(links) == {rule.id for rule in RULES}
    by_cloud, _, by_framework = index.partition("## By framework")
    assert all(by_cloud.count(f"]({rule.id}.md)") == 1 for rule in RULES)
    assert all(by_framework.count(f"]({rule.id}.md)") == sum(map(len, rule.frameworks.values())) for rule in RULES)
    heads = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in index.splitlines()}
    assert set(re.findall(r"\(#([\w-]+)\)", index)) <= heads


def test_controls_are_in_the_order_that_people_count_in() -> None:
    index = render_pages()[Path("README.md")]
    rows = index.partition("### checkov\n")[2].partition("### ")[0]
    numbers = [int(n) for n in re.findall(r"^\| CKV_AWS_(\d+) ", rows, re.MULTILINE)]
    assert numbers == sorted(numbers)
    assert numbers[-1] > 100


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ("mandatory mandatory mandatory", "mandatory"),
        ("advisory advisory mandatory", "prod mandatory, else advisory"),
        ("disabled advisory advisory", "dev disabled, else advisory"),
        ("disabled advisory mandatory", "dev disabled, staging advisory, prod mandatory"),
    ],
)
def test_levels_are_said_once_where_they_are_the_same(levels: str, words: str) -> None:
    given = dict(zip(("dev", "staging", "prod"), map(Level, levels.split()), strict=True))
    assert levels_words(given) == words


def test_a_program_is_spelled_as_the_sdk_spells_it() -> None:
    parts = (
        part(
            "kubernetes:apps/v1:Deployment", "web", {"spec": {"template": {}, "selector": {"matchLabels": {"a": "b"}}}}
        ),
        part("pulumi:providers:aws", "here", {"region": "eu-west-1", "allowedAccountIds": '["1"]'}),
        part("aws:s3/bucket:Bucket", "s3", {"tags": {"costCenter": "x"}}, protect=True, provider="here"),
        part("aws:s3/bucketPolicy:BucketPolicy", "policy", {"bucket": "data", "policy": "not json {"}),
    )
    assert python_program(parts) == (
        "import pulumi\n"
        "import pulumi_aws\n"
        "from pulumi_aws import s3\n"
        "from pulumi_kubernetes import apps\n"
        "\n"
        "apps.v1.Deployment(\n"
        '    "web",\n'
        '    spec={"template": {}, "selector": {"match_labels": {"a": "b"}}},\n'
        ")\n"
        'here = pulumi_aws.Provider("here", region="eu-west-1", allowed_account_ids=["1"])\n'
        "s3.Bucket(\n"
        '    "s3",\n'
        '    tags={"costCenter": "x"},\n'
        "    opts=pulumi.ResourceOptions(protect=True, provider=here),\n"
        ")\n"
        's3.BucketPolicy("policy", bucket="data", policy="not json {")\n'
    )


def test_a_variable_never_has_the_name_of_a_module() -> None:
    bucket = part("aws:s3/bucket:Bucket", "s3")
    versions = part(
        "aws:s3/bucketVersioning:BucketVersioning", "on", by_id("aws-s3-versioning").good[1].inputs, bucket="s3"
    )
    program = python_program((bucket, versions))
    assert program
    assert 's3_ = s3.Bucket("s3")' in program
    assert "bucket=s3_.id" in program


def test_there_is_no_program_for_a_type_that_no_sdk_has() -> None:
    assert python_program((part("acme:index:Thing", "thing"),)) is None
