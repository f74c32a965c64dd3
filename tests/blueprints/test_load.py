"""Area of concern: a blueprint file to a typed spec, with every value's place and origin."""

import copy
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from stackwright.blueprints.load import Loaded, load, shown_from
from stackwright.blueprints.problems import Position, Problem, SpecError
from stackwright.blueprints.training.spec import TrainingSpec

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

EXAMPLES = sorted((Path(__file__).parents[2] / "blueprints/examples").glob("*.yaml"))
Load = Callable[..., Loaded]
Problems = Callable[..., Sequence[Problem]]


@pytest.mark.parametrize("example", EXAMPLES, ids=[file.stem for file in EXAMPLES])
def test_every_example_loads(example: Path) -> None:
    found = load(example)
    assert found.spec.environment == "prod"
    assert found.text == example.read_text(encoding="utf-8")


def test_a_blueprint_becomes_a_typed_spec(loaded: Load) -> None:
    spec = loaded().spec
    assert isinstance(spec, TrainingSpec)
    assert spec.compute.accelerator == "H100:8"
    assert (spec.compute.nodes.min, spec.compute.nodes.expected, spec.compute.nodes.max) == (2, 2, 2)


def test_a_path_is_placed_in_the_file(loaded: Load) -> None:
    found = loaded(more="network:\n  zones: 3\n")
    assert found.position("network.zones") == Position("blueprint.yaml", 7, 3)
    assert found.position("network.cidr") == Position("blueprint.yaml", 6, 1)
    assert found.position("storage.scratch") == Position("blueprint.yaml", 1, 1)


def test_every_value_says_where_it_comes_from(loaded: Load) -> None:
    more = "environment: prod\nnetwork: {cidr: 10.8.0.0/16}\n"
    found = loaded(more=more, config={"acme:network.zones": "4"}).origins
    assert found["network.cidr"].origin == "blueprint"
    assert found["network.cidr"].where == Position("blueprint.yaml", 7, 11)
    assert (found["network.zones"].origin, found["network.zones"].value) == ("stack config", 4)
    assert (found["network.nat"].origin, found["network.nat"].value) == ("profile", "per_zone")
    assert found["network.internet"].origin == "default"
    assert {found[f"compute.nodes.{end}"].origin for end in ("min", "expected", "max")} == {"blueprint"}


def test_the_name_is_the_shape_unless_it_is_given(loaded: Load) -> None:
    assert loaded().name == "training"
    assert loaded(more="name: research\n").name == "research"


def test_all_problems_are_told_at_once(problems: Problems) -> None:
    found = problems(more="netwrok: {}\nprotect: 1\nregion: nowhere\ntags: {a: 1}\n")
    assert [problem.path for problem in found] == ["netwrok", "protect", "region", "tags.a"]


def test_a_wrong_section_does_not_hide_problems_of_the_others(problems: Problems) -> None:
    found = problems(more="network: {cidr: 8.8.0.0/16}\ncompute: {accelerator: 'H100:8', nodes: two}\n")
    assert {problem.path for problem in found} == {"network.cidr", "compute.nodes"}


@pytest.mark.parametrize("empty", ["", "# only a comment\n", "---\n", "~\n"])
def test_an_empty_file_is_told(write: Callable[[str], Path], empty: str) -> None:
    with pytest.raises(SpecError, match="is empty"):
        load(write(empty))


@pytest.mark.parametrize("shape", ["42", "[training]", "{a: b}", "true"])
def test_a_shape_of_any_type_is_refused(write: Callable[[str], Path], shape: str) -> None:
    with pytest.raises(SpecError, match="is not a shape"):
        load(write(f"blueprint: {shape}\n"))


def test_a_missing_shape_lists_what_exists(write: Callable[[str], Path]) -> None:
    with pytest.raises(SpecError, match="landing, training, inference"):
        load(write("cloud: aws\n"))


def test_absent_version_is_the_first(loaded: Load) -> None:
    assert loaded().spec.stackwright == 1


def test_a_credential_is_told_once_and_never_shown(problems: Problems) -> None:
    found = problems(more="region: AKIA0123456789ABCDEF\n")
    assert [problem.path for problem in found] == ["region"]
    assert "AKIA" not in str(found[0])


def test_files_are_named_from_the_root(tmp_path: Path) -> None:
    assert shown_from(tmp_path, tmp_path / "a/b.yaml") == "a/b.yaml"
    assert shown_from(tmp_path / "c", tmp_path / "b.yaml") == (tmp_path / "b.yaml").as_posix()
    assert shown_from(None, Path("b.yaml")) == "b.yaml"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["aws", "10.0.0.0/16"]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=6,
)


def _told(run: Callable[[], Loaded]) -> Sequence[Problem] | None:
    """The problems that `run` tells, None where it loads; anything else that it raises fails the test."""
    try:
        run()
    except SpecError as error:
        return error.problems
    return None


def _places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [at] * bool(at) + [place for key, below in inner for place in _places(below, (*at, key))]


@unhurried
@given(st.data())
def test_an_example_with_anything_changed_loads_or_tells(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    yaml = YAML(typ="safe", pure=True)
    changed = copy.deepcopy(yaml.load(data.draw(st.sampled_from(EXAMPLES)).read_text(encoding="utf-8")))
    for _ in range(data.draw(st.integers(1, 3))):
        *above, last = data.draw(st.sampled_from(_places(changed)))
        here = changed
        for step in above:
            here = here[step]
        here[last] = data.draw(VALUES)
    file = tmp_path_factory.mktemp("any") / "blueprint.yaml"
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(changed, stream)
    told = _told(lambda: load(file))
    assert all(problem.message and str(problem) for problem in told or ())


@unhurried
@given(
    st.dictionaries(
        st.text(max_size=20) | st.sampled_from(["compute.nodes", "tags.a", "network"]), st.text(max_size=20)
    )
)
def test_any_configuration_loads_or_tells(config: dict[str, str]) -> None:
    assert _told(lambda: load(EXAMPLES[0], config)) != ()
