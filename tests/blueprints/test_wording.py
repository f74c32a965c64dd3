"""Area of concern: pydantic's findings in words that a user can act on."""

from collections.abc import Callable, Sequence

import pytest

from stackwright.blueprints.problems import Problem
from stackwright.blueprints.values import FORMS, NAME, Service

FIELDS = "fields below it, indented, or {field: value}"
Problems = Callable[..., Sequence[Problem]]


@pytest.mark.parametrize(
    ("more", "path", "message", "allowed", "hint"),
    [
        ("budget: {notify: [a@b.co]}\n", "budget.monthly_usd", "is required", "", "add `monthly_usd: 5000`"),
        ("compute:\n", "compute", "is empty", FIELDS, "give it a value"),
        ("stackwright: 0\n", "stackwright", "is too small", "1 or more", ""),
        ("stackwright: 1.5\n", "stackwright", "is not a whole number", "a whole number", ""),
        ("stackwright: '1'\n", "stackwright", "is not a whole number", "a whole number", "remove the quotes"),
        ("protect: off\n", "protect", "is neither true nor false", "true, false", "write `false`"),
        ("protect: 1\n", "protect", "is neither true nor false", "true, false", ""),
        ("tags: [a]\n", "tags", "is not a section with fields of its own", FIELDS, ""),
        ("name: Research\n", "name", "does not have the right form", FORMS[NAME], ""),
        ("name: research-group-of-the-north\n", "name", "is too long", "21 characters or less", ""),
        (
            "network: {zones: many}\n",
            "network.zones",
            "is neither a number nor a list of zones",
            "2 to 6, or a list such as [us-east-1a, us-east-1b]",
            "",
        ),
        ("network: {zones: 9}\n", "network.zones", "is too large", "6 or less", ""),
        (
            "network: {services: [registery]}\n",
            "network.services[0]",
            "is not one of the values that exist",
            ", ".join(Service),
            "did you mean `registry`?",
        ),
        (
            "cluster: {access: 3}\n",
            "cluster.access",
            "is not a way in",
            "inside, dns, or {public_cidrs: [...]}",
            "`inside` reaches the API from the network only",
        ),
        (
            "cluster: {access: {public_cidr: [1.2.3.0/24], public_cidrs: [1.2.3.0/24]}}\n",
            "cluster.access.public_cidr",
            "is not a field of `cluster.access`",
            "public_cidrs",
            "did you mean `public_cidrs`?",
        ),
        ("cluster: {version: '1.9'}\n", "cluster.version", "does not have the right form", "", ""),
        (
            "policy: {allow_unpriced: x}\n",
            "policy.allow_unpriced",
            "is not a list",
            "a list, written as [a, b] or with one `- item` a line",
            "",
        ),
        (
            "budget: {monthly_usd: .inf, notify: [a@b.co]}\n",
            "budget.monthly_usd",
            "is not a number that can be used",
            "a number",
            "",
        ),
        ("budget: {monthly_usd: 5, notify: []}\n", "budget.notify", "has too few entries", "1 or more", ""),
        ("compute: {accelerator: 'H100:8', nodes: {min: 2}}\n", "compute.nodes.max", "is required", "", "add `max`"),
    ],
)
def test_a_finding_is_told_in_words(
    problems: Problems, more: str, path: str, message: str, allowed: str, hint: str
) -> None:
    (found,) = problems(more=more)
    assert (found.path, found.message, found.allowed, found.hint) == (path, message, allowed, hint)


def test_a_list_with_a_wrong_item_is_not_also_too_short(problems: Problems) -> None:
    (found,) = problems(more="budget: {monthly_usd: 5, notify: [nobody]}\n")
    assert found.path == "budget.notify[0]"


def test_a_wrong_variable_name_is_placed_at_its_key(problems: Problems) -> None:
    variant = "{name: a, accelerator: 'L40S:1', image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1"
    (found,) = problems("inference", f"endpoint:\n  variants:\n    - {variant}, environment: {{a-b: x}}}}\n")
    assert found.path == "endpoint.variants[0].environment.a-b"
    assert (found.message, found.got) == ("does not have the right form", "")
