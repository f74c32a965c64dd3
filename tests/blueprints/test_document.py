"""Area of concern: places in a file, and lines shown from it."""

from stackwright.blueprints.document import hidden_path
from stackwright.blueprints.problems import Position
from stackwright.blueprints.reading import parse

TEXT = """\
compute:
  nodes: 2 # two
endpoint:
  variants:
    - environment: {DSN: plain, B: "x y"}
"""


def test_a_path_is_placed_at_its_key() -> None:
    document = parse(TEXT, "f.yaml")
    assert document.position(("compute", "nodes")) == Position("f.yaml", 2, 3)


def test_what_is_not_written_is_placed_at_what_is_above_it() -> None:
    document = parse(TEXT, "f.yaml")
    assert document.position(("compute", "disk_gib")) == Position("f.yaml", 1, 1)
    assert document.position(("network", "cidr")) == Position("f.yaml", 1, 1)
    assert document.position(("endpoint", "variants", 0, "name")) == Position("f.yaml", 5, 7)


def test_a_problem_underlines_the_value_or_the_key() -> None:
    document = parse(TEXT, "f.yaml")
    value = document.problem(("compute", "nodes"), "is wrong")
    key = document.problem(("compute", "nodes"), "is wrong", at_key=True)
    assert (value.line, value.column, value.width) == (2, 10, 1)
    assert (key.line, key.column, key.width) == (2, 3, 5)


def test_variables_of_a_container_are_never_shown() -> None:
    excerpt = parse(TEXT, "f.yaml").excerpt(5)
    assert excerpt == "    - environment: {DSN: *****, B: ** **}"


def test_a_secret_over_several_lines_is_hidden_on_each() -> None:
    document = parse("password: |\n  first\n  second\nregion: x\n", "f.yaml")
    assert [document.excerpt(line) for line in (2, 3, 4)] == ["  *****", "  ******", "region: x"]


def test_a_line_that_does_not_exist_is_empty() -> None:
    assert parse(TEXT, "f.yaml").excerpt(99) == ""


def test_hidden_is_what_the_names_say() -> None:
    assert hidden_path(("db_password",))
    assert hidden_path(("environment", "FOO"))
    assert not hidden_path(("environment",))
    assert not hidden_path(("compute", "nodes"))
