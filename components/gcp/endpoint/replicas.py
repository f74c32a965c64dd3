"""How Vertex AI writes a machine."""

from collections.abc import Mapping
from typing import Any

from stackwright.accelerators.machines import Machine

_TPU_TOPOLOGY: Mapping[int, str] = {1: "1x1", 4: "2x2", 8: "2x4"}
"""By chips of one machine: https://cloud.google.com/vertex-ai/docs/predictions/use-tpu"""


def machine_spec(machine: Machine) -> dict[str, Any]:
    """Machine as Vertex AI writes it, with its accelerators; the key of what there is none of is left out."""
    spec: dict[str, Any] = {"machineType": machine.managed_name}
    if machine.managed_accelerator:
        spec |= {"acceleratorType": machine.managed_accelerator, "acceleratorCount": machine.accelerator_count}
    if machine.family == "tpu":
        spec |= {"tpuTopology": _TPU_TOPOLOGY[machine.accelerator_count]}
    return spec
