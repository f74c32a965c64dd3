"""Area of concern: several machines on InfiniBand on AKS, planned in prod through a blueprint."""

import sys
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.judged import code_of
from stackwright.cli.review import Review, review, subject_of
from stackwright.plan.graph import UNKNOWN
from stackwright.pricing.estimate import decided

POOL = "azure-native:containerservice:AgentPool"
FEATURE = "azure-native:features:SubscriptionFeatureRegistration"
BLUEPRINT = """
blueprint: training
cloud: azure
region: {region}
environment: prod
compute: {{machine_type: {machine}, nodes: 4, zone: "1"}}
network: {{cidr: 10.20.0.0/16, zones: ["1", "2", "3"]}}
budget: {{monthly_usd: 600000, notify: [ml-platform@example.com]}}
policy: # eastus2 has no dated price for logs and keys
  allow_unpriced:
    - training-checkpoints
    - training-cluster-tools
    - training-datasets
    - training-network-flow-logs
    - training-ground
    - training-key
"""
SIZES = {
    "Standard_ND96isr_H100_v5": "eastus",
    "Standard_ND96asr_v4": "eastus",
    "Standard_ND96amsr_A100_v4": "eastus",
    "Standard_ND96isr_H200_v5": "eastus2",
    "Standard_ND96isr_MI300X_v5": "eastus2",
    "Standard_ND128isr_NDR_GB200_v6": "eastus",
}


@pytest.fixture(scope="module", params=SIZES)
def planned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Review:
    """The plan of four machines of one size."""
    file = tmp_path_factory.mktemp("nodes") / "blueprint.yaml"
    file.write_text(BLUEPRINT.format(machine=request.param, region=SIZES[request.param]), encoding="utf-8")
    return review(subject_of(file))


def _wire(value: Any) -> Any:
    if value is UNKNOWN:
        return "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    if isinstance(value, dict):
        return {key: _wire(item) for key, item in value.items()}
    return [_wire(item) for item in value] if isinstance(value, list) else value


def test_the_provider_accepts_every_input(planned: Review, shared: Path) -> None:
    sys.path.insert(0, str(shared / "contracts"))
    try:
        from contract import Contracts
    finally:
        sys.path.pop(0)
    asked = [(r.type, _wire(r.inputs)) for r in planned.subject.graph if r.custom and ":providers:" not in r.type]
    found = Contracts(str(shared / "contracts")).check_all([one for one in asked if not one[0].startswith("pulumi:")])
    assert [violation for violation in found if violation.level == "error"] == []


def test_no_rule_of_prod_finds_anything_or_has_to_wait(planned: Review) -> None:
    assert planned.findings == ()
    assert code_of(planned) == 0


def test_the_machines_are_priced_and_every_type_has_a_decision(planned: Review) -> None:
    types = {r.type for r in planned.subject.graph if r.custom and not r.type.startswith("pulumi:")}
    assert {token for token in types if not decided(token)} == set()
    assert list(planned.gate.unpriced) == []


def test_the_machines_are_one_scale_set_in_one_zone_whose_driver_the_operator_installs(planned: Review) -> None:
    (pool,) = [r for r in planned.subject.graph if r.type == POOL]
    assert (pool.get("count"), pool.get("enableAutoScaling"), pool.get("type")) == (4, False, "VirtualMachineScaleSets")
    assert (pool.get("availabilityZones[0]"), pool.get("gpuProfile.driver")) == ("1", "None")
    assert pool.get("osSKU") == ("Ubuntu2404" if "GB200" in str(pool.get("vmSize")) else "Ubuntu")


def test_pulumi_azure_native_1722_the_feature_is_read_and_no_resource(planned: Review) -> None:
    assert [r.name for r in planned.subject.graph if r.type == FEATURE] == []
