"""Values survive the way to the engine and back, with their marks."""

from hypothesis import given
from hypothesis import strategies as st

from stackwright.sandbox.wire import (
    SECRET,
    SIGNATURE,
    UNKNOWN,
    decoded,
    encoded,
    has_secret,
    is_asset,
    is_secret,
    is_unknown,
    opened,
    secret,
)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), plain, max_size=4))
def test_data_comes_back_as_it_went(data):
    assert decoded(encoded(data)) == data


def test_whole_numbers_come_back_as_integers():
    assert repr(decoded(encoded({"count": 8.0, "share": 0.5}))) == "{'count': 8, 'share': 0.5}"


def test_a_secret_is_marked_once_and_opened_at_any_depth():
    marked = secret("s3cret")
    assert marked == {SIGNATURE: SECRET, "value": "s3cret"}
    assert secret(marked) is marked
    assert opened({"a": [marked, {"b": marked}]}) == {"a": ["s3cret", {"b": "s3cret"}]}
    assert has_secret({"a": [{"b": marked}]})
    assert not has_secret({"a": ["s3cret"]})


def test_marks_are_told_apart():
    asset = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"}
    assert is_asset(asset)
    assert not is_secret(asset)
    assert not is_asset(secret("x"))
    assert is_unknown(UNKNOWN)
    assert not is_unknown("04da6b54")
