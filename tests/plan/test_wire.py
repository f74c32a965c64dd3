"""Area of concern: the SDK's wire form and back."""

import asyncio
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime import rpc

from stackwright.plan import wire
from stackwright.plan.graph import UNKNOWN

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(max_size=5) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=4))
def test_plain_data_survives_the_wire(value: dict[str, Any]) -> None:
    assert wire.decoded(wire.struct(value)) == (value, frozenset())


def test_the_marks_are_those_of_the_sdk() -> None:
    assert rpc._special_sig_key == wire.SIGNATURE
    assert rpc._special_secret_sig == wire.SECRET
    assert rpc._special_asset_sig == wire.ASSET
    assert rpc._special_archive_sig == wire.ARCHIVE
    assert rpc._special_resource_sig == wire.RESOURCE
    assert rpc._special_output_value_sig == wire.OUTPUT
    assert wire.UNKNOWN_STRING == rpc.UNKNOWN


def test_whole_numbers_are_integers_again() -> None:
    value, _ = wire.decoded(wire.struct({"a": 8.0, "b": 0.5}))
    assert value == {"a": 8, "b": 0.5}
    assert isinstance(value["a"], int)


@pytest.mark.parametrize("asset", [pulumi.StringAsset("text"), pulumi.FileAsset("a/file")])
def test_an_asset_is_readable(asset: Any) -> None:
    struct = asyncio.run(rpc.serialize_properties({"code": asset}, {}))
    value, _ = wire.decoded(struct)
    assert list(value["code"]) == ["asset"]


def test_a_secret_is_plain_and_its_path_is_known() -> None:
    value = {"password": {wire.SIGNATURE: wire.SECRET, "value": {"deep": ["hunter2"]}}, "open": 1}
    assert wire.decoded(wire.struct(value)) == ({"password": {"deep": ["hunter2"]}, "open": 1}, frozenset({"password"}))
