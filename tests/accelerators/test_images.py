"""`stackwright.accelerators.images`."""

import pytest

from stackwright.accelerators.catalog import machine, machines
from stackwright.accelerators.images import ami_type


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("p5.48xlarge", "AL2023_x86_64_NVIDIA"),
        ("g5g.xlarge", "AL2023_ARM_64_NVIDIA"),
        ("trn1.32xlarge", "AL2023_x86_64_NEURON"),
        ("inf2.xlarge", "AL2023_x86_64_NEURON"),
        ("m6i.large", "AL2023_x86_64_STANDARD"),
        ("m7g.large", "AL2023_ARM_64_STANDARD"),
    ],
)
def test_the_image_carries_the_driver_stack_of_the_machine(name: str, image: str) -> None:
    assert ami_type(machine(name, "aws")) == image


def test_every_machine_type_has_an_image() -> None:
    assert all(ami_type(each).startswith("AL2023_") for each in machines("aws"))
