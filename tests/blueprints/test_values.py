"""Area of concern: forms that people write in short, in blueprints and in their schema."""

from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.blueprints.values import InstanceCount, Instances, NodeCount, Nodes, Section


class _Short(Section):
    nodes: Nodes = NodeCount(min=1, expected=1, max=1)
    """Number of nodes."""
    instances: Instances = InstanceCount()
    """Number of instances."""


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        (2, (2, 2, 2)),
        ({"max": 4}, (4, 4, 4)),
        ({"min": 0, "max": 4}, (0, 1, 4)),
        ({"min": 2, "max": 4}, (2, 2, 4)),
        ({"min": 0, "expected": 3, "max": 4}, (0, 3, 4)),
    ],
)
def test_nodes_are_a_number_or_three(written: Any, counted: tuple[int, int, int]) -> None:
    nodes = _Short.model_validate({"nodes": written}).nodes
    assert (nodes.min, nodes.expected, nodes.max) == counted


@pytest.mark.parametrize(
    ("written", "counted"), [(3, (3, 3)), ({"min": 2}, (2, 2)), ({"max": 4}, (1, 4)), ({"min": 2, "max": 4}, (2, 4))]
)
def test_instances_are_a_number_or_two(written: Any, counted: tuple[int, int]) -> None:
    instances = _Short.model_validate({"instances": written}).instances
    assert (instances.min, instances.max) == counted


@pytest.mark.parametrize("written", [True, "2", 2.5, None, [2]])
def test_nothing_else_is_a_number_of_nodes(written: Any) -> None:
    with pytest.raises(ValidationError) as error:
        _Short.model_validate({"nodes": written})
    assert [details["loc"] for details in error.value.errors()] == [("nodes",)]


def test_the_schema_offers_both_forms_and_keeps_the_description() -> None:
    field = _Short.model_json_schema()["properties"]["nodes"]
    assert field["anyOf"] == [{"type": "integer", "minimum": 1}, {"$ref": "#/$defs/NodeCount"}]
    assert field["description"] == "Number of nodes."
