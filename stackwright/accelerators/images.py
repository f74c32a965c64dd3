"""Node images: the EKS AMI type that carries a machine's driver stack."""

from stackwright.accelerators.machines import Machine

# enum AMITypes of the EKS API (botocore 1.44.5); NEURON exists for x86_64 only
_AMI_TYPES = {
    ("nvidia", "x86_64"): "AL2023_x86_64_NVIDIA",
    ("nvidia", "arm64"): "AL2023_ARM_64_NVIDIA",
    ("neuron", "x86_64"): "AL2023_x86_64_NEURON",
    ("", "x86_64"): "AL2023_x86_64_STANDARD",
    ("", "arm64"): "AL2023_ARM_64_STANDARD",
}


def ami_type(machine: Machine) -> str:
    """EKS `amiType` of a managed node group of `machine`."""
    return _AMI_TYPES[machine.family, machine.arch]
