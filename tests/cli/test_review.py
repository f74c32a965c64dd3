"""Area of concern: what can be looked at, and the one sentence for what cannot."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BUCKET = "from pulumi_aws import s3\ns3.Bucket('data')\n"


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        (
            "\nraise ValueError('two\\nlines')\n",
            "app/__main__.py:2: the program raised ValueError: two lines",
        ),
        ("x = = 3\n", "app/__main__.py:1: invalid syntax"),
        ("import nosuchmodule\n", "app/__main__.py:1: the program imports nosuchmodule, which is not installed here"),
        ("import sys\n\nsys.exit(3)\n", "app/__main__.py:3: the program ended itself with exit code 3"),
        (f"{BUCKET}raise SystemExit\n", "app/__main__.py:3: the program ended itself with exit code 0"),
        ("def f():\n    return f()\nf()\n", "app/__main__.py:2: the program raised RecursionError: "),
        ("import pulumi\nraise pulumi.RunError('say x')\n", "app/__main__.py:2: say x"),
        ("import pulumi\npulumi.Config().require('x')\n", "app/__main__.py:2: Missing required configuration variable"),
        (
            "import pulumi\nfrom pulumi_aws import s3\n"
            "pulumi.export('x', s3.Bucket('data').bucket.apply(lambda name: {}['key']))\n",
            "app/__main__.py:3: the program raised KeyError: 'key'",
        ),
        (
            f"{BUCKET}s3.Bucket('data')\n",
            "app/__main__.py:3: two resources have the URN urn:pulumi:dev::app::aws:s3/bucket:Bucket::data",
        ),
        ("from pulumi_aws import s3\ns3.Bucket('data', nope=1)\n", "app/__main__.py:2: the program raised TypeError"),
        ("raise KeyError\n", "app/__main__.py:1: the program raised KeyError\n"),
    ],
    ids=lambda text: text.splitlines()[-1][:40],
)
def test_what_a_program_raises_is_one_sentence_with_its_place(
    cli: Callable[..., Any], project: Callable[..., Any], program: str, sentence: str
) -> None:
    said = cli("plan", project(program))
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"error: {sentence}")
    assert said.err.count("\n") == 1


def test_a_mistake_in_a_module_of_the_program_is_placed_there(
    cli: Callable[..., Any], project: Callable[..., Any]
) -> None:
    folder = project("import parts\n")
    (folder / "parts.py").write_text("\n\n1 / 0\n")
    assert cli("plan", folder).err == "error: app/parts.py:3: the program raised ZeroDivisionError: division by zero\n"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("name: app\nruntime: nodejs\n", "app/Pulumi.yaml: runtime is not python - only Python programs"),
        ("name: [\n", "app/Pulumi.yaml: cannot be read"),
        ("- name\n", "app/Pulumi.yaml: is not a mapping"),
        ("name: app\nruntime: python\nmain: src\n", "/src: is missing - `main` in Pulumi.yaml names the folder"),
    ],
)
def test_a_project_that_cannot_be_recorded_is_told(
    cli: Callable[..., Any], project: Callable[..., Any], settings: str, sentence: str
) -> None:
    folder = project(BUCKET)
    (folder / "Pulumi.yaml").write_text(settings)
    said = cli("plan", folder)
    assert said.code == 2
    assert sentence in said.err


def test_an_empty_program_is_clean(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    said = cli("check", project(""))
    assert "0 resources" in said.out


def test_a_look_up_without_an_answer_is_told_and_unknown(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    program = (
        "from pulumi_aws import ebs, iam\n"
        "ebs.Volume('v', encrypted=True, availability_zone=iam.get_user(user_name='x').arn)\n"
    )
    said = cli("check", project(program), "--json", "-")
    assert said.code == 1
    assert said.err == (
        "note: app: 1 look-up is taken as unknown, as only the cloud has the answer: aws:iam/getUser:getUser\n"
    )
    assert "aws-ec2-ebs-encrypted" not in {one["rule"] for one in json.loads(said.out)["findings"]}


def test_the_region_of_the_configuration_prices_a_program(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    folder = project(BUCKET)
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    assert cli("check", folder).out.startswith("app  aws eu-west-1, prod, 1 resource\n")


BLUEPRINT = "blueprint: landing\ncloud: aws\nregoin: us-east-1\nbudget: {monthly_usd: 600, notify: [a@example.com]}\n"


@pytest.mark.parametrize("command", ["plan", "cost", "check", "explain", "policy config"])
def test_a_typo_is_shown_with_a_caret(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("stack.yaml").write_text(BLUEPRINT)
    said = cli(*command.split(), "stack.yaml")
    assert (said.code, said.out) == (2, "")
    assert (
        "stack.yaml:3:1: regoin: is not a field of the blueprint\n  3 | regoin: us-east-1\n    | ^^^^^^\n  allowed  "
    ) in said.err
    assert "  fix      did you mean `region`?\n" in said.err
    assert said.err.endswith("\n2 problems\n")


def test_problems_in_plain_text_are_the_errors_own(cli: Callable[..., Any], tmp_path: Path) -> None:
    from stackwright.blueprints.load import load
    from stackwright.blueprints.problems import SpecError

    file = tmp_path / "stack.yaml"
    file.write_text(BLUEPRINT)
    with pytest.raises(SpecError) as raised:
        load(file)
    assert cli("plan", file).err == f"{raised.value}\n"


HIDDEN = """
import sys
from importlib.machinery import PathFinder

