"""Area of concern: the program that Pulumi runs for a blueprint."""

from collections.abc import Callable
from pathlib import Path

import pulumi
import pytest

from stackwright.blueprints.load import Loaded
from stackwright.blueprints.problems import SpecError
from stackwright.blueprints.program import RefusedCloud, compose_stack, observed, run
from stackwright.components import kits
from stackwright.components.kits import MissingExtra
from stackwright.testing.plugin import Cloud, Plan

BLUEPRINT = """\
blueprint: landing
cloud: aws
region: us-east-1
budget: {monthly_usd: 5, notify: [a@example.com]}
"""


@pytest.fixture
def deploy(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Plan]:
    monkeypatch.setenv("STACKWRIGHT_PROJECT", str(tmp_path))
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT)

    def start(**config: str) -> Plan:
        given = {f"acme:{key.replace('__', '.')}": value for key, value in config.items()}
        return cloud.preview(run, project="acme", stack="dev", config=given)

    return start


def test_the_blueprint_beside_the_project_is_deployed(deploy: Callable[..., Plan]) -> None:
    assert deploy().only("aws:kms/key:Key")


def test_the_configuration_names_another_file(deploy: Callable[..., Plan], tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(BLUEPRINT.replace("monthly_usd: 5", "monthly_usd: 7"))
    assert deploy(blueprint="other.yaml").only("aws:budgets/budget:Budget").get("limitAmount") == "7.00"


def test_the_configuration_changes_fields(deploy: Callable[..., Plan]) -> None:
    plan = deploy(budget__monthly_usd="9", environment="prod")
    assert plan.only("aws:budgets/budget:Budget").get("limitAmount") == "9.00"
    assert plan.only("aws:kms/key:Key").protect


def test_a_mistake_is_told_without_a_traceback_and_with_its_place(deploy: Callable[..., Plan], tmp_path: Path) -> None:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks/Pulumi.dev.yaml").write_text("config:\n  acme:regoin: us-east-1\n")
    with pytest.raises(pulumi.RunError, match=r"stacks/Pulumi\.dev\.yaml:2:3: regoin") as error:
        deploy(regoin="us-east-1")
    assert isinstance(error.value, SpecError)
    assert error.value.__suppress_context__


def test_what_was_loaded_can_be_observed(deploy: Callable[..., Plan]) -> None:
    with observed() as seen:
        deploy()
    assert [each.shape.name for each in seen] == ["landing"]
    deploy()
    assert len(seen) == 1


def test_a_missing_sdk_is_told_with_the_command_that_installs_it(
    cloud: Cloud, loaded: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kits, "KITS", {"aws": ("nowhere", "Nothing", "no_such_sdk")})
    with pytest.raises(MissingExtra, match="pip install") as error:
        cloud.preview(lambda: compose_stack(loaded("landing")))
    assert isinstance(error.value, RefusedCloud)
