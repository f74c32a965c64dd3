"""Area of concern: what the pages tell a reader to type works, and answers what they say.

In ```console blocks a line `$ COMMAND` is followed by what it prints: `...` alone stands for any lines, `…` for any
text in a line. `stackwright` is run, but for `sandbox` and `engine`. Of other programs only the sub-command is looked
up: `make` in the Makefile, `pulumi`, `git`, `pip` and `aws` in the list below, because running them needs the network,
an account or minutes. In ```bash blocks every command must exist, and those of `stackwright` must be ones that it
accepts; nothing is run.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer import TyperException
from typer.main import get_command

from stackwright.blueprints.load import load
from stackwright.cli.main import app, run
from stackwright.cli.policy_file import read_policy
from stackwright.cli.price_file import read_contract
from stackwright.plan.record import record
from stackwright.policies.baseline import render_baseline

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SUBCOMMANDS = {
    "aws": {"kms", "s3", "sso"},
    "gcloud": {"services"},
    "git": {"clone", "status"},
    "pip": {"install"},
    "pulumi": {"cancel", "config", "destroy", "import", "login", "policy", "preview", "refresh", "stack", "up"},
}
TOOLS = {"cd", "export", "pytest", "python"}
"""Commands that take files or settings, and no sub-command."""


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """Fenced blocks of `page`."""
    language, start, lines = None, 0, list[str]()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if language is None and line.startswith("```"):
            language, start, lines = line[3:].strip(), number, []
        elif language is not None and line == "```":
            yield Block(page, start, language, "\n".join(lines) + "\n")
            language = None
        elif language is not None:
            lines.append(line)
    assert language is None, f"{page}:{start}: the block is not closed"


BLOCKS = [block for page in PAGES for block in blocks(page)]


def each(*languages: str) -> Any:
    chosen = [block for block in BLOCKS if block.language in languages]
    return pytest.mark.parametrize("block", chosen, ids=map(str, chosen))


def sessions(block: Block) -> Iterator[tuple[str, list[str]]]:
    """(command, lines that it is said to print) of a console block."""
    command, said = "", list[str]()
    for line in block.text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, said
            command, said = line[2:], []
        else:
            assert command, f"{block}: output before the first command"
            said.append(line)
    yield command, said


def matches(said: list[str], printed: list[str]) -> bool:
    """Whether `printed` is what `said` describes; nothing said is nothing claimed."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line.rstrip()).replace("…", ".*") + r"\n" for line in said
    )
    return not said or re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed)) is not None


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the repository's files are there, and nothing that is written changes them."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_pages_with_blocks() -> None:
    assert {block.language for block in BLOCKS if block.page.name == "README.md"} >= {"console", "yaml"}
    assert {block.language for block in BLOCKS} <= {"bash", "console", "json", "python", "text", "yaml"}


@each("console")
def test_a_command_prints_what_the_page_says(block: Block, scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, said in sessions(block):
        words = shlex.split(command.replace("<", "'<").replace(">", ">'"), comments=True)
        if words[0] != "stackwright" or words[1] in {"sandbox", "engine"}:
            assert known(words), f"{block}: {command}"
            continue
        code = run(words[1:])
        streams = capsys.readouterr()
        printed = (streams.out + streams.err).splitlines()
        assert matches(said, printed), f"{block}: {command} prints\n" + "\n".join(printed)
        assert code == (2 if "tests/blueprints/broken/" in command else 0), f"{block}: {command} answers {code}"


@each("bash")
def test_a_command_exists(block: Block) -> None:
    for line in block.text.splitlines():
        words = shlex.split(line, comments=True)
        assert not words or known(words), f"{block}: {line}"


def known(words: list[str]) -> bool:
    """Whether the command exists, as far as that can be told without running it."""
    name, *rest = words
    if name == "stackwright":
        return accepted(get_command(app), name, rest)
    if name == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return bool(rest) and set(rest) <= set(targets)
    return name in TOOLS or (name in SUBCOMMANDS and bool(rest) and rest[0] in SUBCOMMANDS[name])


def accepted(command: Any, name: str, arguments: list[str]) -> bool:
    """Whether the command line parses; a command behind `sandbox --` must be known too."""
    context = command.make_context(name, list(arguments))
    if hasattr(command, "commands"):
        inner, found, rest = command.resolve_command(context, [*getattr(context, "_protected_args", []), *context.args])
        return accepted(found, str(inner), rest)
    if name == "sandbox" and context.args[:1] != ["recover"]:
        return known(context.args)
    return True


@each("yaml")
def test_a_blueprint_or_policy_file_is_sound(block: Block, tmp_path: Path) -> None:
    if not block.text.startswith(("stackwright:", "blueprint:")):
        return
    file = tmp_path / "written.yaml"
    file.write_text(block.text, encoding="utf-8")
    if re.search(r"^blueprint:", block.text, re.MULTILINE):
        assert load(file).shape.name in block.text
    elif re.search(r"^(rates|discounts):", block.text, re.MULTILINE):
        assert read_contract(file).stackwright == 1
    else:
        (tmp_path / "policy-baseline.json").write_text(render_baseline([]), encoding="utf-8")
        assert read_policy(file).said.stackwright == 1


@each("python")
def test_a_program_runs(block: Block) -> None:
    program = compile(block.text, str(block), "exec")
    if re.search(r"^import pulumi$", block.text, re.MULTILINE):
        graph = record(lambda: exec(program, {"__name__": "__main__"}))
        assert any(resource.custom for resource in graph)


@pytest.mark.parametrize(
    ("said", "printed", "expected"),
    [
        (["a", "...", "z"], ["a", "b", "c", "z"], True),
        (["a", "...", "z"], ["a", "z"], True),
        (["a", "..."], ["b", "a"], False),
        (["a … c"], ["a b b c"], True),
        (["a … c"], ["a b"], False),
        (["a.c"], ["abc"], False),
        (["a"], ["a", "b"], False),
        ([], ["anything"], True),
    ],
)
def test_dots_stand_for_lines_and_an_ellipsis_for_text(said: list[str], printed: list[str], expected: bool) -> None:
    assert matches(said, printed) is expected


@pytest.mark.parametrize("command", ["make coffee", "make", "pulumi upp", "foo", "stackwright sandbox -- foo"])
def test_a_command_that_does_not_exist_is_found(command: str) -> None:
    assert not known(shlex.split(command))


@pytest.mark.parametrize("command", ["stackwright pln x", "stackwright plan", "stackwright plan x --jsn y"])
def test_a_command_line_that_is_not_accepted_is_found(command: str) -> None:
    with pytest.raises(TyperException):
        known(shlex.split(command))