class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] == "pulumi_aws" else super().find_spec(name, path, target)

sys.meta_path[:] = [Without if finder is PathFinder else finder for finder in sys.meta_path]
from stackwright.cli.main import run
sys.exit(max(run([command, path]) for path in sys.argv[1:] for command in ("plan", "check")))
"""


def test_a_provider_that_is_not_installed_is_named_with_the_command_that_installs_it(
    project: Callable[..., Any],
) -> None:
    paths = [ROOT / "blueprints/examples/landing-aws.yaml", project(BUCKET)]
    done = subprocess.run([sys.executable, "-c", HIDDEN, *paths], capture_output=True, text=True, check=False)
    sentences = done.stderr.splitlines()
    assert len(sentences) == 4
    assert {sentence.partition(" - ")[2] for sentence in sentences} == {
        "install it with: pip install 'stackwright[aws]'"
    }
    assert (done.returncode, done.stdout) == (2, "")


URN = "urn:pulumi:dev::app::aws:ec2/instance:Instance::server"
STATE = {"urn": URN, "type": "aws:ec2/instance:Instance", "custom": True, "inputs": {"instanceType": "m7i.large"}}
DIGEST = {"config": {"aws:region": "eu-west-1"}, "steps": [{"op": "create", "urn": URN, "newState": STATE}]}
EVENTS = (
    {
        "policyEvent": {
            "resourceUrn": URN,
            "message": "Machines have owners\nhas no owner\n",
            "policyName": "owned",
            "policyPackName": "house",
            "enforcementLevel": "mandatory",
            "severity": "high",
        }
    },
    {"summaryEvent": {"PolicyPacks": {"house": "1.0.0"}}},
)


def stream(*events: dict[str, Any]) -> str:
    return "\n".join(json.dumps({"sequence": n, "timestamp": 1, **event}) for n, event in enumerate(events))


@pytest.mark.parametrize("name", ["preview.json", "preview.txt", "preview"])
def test_a_digest_is_known_by_what_is_in_it(cli: Callable[..., Any], tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(json.dumps(DIGEST))
    said = cli("check", file)
    assert (said.code, said.err) == (1, "")
    assert said.out.startswith(f"{file}  aws eu-west-1, prod, 1 resource\n")
    assert "Instance server rootBlockDevice.kmsKeyId: names no key" in said.out


@pytest.mark.parametrize("command", ["plan", "cost", "check"])
def test_a_dash_is_standard_input(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(DIGEST).encode())))
    said = cli(command, "-")
    assert said.code in {1, 3}
    assert said.out.startswith("standard input  aws eu-west-1, prod, 1 resource\n")


def test_an_empty_pipe_is_told(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    said = cli("check", "-")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        "error: standard input: is empty: did the command before it fail? - write it with `pulumi"
    )


def test_events_are_read_for_what_the_packs_of_the_engine_said(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(stream(*EVENTS))
    said = cli("check", file)
    assert said.code == 1
    assert said.err == f"note: {file}: holds events, of which only the results of the engine's policy packs are read\n"
    assert "mandatory  house/owned  high\n    Instance server: Machines have owners - has no owner\n" in said.out


def test_events_of_packs_that_found_nothing_are_clean(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(stream(*EVENTS[1:]))
    assert cli("check", file).code == 0


@pytest.mark.parametrize("command", ["plan", "cost"])
def test_events_have_no_plan_and_no_price(cli: Callable[..., Any], tmp_path: Path, command: str) -> None:
    file = tmp_path / "events.json"
    file.write_text(stream(*EVENTS))
    said = cli(command, file)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"error: {file}: holds events, which `stackwright check` reads - "
        "write a digest with `pulumi preview --json --show-sames`\n"
    )


def test_a_cluster_of_ones_own_is_in_no_region(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    program = "from pulumi_kubernetes.core.v1 import Namespace\nNamespace('apps')\n"
    assert cli("check", project(program)).out.startswith("app  kubernetes, prod, 1 resource\n")


def test_what_a_program_only_reads_is_neither_judged_nor_priced(
    cli: Callable[..., Any], project: Callable[..., Any]
) -> None:
    said = cli("check", project("from pulumi_aws import s3\ns3.Bucket.get('old', 'old-bucket')\n"))
    assert said.out.startswith("app  aws us-east-1, prod, 0 resources\n")
    assert "Bucket old" not in said.out
