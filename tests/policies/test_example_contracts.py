"""The examples of all rules say only what the providers accept."""

import os
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.budgets import KINDS
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Level
from stackwright.policies.machine_counts import MACHINES, Machines
from stackwright.policies.registry import RULES
from stackwright.policies.remediation import remediated
from stackwright.policies.rule import Rule
from stackwright.policies.rules.cost.required_tags import LABELS

SHARED = Path(os.environ.get("STACKWRIGHT_SHARED", Path(__file__).parents[3] / "shared"))
WIRE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

pytestmark = pytest.mark.usefixtures("shared")


@pytest.fixture(scope="module")
def contracts() -> object:
    return _module().Contracts(str(SHARED / "contracts"))


def _module() -> ModuleType:
    spec = spec_from_file_location("provider_contract", SHARED / "contracts" / "contract.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules["provider_contract"] = module
    spec.loader.exec_module(module)
    return module


def _wired(value: object) -> object:
    if value is UNKNOWN:
        return WIRE_UNKNOWN
    if isinstance(value, dict):
        return {key: _wired(item) for key, item in value.items()}
    return [_wired(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_hold_only_properties_that_exist(rule: Rule, contracts) -> None:
    asked = [(part.type, _wired(dict(part.inputs))) for part in (*rule.good, *rule.bad)]
    wrong = [v for v in contracts.check_all(asked) if v.level == "error" and v.kind != "missing-required"]
    assert wrong == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.remedy], ids=lambda rule: rule.id)
def test_a_remedy_sets_only_what_the_provider_takes(rule: Rule, contracts) -> None:
    told = {rule.id: rule.setting(level=Level.REMEDIATE, params=rule.example_params)}
    types = rule.remedy.types or rule.types if rule.remedy else ()
    bare = tuple(part(kind, f"bare{index}") for index, kind in enumerate(sorted(types)))
    graph, changes = remediated((rule,), graph_of((*rule.bad, *bare)), told)
    asked = [(one.type, _wired(dict(one.inputs))) for one in graph]
    wrong = [v for v in contracts.check_all(asked) if v.level == "error" and v.kind != "missing-required"]
    assert wrong == []
    assert changes


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_judges_types_that_exist(rule: Rule, contracts) -> None:
    for package in ("aws", "gcp", "azure-native"):
        known = contracts.doc(package)["resources"]
        older = {alias for resource in known.values() for alias in resource.get("aliases", [])}
        assert {token for token in rule.types if token.startswith(f"{package}:")} <= set(known) | older


def test_machines_and_budgets_and_labels_are_of_types_and_properties_that_exist(contracts) -> None:
    rows = [
        *((kind, f"{row.base}.{path}".strip(".")) for kind, row in MACHINES.items() for path in _paths(row)),
        *((kind, path) for kind, row in KINDS.items() for path in (row.amount, row.period, row.alarms)),
        *LABELS.items(),
    ]
    for kind, path in rows:
        if not kind.startswith("pulumi-python:"):
            document = contracts.doc(kind)
            assert _reaches(document, document["resources"][kind]["inputs"], path.split(".")), (kind, path)
    assert len(rows) > 100


def _reaches(document: dict[str, Any], properties: dict[str, str], steps: list[str]) -> bool:
    """Whether the path exists in a contract's types; that one of several shapes has it is enough."""
    found = properties.get(steps[0].removesuffix("[*]"))
    if found is None or len(steps) == 1:
        return found is not None
    inner = [document["types"][shape] for shape in re.findall(r"#([\w:/]+)", found)]
    return any(_reaches(document, one.get("properties", one), steps[1:]) for one in inner)


def _paths(row: Machines) -> tuple[str, ...]:
    return tuple(path for path in (row.type, *row.most, *row.per_zone, row.attached) if path)
