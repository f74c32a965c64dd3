import pytest

from stackwright.accelerators.catalog import machine, machines
from stackwright.components.gcp.endpoint.replicas import machine_spec


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("n1-standard-4", {"machineType": "n1-standard-4"}),
        (
            "a3-megagpu-8g",
            {"machineType": "a3-megagpu-8g", "acceleratorType": "NVIDIA_H100_MEGA_80GB", "acceleratorCount": 8},
        ),
        ("ct6e-standard-8t", {"machineType": "ct6e-standard-8t", "tpuTopology": "2x4"}),
    ],
)
def test_a_machine_is_written_with_what_it_has(name: str, spec: dict[str, object]) -> None:
    assert machine_spec(machine(name, "gcp")) == spec


def test_every_machine_that_vertex_serves_on_can_be_written() -> None:
    served = [each for each in machines("gcp") if each.managed_name]
    assert served != []
    for each in served:
        spec = machine_spec(each)
        assert spec["machineType"] == each.managed_name
        assert ("acceleratorType" in spec) == (each.family == "nvidia")


@pytest.mark.filterwarnings("ignore::FutureWarning:google")
def test_every_accelerator_has_the_name_that_googles_client_knows() -> None:
    from google.cloud.aiplatform_v1 import AcceleratorType

    named = {each.managed_accelerator for each in machines("gcp") if each.managed_accelerator}
    assert named <= set(AcceleratorType.__members__)
