"""Area of concern: names and sentences that every format can escape."""

import pytest

from stackwright.plan.graph import Graph, Resource, Source
from stackwright.policies.finding import Finding, Result
from stackwright.policies.reports import words


def test_a_name_is_one_line_and_cannot_steer_a_terminal() -> None:
    assert words.clean("a\x1b[2J\nb\u202ec\ud800") == "a�[2J�b�c�"


def test_a_long_name_is_cut_and_says_so() -> None:
    assert words.clean("x" * 301) == "x" * 299 + "…"
    assert words.clean("x" * 300) == "x" * 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", [(False, "a "), (True, "b"), (False, " c")]),
        ("`b`", [(True, "b")]),
        ("a ` b", [(False, "a ` b")]),
        ("", []),
    ],
)
def test_code_in_a_sentence_is_told_apart(text: str, expected: list[tuple[bool, str]]) -> None:
    assert list(words.pieces(text)) == expected


def test_a_finding_is_a_sentence() -> None:
    one = Resource("urn:pulumi:d::p::a:b/c:C::n", "a:b/c:C", "n")
    found = Finding(Result.UNKNOWN, "acl", "is not known", urn=one.urn)
    assert words.sentence(Graph([one]), found) == "C n acl: is not known (unknown)"
    assert words.sentence(Graph([]), Finding(Result.FAIL, "", "is odd")) == "stack: is odd"


def test_a_message_with_a_credential_is_not_told() -> None:
    found = Finding(Result.FAIL, "", "pack says ghp_0123456789012345678901234567890123456789")
    assert "ghp_" not in words.sentence(Graph([]), found)


def test_figures_are_signed_and_shares_need_something_to_compare_with() -> None:
    assert [words.signed(one) for one in (1234.5, -0.001, -2)] == ["+1,234.50", "0.00", "-2.00"]
    assert [words.share(5, 40), words.share(5, 0), words.share(0, 40)] == ["+12.5%", "", ""]
    assert words.place(Source("a b.py", 0)) == "a b.py:1"
