"""What the tests of components share: the checker of the providers' contracts."""

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph

SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""How Pulumi writes a value that is not known."""

ContractErrors = Callable[[Graph], list[str]]


@pytest.fixture(scope="session")
def contract_errors(shared: Path) -> ContractErrors:
    """What the provider would refuse in a plan, one line each."""
    file = shared / "contracts" / "contract.py"
    spec = importlib.util.spec_from_file_location("contract", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    contracts = module.Contracts(str(file.parent))

    def errors(plan: Graph) -> list[str]:
        return [
            f"{resource.type} {resource.name} {found.path}: {found.kind} {found.detail}"
            for resource in plan
            if resource.custom
            for found in contracts.check(resource.type, _as_sent(resource.inputs))
            if found.level == "error"
        ]

    return errors


def _as_sent(value: Any) -> Any:
    if value is UNKNOWN:
        return SENTINEL
    if isinstance(value, Mapping):
        return {key: _as_sent(item) for key, item in value.items()}
    return [_as_sent(item) for item in value] if isinstance(value, list) else value
