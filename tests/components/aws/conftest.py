"""What the tests of AWS components share: reading policy documents."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource


@pytest.fixture(scope="session")
def statements() -> Callable[[Resource, str], dict[str, dict[str, Any]]]:
    """Statements of a policy document by their `Sid`, by their place where they have none."""

    def read(resource: Resource, path: str = "policy") -> dict[str, dict[str, Any]]:
        document = json.loads(resource.get(path))
        assert document["Version"] == "2012-10-17"
        return {s.get("Sid", str(place)): s for place, s in enumerate(document["Statement"])}

    return read


@pytest.fixture(scope="session")
def unreadable_documents() -> Callable[[Graph], list[str]]:
    """Policy documents that nobody can judge at preview."""

    def unreadable(plan: Graph) -> list[str]:
        return [
            f"{resource.type} {resource.name} {path}"
            for resource in plan
            for path in ("policy", "assumeRolePolicy", "monitorSpecification")
            if resource.get(path) is UNKNOWN
        ]

    return unreadable
