"""Area of concern: the words of a new project are there for every cloud, and name machines and places that exist."""

import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.accelerators.regions import region
from stackwright.blueprints.scaffold_words import WORDS
from stackwright.blueprints.values import Cloud


def test_the_clouds_have_the_same_words() -> None:
    assert set(WORDS) == set(Cloud)
    assert len({frozenset(words) for words in WORDS.values()}) == 1


@pytest.mark.parametrize("cloud", list(Cloud))
def test_place_and_accelerator_exist(cloud: Cloud) -> None:
    words = WORDS[cloud]
    region(str(words["region"]), cloud.value)
    assert resolve(str(words["accelerator"]), cloud.value).managed_name
