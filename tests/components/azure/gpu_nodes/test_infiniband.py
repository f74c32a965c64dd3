from typing import Any

import pulumi
import pytest

from stackwright.accelerators.catalog import machine
from stackwright.components.azure.gpu_nodes.infiniband import feature_state
from stackwright.sdk import lookups
from stackwright.testing.plugin import Cloud

LOOKUP = "azure-native:features:getSubscriptionFeatureRegistration"


def _state(cloud: Cloud, name: str, nodes: int) -> Any:
    def program() -> None:
        place = pulumi.ComponentResource("test:index:Place", "place")
        pulumi.export("state", feature_state(place, machine(name, "azure"), nodes))

    return cloud.preview(program).outputs["state"]


def _in_state(monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    answers = {**lookups._ANSWERS, LOOKUP: lambda args, region: {"id": "id", "properties": {"state": state}}}
    monkeypatch.setattr(lookups, "_ANSWERS", answers)


@pytest.mark.parametrize(
    "name", ["Standard_ND96isr_H200_v5", "Standard_ND96amsr_A100_v4", "Standard_ND96isr_MI300X_v5"]
)
def test_several_machines_on_infiniband_need_the_feature(cloud: Cloud, name: str) -> None:
    assert _state(cloud, name, 2) == "Registered"


@pytest.mark.parametrize("state", ["NotRegistered", "Pending", "Registering", "Unregistered", ""])
def test_a_feature_that_is_not_there_yet_is_told_before_anything_is_made(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    _in_state(monkeypatch, state)
    with pytest.raises(pulumi.RunError, match=f"is {state or 'NotRegistered'}.*`az feature register --namespace Micro"):
        _state(cloud, "Standard_ND96isr_H100_v5", 2)


@pytest.mark.parametrize(
    ("name", "nodes"),
    [
        ("Standard_ND96isr_H100_v5", 1),
        ("Standard_ND96isr_H100_v5", 0),
        ("Standard_NC96ads_A100_v4", 8),
        ("Standard_ND128isr_NDR_GB200_v6", 2),
    ],
    ids=["one machine", "none", "no InfiniBand", "wants it unregistered"],
)
def test_nothing_is_asked_where_the_feature_does_not_matter(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, name: str, nodes: int
) -> None:
    _in_state(monkeypatch, "NotRegistered")
    assert _state(cloud, name, nodes) == ""
