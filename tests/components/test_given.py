"""Area of concern: what a program hands to components and kits is of the kind that they take."""

from typing import Any

import pulumi
import pytest

from stackwright.components import given


class Ours:
    principal: Any = None


class Theirs:
    principal: Any = None


def test_an_identity_is_handed_on_as_what_it_is() -> None:
    who = Ours()
    assert given.identity(who, Ours, "AWS") is who


def test_an_identity_of_another_cloud_is_named() -> None:
    with pytest.raises(TypeError, match=r"^Theirs is not an identity of AWS$"):
        given.identity(Theirs(), Ours, "AWS")


def test_a_pool_needs_a_cluster() -> None:
    assert given.cluster("built") == "built"
    with pytest.raises(pulumi.RunError, match=r"a pool of nodes needs a cluster: call kit\.cluster first"):
        given.cluster(None)
