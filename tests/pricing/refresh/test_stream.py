"""`stackwright.pricing.refresh.stream`."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackwright.pricing.refresh.stream import members

TEXTS = st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXTS, each, max_size=3),
    max_leaves=6,
)


class Drops(io.BytesIO):
    """A file that is read a few bytes at a time, whatever is asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 1, 16) if size != -1 else -1)


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(TEXTS, VALUES, max_size=4),
    st.dictionaries(TEXTS, VALUES, max_size=4),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_it_reads_what_json_reads_however_the_file_is_cut(products, terms, indent, ascii_only) -> None:
    whole = {"products": products, "terms": {"OnDemand": terms, "Reserved": terms}, "n": 12345}
    data = json.dumps(whole, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    found = list(members(Drops(data), [("products",), ("terms",), ("terms", "OnDemand")]))
    assert {path[1]: value for path, value in found if path[0] == "products"} == products
    assert {path[2]: value for path, value in found if path[:2] == ("terms", "OnDemand")} == terms
    assert (("terms", "Reserved"), terms) in found
    assert (("n",), 12345) in found


@pytest.mark.parametrize("data", [b"", b"[1]", b'{"a" 1}', b'{"a": 1', b'{"a": tru', b'{"a": 1 "b": 2}', b"{1: 2}x"])
def test_a_file_that_is_cut_or_no_object_is_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        list(members(io.BytesIO(data), []))
