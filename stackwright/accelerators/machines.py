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
    """Largest number of fabric (on AWS: EFA) interfaces; 0 where there is none."""
    primary_card_has_fabric: bool
    """False where card 0 is a plain interface (p6-b300)."""
    nvme_gib: float
    """Local NVMe disks, all together."""
    family: str
    """Accelerator maker's stack: `nvidia`, `neuron`, or empty."""
    quota_code: str
    """Service quota to ask for (on-demand); empty where no source is cited."""
    managed_name: str
    """Name for hosting at the managed ML service (`ml.p5.48xlarge`); empty where it is not offered."""
    source: str
    on_demand: bool = True
    """False where the price list has no on-demand rate: sold as capacity blocks only."""
