"""Which files are watched, and what counts as one save; time and files are told, nothing sleeps."""

from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from pathlib import Path

import pytest

from stackwright.cli.saves import LONGEST, Snapshot, Watched, saves

A, B, TEMPORARY = Path("a"), Path("b"), Path("a.tmp")


def _file(time: int) -> tuple[int, int, int]:
    return (time, 1, 1)


def _seen(*looks: Mapping[Path, tuple[int, int, int]]) -> list[frozenset[Path]]:
    """Saves that are told when the files look like this, look after look, and then stay."""
    first, *rest = looks
    left = iter(chain(rest, repeat(looks[-1], LONGEST + 2)))

    class Over(Exception):
        pass

    def look() -> Snapshot:
        try:
            return next(left)
        except StopIteration:
            raise Over from None

    found: list[frozenset[Path]] = []
    with pytest.raises(Over):
        found.extend(frozenset(saved) for saved in _kept(saves(look, first, lambda _: None), found))
    return found


def _kept(told: Iterator[frozenset[Path]], into: list[frozenset[Path]]) -> Iterator[frozenset[Path]]:
    for saved in told:
        into.append(frozenset(saved))
    yield from ()


def test_a_file_that_changes_is_a_save() -> None:
    assert _seen({A: _file(1), B: _file(1)}, {A: _file(2), B: _file(1)}) == [{A}]


def test_files_that_change_one_after_the_other_are_one_save() -> None:
    assert _seen({A: _file(1), B: _file(1)}, {A: _file(2), B: _file(1)}, {A: _file(2), B: _file(2)}) == [{A, B}]


def test_a_file_that_is_put_in_place_of_another_is_one_save_of_it() -> None:
    beside = {A: _file(1), TEMPORARY: _file(2)}
    assert _seen({A: _file(1)}, beside, {TEMPORARY: _file(2)}, {}, {}, {A: (2, 1, 2)}) == [{A}]


def test_a_file_that_is_the_same_again_is_no_save() -> None:
    assert _seen({A: _file(1)}, {}, {A: _file(1)}) == []


def test_a_file_that_stays_away_is_told() -> None:
    assert _seen({A: _file(1), B: _file(1)}, {B: _file(1)}) == [{A}]


def test_a_file_that_comes_is_told() -> None:
    assert _seen({A: _file(1)}, {A: _file(1), B: _file(1)}) == [{B}]


def test_what_is_saved_during_the_work_on_a_save_is_the_next() -> None:
    states: list[Snapshot] = [{A: _file(1)}]
    waits = iter(range(9))

    def wait(_: float) -> None:
        next(waits)

    told = saves(lambda: states[-1], states[0], wait)
    states.append({A: _file(2)})
    assert next(told) == {A}
    states.append({A: _file(3)})
    assert next(told) == {A}


def test_the_files_of_a_program_are_watched_and_not_what_is_installed_or_written(tmp_path: Path) -> None:
    for name in (
        "Pulumi.yaml",
        "Pulumi.dev.yaml",
        "__main__.py",
        "parts/network.py",
        "sizes.json",
        "plan.json",
        "notes.txt",
        ".git/config.yaml",
        "__pycache__/x.py",
        "env/pyvenv.cfg",
        "env/lib.py",
        "node_modules/x/package.json",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    found = {
        file.relative_to(tmp_path).as_posix() for file in Watched(tmp_path, without={tmp_path / "plan.json"}).look()
    }
    assert found == {"Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py", "parts/network.py", "sizes.json"}


def test_the_files_around_a_blueprint_are_watched_up_to_its_project(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("outside")
    project = tmp_path / "project"
    for name, text in {
        "Pulumi.yaml": "name: x",
        "stacks/Pulumi.dev.yaml": "config: {}",
        "policy.yaml": "stackwright: 1\nbaseline: known.json # ours\n",
        "known.json": "{}",
        "prices.yaml": "stackwright: 1",
        "blueprints/a.yaml": "x",
        "blueprints/b.yaml": "x",
    }.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    watched = Watched(project / "blueprints/a.yaml")
    found = {file.relative_to(project).as_posix() for file in watched.look()}
    beside = {"Pulumi.yaml", "stacks/Pulumi.dev.yaml", "policy.yaml", "known.json", "prices.yaml"}
    assert found == {"blueprints/a.yaml", *beside}
    assert watched.only_judges({project / "policy.yaml", project / "known.json", project / "prices.yaml"})
    assert not watched.only_judges({project / "policy.yaml", project / "stacks/Pulumi.dev.yaml"})
