"""Area of concern: one check of an endpoint's variants for all services that host models."""

import re
from dataclasses import replace

import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.components.intents import Variant
from stackwright.components.variants import Host, divided, matching

L4 = resolve("L4:1", "aws")
BLUE = Variant("blue", L4, "image:1")
HOST = Host("The host", "aws", re.compile("[a-z]+"), "letters")
LIMITED = Host("Azure ML", "azure", re.compile("[a-z]+"), "letters")
"""Azure tells how many instances a variant has at most."""


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        (replace(BLUE, name="1"), "1 is not a name: use letters$"),
        (replace(BLUE, machine=replace(L4, managed_name="")), f"blue: The host does not host on {L4.name}$"),
        (replace(BLUE, machine=replace(L4, cloud="gcp")), f"blue: The host does not host on {L4.name}$"),
        (replace(BLUE, instances_min=0), "blue: instances are at least 1, and at most instances_max$"),
        (replace(BLUE, instances_min=2), "at most instances_max$"),
    ],
)
def test_a_host_refuses_what_it_does_not_take(variant: Variant, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        HOST.takes(variant)


def test_instances_have_no_limit_where_none_is_told() -> None:
    many = replace(BLUE, instances_max=1000)
    assert HOST.takes(many) is None
    with pytest.raises(ValueError, match="at most instances_max and 50$"):
        LIMITED.takes(replace(many, machine=replace(L4, cloud="azure", managed_name="x")))


@pytest.mark.parametrize(
    ("variants", "words"),
    [
        ([BLUE, BLUE], "two variants have the same name"),
        ([replace(BLUE, weight=0)], "no variant has a weight"),
        ([replace(BLUE, weight=-1), replace(BLUE, name="green", weight=2)], "a variant has a weight below 0"),
    ],
)
def test_variants_that_make_no_split_are_refused(variants: list[Variant], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        divided(variants, HOST.takes)


def test_a_split_is_taken_after_every_variant_is_checked() -> None:
    variants, seen = [BLUE, replace(BLUE, name="green", weight=0)], list[Variant]()
    assert divided(variants, seen.append) is variants
    assert seen == variants


def test_an_address_is_read_or_refused_with_its_form() -> None:
    form = re.compile(r"s3://(?P<bucket>\w+)")
    assert matching(form, "s3://models", "an address")["bucket"] == "models"
    with pytest.raises(ValueError, match="^gs://models is not an address$"):
        matching(form, "gs://models", "an address")
