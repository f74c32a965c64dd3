"""`stackwright.accelerators.aks`."""

import pytest

from stackwright.accelerators.aks import all_pool_facts, operated, pool_facts
from stackwright.accelerators.catalog import machine


def test_facts_are_found_by_the_accelerator_of_a_machine() -> None:
    found = pool_facts(machine("Standard_ND96isr_H100_v5", "azure"))
    assert (found.accelerator, found.drivers, found.os_sku) == ("H100", ("azure", "operator"), "Ubuntu")
    assert found.divisible
    assert found.infiniband_feature == "registered"


def test_each_accelerator_is_there_once_and_says_what_is_known() -> None:
    rows = all_pool_facts()
    assert len({facts.accelerator for facts in rows}) == len(rows)
    assert {driver for facts in rows for driver in facts.drivers} == {"azure", "operator"}
    assert {facts.infiniband_feature for facts in rows} == {"", "registered", "unregistered"}


@pytest.mark.parametrize(
    ("name", "nodes", "expected"),
    [
        ("Standard_ND96isr_H100_v5", 1, False),
        ("Standard_ND96isr_H100_v5", 2, True),
        ("Standard_NC24ads_A100_v4", 2, False),
        ("Standard_NV36ads_A10_v5", 2, False),
        ("Standard_ND96isr_MI300X_v5", 1, True),
        ("Standard_ND128isr_NDR_GB200_v6", 0, True),
    ],
)
def test_the_operator_installs_the_driver_where_aks_cannot_and_on_infiniband(
    name: str, nodes: int, expected: bool
) -> None:
    assert operated(machine(name, "azure"), nodes) is expected
