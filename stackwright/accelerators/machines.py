"""Machine types with accelerators: what each cloud sells, as data with typed look-ups."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine type; memory in GiB."""

    cloud: str
    name: str
    accelerator: str
    """Short name such as `H100`; empty for a machine without one."""
    accelerator_count: int
    accelerator_memory_gib: float
    """Memory of one accelerator."""
    vcpus: int
    memory_gib: float
    arch: str
    """`x86_64` or `arm64`."""
    network_cards: int
    fabric_interfaces: int
    """Largest number of fabric interfaces (EFA, GPU NICs, InfiniBand adapters); 0 where there is none."""
    primary_card_has_fabric: bool
    """False where card 0 is a plain interface (p6-b300)."""
    nvme_gib: float
    """Local NVMe disks, all together."""
    family: str
    """Accelerator maker's stack: `nvidia`, `neuron`, `tpu`, `amd`, or empty."""
    quota_code: str
    """Quota to ask for (AWS: service quota, Azure: VM family); empty where no source is cited."""
    managed_name: str
    """Name for hosting at the managed ML service (`ml.p5.48xlarge`, elsewhere the name); empty where not offered."""
    source: str
    on_demand: bool = True
    """False where there is no on-demand rate or sale: capacity blocks, reservations, or spot only."""
    spot: bool = True
    """False where it is not sold as spot."""
    api_name: str = ""
    """Accelerator in the compute API or as node label (`nvidia-h100-80gb`, `tpu-v6e-slice`); empty on other clouds."""
    managed_accelerator: str = ""
    """Accelerator in the managed ML service's API (`NVIDIA_H100_80GB`); empty where the machine type says it."""
