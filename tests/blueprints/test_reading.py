"""Area of concern: YAML becomes plain data, and every mistake of form is told."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackwright.blueprints.problems import SpecError
from stackwright.blueprints.reading import parse, read

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

YAML_BITS = st.sampled_from(
    [
        *"ab:[]{},!|>#%?1~'\n\t\\\x07\0é\u2028\ud7ff\"",
        ": ",
        "- ",
        "  ",
        "&x ",
        "*x",
        "<<: ",
        "!!",
        "---\n",
        "...\n",
        "0x",
        ".nan",
    ]
)


def _shown(text: str) -> str:
    """What a user reads: the problems, or the first line of the file."""
    try:
        return parse(text, "f.yaml").excerpt(1) or "nothing"
    except SpecError as error:
        return str(error)


def _message(text: str) -> str:
    with pytest.raises(SpecError) as error:
        parse(text, "f.yaml")
    return error.value.problems[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("1_000", 1000),
        ("010", 10),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        ("2026-11-22", "2026-11-22"),
        ("12:30:45", "12:30:45"),
        ("~", None),
        ('"42"', "42"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, expected: Any) -> None:
    found = parse(f"a: {text}", "f.yaml").data["a"]
    assert (found, type(found)) == (expected, type(expected))


def test_anchors_and_merges_are_followed_and_own_fields_win() -> None:
    text = "base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\nmany: {<<: [{x: 0}, *b]}\nlist: [*b]\n"
    data = parse(text, "f.yaml").data
    assert data["one"] == {"x": 1, "y": 3}
    assert data["many"] == {"x": 0, "y": 2}
    assert data["list"] == [{"x": 1, "y": 2}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [*x]", "an alias contains itself"),
        ("a: {<<: 1}", "`<<` takes another mapping"),
        ("? [a]\n: b", "a list or a mapping cannot name a field"),
        ("a: !!int foo", "is not a number that can be used"),
        ("a: " + "9" * 5000, "is not a number that can be used"),
        ("a: !secret x", "a YAML tag is not allowed"),
        ("a: " + "[" * 3000, "is nested too deeply"),
        ("- " * 3000, "is nested too deeply"),
        (
            "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "b: [*a]\n".replace("*a", ", ".join(["*a"] * 4000)),
            "holds too many values",
        ),
        ("a: `x`", "a value cannot start with this character"),
        ("a: |-x\n  y", "is not valid YAML"),
    ],
)
def test_a_mistake_of_form_is_told(text: str, message: str) -> None:
    assert _message(text) == message


def test_all_duplicates_are_told_at_once() -> None:
    with pytest.raises(SpecError) as error:
        parse("a: 1\na: 2\nb: {c: 1, c: 2}\n", "f.yaml")
    assert [problem.path for problem in error.value.problems] == ["a", "b.c"]


def test_a_missing_file_names_the_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "blueprint.yaml").write_text("")
    with pytest.raises(SpecError) as error:
        read(tmp_path / "bluprint.yaml")
    assert error.value.problems[0].hint == "did you mean `blueprint.yaml`?"


def test_a_folder_is_not_a_blueprint(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="is a folder"):
        read(tmp_path)


def test_a_file_that_is_no_path_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot be read"):
        read(tmp_path / "a\0b")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text("# " + "x" * 1_000_001)
    with pytest.raises(SpecError, match="is too large"):
        read(tmp_path / "big.yaml")


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read(tmp_path / "b.yaml").data == {"a": 1}


@unhurried
@given(st.lists(YAML_BITS, max_size=40).map("".join) | st.text(max_size=200))
def test_any_text_is_data_or_problems(text: str) -> None:
    assert _shown(text) != ""


@unhurried
@given(st.lists(YAML_BITS, max_size=30).map("".join))
def test_no_text_after_a_telling_name_is_ever_echoed(text: str) -> None:
    assert "hunter2" not in _shown(f"password: hunter2{text}\n")
