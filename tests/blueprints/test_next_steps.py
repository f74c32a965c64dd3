"""Area of concern: what a user is told after `up` holds on their cloud."""

import pytest

from stackwright.blueprints.next_steps import CALL, CONFIRM, DEVICES, filling
from stackwright.blueprints.values import Cloud


@pytest.mark.parametrize("words", [CONFIRM, DEVICES, CALL], ids=["confirm", "devices", "call"])
def test_every_cloud_has_its_words(words: dict[Cloud, object]) -> None:
    assert set(words) == set(Cloud)


def test_objects_appear_only_in_file_systems_that_read_a_bucket() -> None:
    told = {cloud: " ".join(filling(cloud)) for cloud in Cloud}
    assert [cloud for cloud in Cloud if "appear there" in told[cloud]] == [Cloud.AWS]
    assert all("mount `scratch_source`" in text for text in told.values())
