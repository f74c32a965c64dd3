"""The machine type behind what a blueprint asks for."""

from stackwright.accelerators.catalog import machine, resolve
from stackwright.accelerators.machines import Machine
from stackwright.blueprints.sections import Machines


def machine_of(asked: Machines, cloud: str) -> Machine:
    """The machine type that `asked` names on `cloud`; raises `NoMachine` with what exists instead."""
    if asked.machine_type is not None:
        return machine(asked.machine_type.removeprefix("ml."), cloud)
    return resolve(asked.accelerator or "", cloud)
