"""Area of concern: what a stack's configuration changes, and what is wrong with a key of it."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from stackwright.blueprints.load import Loaded
from stackwright.blueprints.problems import Position, Problem
from stackwright.blueprints.training.spec import TrainingSpec

Load = Callable[..., Loaded]
Problems = Callable[..., Sequence[Problem]]


def _training(found: Loaded) -> TrainingSpec:
    assert isinstance(found.spec, TrainingSpec)
    return found.spec


def test_flat_keys_change_fields_with_the_type_of_the_field(loaded: Load) -> None:
    config = {
        "acme:compute.nodes": "4",
        "acme:protect": "true",
        "acme:cluster.version": "1.30",
        "acme:tags.cost_center": "42",
        "acme:network.zones": '["us-east-1a", "us-east-1b"]',
        "acme:environment": "prod",
        "region": "us-east-1",
    }
    spec = _training(loaded(config=config))
    assert spec.compute.nodes.max == 4
    assert spec.protect is True
    assert spec.cluster.version == "1.30"
    assert spec.tags == {"cost_center": "42"}
    assert spec.network.zones == ("us-east-1a", "us-east-1b")
    assert spec.environment == "prod"


def test_keys_of_others_and_the_name_of_the_file_are_left_alone(loaded: Load) -> None:
    assert loaded(config={"aws:region": "us-west-2", "app:anything": "x", "acme:blueprint": "b.yaml"}).spec


def test_a_list_item_is_changed_by_its_index(loaded: Load) -> None:
    found = loaded(config={"acme:budget.notify[0]": "other@example.com"})
    assert found.spec.budget.notify == ("other@example.com",)


@pytest.mark.parametrize(
    ("config", "message", "hint"),
    [
        ({"acme:compute": '{"nodes": {"max": 4}}'}, "is nested", "pulumi config set acme:compute.nodes.max 4"),
        ({"acme:network": ":"}, "is nested", "pulumi config rm acme:network"),
        ({"acme:compte.nodes": "4"}, "is not a field of the blueprint", "did you mean `compute`?"),
        ({"acme:feature": "x"}, "is not a field of the blueprint", "namespace of their own"),
        ({"acme:compute.nodes.max": "4"}, "does not fit `compute.nodes`", "override `compute.nodes` as a whole"),
        ({"acme:budget.notify[7]": "a@b.co"}, "does not fit `budget.notify`", "override"),
        ({"acme:region": "us-esat-1"}, "is not a region of aws", "did you mean"),
        ({"acme:tags.key": "AKIA0123456789ABCDEF"}, "looks like a credential", "revoke"),
    ],
)
def test_a_wrong_key_is_told_with_what_to_do(
    problems: Problems, config: Mapping[str, str], message: str, hint: str
) -> None:
    (found,) = problems(config=config)
    assert message in found.message
    assert hint in found.hint
    assert next(iter(config)) in str(found)
    assert "AKIA" not in str(found)


def test_a_key_is_placed_in_the_stack_file(problems: Problems) -> None:
    found = problems(stack="config:\n  acme:region: us-esat-1\n  acme:compute: {nodes: 4}\n")
    placed = [(p.path, p.file, p.line, p.column) for p in found]
    assert placed == [("region", "Pulumi.dev.yaml", 2, 3), ("compute", "Pulumi.dev.yaml", 3, 3)]


def test_a_stack_file_is_read_as_the_engine_reads_it(loaded: Load) -> None:
    stack = "config:\n  acme:cluster.version: 1.30\n  acme:compute.nodes: 4\n  acme:network.zones: 2\n"
    spec = _training(loaded(stack=stack))
    assert (spec.cluster.version, spec.compute.nodes.max, spec.network.zones) == ("1.30", 4, 2)


def test_an_overridden_value_is_placed_where_it_is_written(loaded: Load) -> None:
    found = loaded(stack="config:\n  acme:environment: prod\n").origins["environment"]
    assert (found.origin, found.where) == ("stack config", Position("Pulumi.dev.yaml", 2, 3))


def test_a_secret_for_a_field_is_refused_and_other_secrets_are_left_alone(problems: Problems) -> None:
    encrypted = "config:\n  acme:token:\n    secure: v1:abc\n  acme:region:\n    secure: v1:abc\n"
    (found,) = problems(stack=encrypted)
    assert (found.path, found.message) == ("region", "is encrypted, and a blueprint takes no secrets")
    (found,) = problems(config={"acme:token": "x", "acme:region": "hunter2"}, secret_keys=["acme:token", "acme:region"])
    assert "hunter2" not in str(found)


@pytest.mark.parametrize("stack", ["- a\n", "config: 3\n", "config:\n", "other: 1\n"])
def test_a_stack_file_without_keys_changes_nothing(loaded: Load, stack: str) -> None:
    assert loaded(stack=stack).spec.region == "us-east-1"
