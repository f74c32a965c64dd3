"""Area of concern: one check of an endpoint's variants for all services that host models."""

import re
from dataclasses import replace

import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.components.forms import IMAGES
from stackwright.components.intents import Variant
from stackwright.components.variants import Host

L4 = resolve("L4:1", "aws")
FILES = re.compile(r"s3://(?P<bucket>[a-z]+)")
HOST = Host("The host", "aws", FILES, "s3://<bucket>")
LIMITED = replace(HOST, cloud="azure")
"""Azure tells how many instances a variant has at most."""
BLUE = Variant("blue", L4, "123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1", "s3://models")
GREEN = replace(BLUE, name="green", model_data="")


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        (replace(BLUE, name="a_b"), "a_b is not a name: use letters, digits and dashes, at most 63$"),
        (replace(BLUE, machine=replace(L4, managed_name="")), f"blue: The host does not host on {L4.name}$"),
        (replace(BLUE, machine=replace(L4, cloud="gcp")), f"blue: The host does not host on {L4.name}$"),
        (replace(BLUE, instances_min=0), "blue: instances are at least 1, and at most instances_max$"),
        (replace(BLUE, instances_min=2), "blue: instances are at least 1, and at most instances_max$"),
        (replace(BLUE, image="serve:1"), "serve:1 is not an image in ECR with a tag"),
        (replace(BLUE, model_data="gs://models"), "gs://models is not an address like `s3://<bucket>`$"),
    ],
)
def test_a_host_refuses_what_it_does_not_take(variant: Variant, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        HOST.divided([GREEN, variant])


def test_instances_have_no_limit_where_none_is_told() -> None:
    many = replace(BLUE, instances_max=1000)
    assert HOST.runs(many) is many
    with pytest.raises(ValueError, match=r"at most instances_max and 50$"):
        LIMITED.runs(replace(many, machine=replace(L4, cloud="azure")))


@pytest.mark.parametrize(
    ("variants", "words"),
    [
        ([BLUE, BLUE], "two variants have the same name"),
        ([replace(BLUE, weight=0)], "no variant has a weight"),
        ([replace(BLUE, weight=-1), replace(GREEN, weight=2)], "a variant has a weight below 0"),
    ],
)
def test_variants_that_make_no_split_are_refused(variants: list[Variant], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        HOST.divided(variants)


def test_a_variant_may_wait_without_traffic() -> None:
    variants = [BLUE, replace(GREEN, weight=0)]
    assert HOST.divided(variants) is variants


def test_what_is_written_is_read() -> None:
    assert HOST.files("s3://models")["bucket"] == "models"
    assert HOST.image(BLUE.image)["repository"] == "serve"


@pytest.mark.parametrize("cloud", sorted(IMAGES))
@pytest.mark.parametrize("image", ["", "serve:1", "docker.io/library/nginx:1"])
def test_an_image_elsewhere_is_refused_with_where_it_belongs(cloud: str, image: str) -> None:
    words = f"with a tag (`{IMAGES[cloud].words.format(region='<region>')}`)"
    with pytest.raises(ValueError, match=re.escape(words)):
        replace(HOST, cloud=cloud).image(image)
