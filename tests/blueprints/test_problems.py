"""Area of concern: the text of problems."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackwright.blueprints.problems import Problem, SpecError, did_you_mean, nearest, render, shown

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def problem(path: str = "a", *, line: int = 1, excerpt: str = "a: 1", column: int = 4, width: int = 1) -> Problem:
    return Problem(path, "is wrong", file="f.yaml", line=line, column=column, width=width, excerpt=excerpt)


def test_a_problem_points_at_its_place() -> None:
    assert str(problem()) == "f.yaml:1:4: a: is wrong\n  1 | a: 1\n    |    ^"


def test_facts_follow_in_one_order() -> None:
    text = str(Problem("a", "is wrong", got="1", allowed="2", hint="write 2"))
    assert text.splitlines() == ["a: is wrong", "  got      1", "  allowed  2", "  fix      write 2"]


def test_problems_come_in_the_order_of_the_file_each_once() -> None:
    error = SpecError([problem("b", line=2), problem("a", line=1), problem("a", line=1)])
    assert [each.path for each in error.problems] == ["a", "b"]
    assert str(error).endswith("2 problems")
    assert render([problem()]).endswith("1 problem")


def test_the_caret_stands_under_wide_characters() -> None:
    text = str(problem(excerpt="名: 値", column=4))
    assert text.splitlines()[-1] == "    |     ^^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = str(problem(excerpt="x" * 500 + "HERE" + "y" * 500, column=501, width=4))
    line, caret = text.splitlines()[1:]
    assert line[caret.index("^") : caret.index("^") + 4] == "HERE"
    assert len(line) < 140


def test_a_terminal_is_not_steered() -> None:
    assert shown("a\x1b[31mb\rc\u202e") == "a\ufffd[31mb\ufffdc\ufffd"


@pytest.mark.parametrize(
    ("word", "expected"), [("accelerater", "accelerator"), ("ACCELERATOR", "accelerator"), ("zzz", "")]
)
def test_the_nearest_name_is_offered(word: str, expected: str) -> None:
    assert nearest(word, ["accelerator", "nodes"]) == expected
    assert did_you_mean(word, ["accelerator", "nodes"]) == (f"did you mean `{expected}`?" if expected else "")


@unhurried
@given(st.text(), st.integers(1, 300), st.integers(1, 300))
def test_any_line_can_be_shown(excerpt: str, column: int, width: int) -> None:
    text = str(problem(excerpt=excerpt, column=column, width=width))
    assert len(text.split("\n")) in (1, 3)
