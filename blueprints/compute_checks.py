"""Rules on accelerated nodes, how they are bought, and the file system beside them."""

from collections.abc import Iterator

from stackwright.accelerators.catalog import NoMachine
from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.machines import machine_of
from stackwright.blueprints.paths import Steps
from stackwright.blueprints.problems import listed
from stackwright.blueprints.sections import Machines
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.blueprints.values import Platform
from stackwright.blueprints.wording import Mistake
from stackwright.components.intents import Capacity, FilesystemKind
from stackwright.components.limits import LUSTRE, Feature, limit

_RESERVED = (Capacity.RESERVATION, Capacity.CAPACITY_BLOCK)


def one_machine(spec: TrainingSpec) -> Iterator[Mistake]:
    """The nodes are named once, by accelerator or by machine type."""
    yield from named_once(spec.compute, ("compute",))


def named_once(machines: Machines, here: Steps) -> Iterator[Mistake]:
    """Exactly one of accelerator and machine type is given."""
    if machines.accelerator is None and machines.machine_type is None:
        hint = "add `accelerator: H100:8`"
        yield Mistake(here, "names no machine", "accelerator, machine_type", hint, at_key=True, show=False)
    elif machines.accelerator is not None and machines.machine_type is not None:
        hint = "keep one of `accelerator` and `machine_type`"
        yield Mistake((*here, "machine_type"), "names the machine a second time", hint=hint, at_key=True, show=False)


def no_machine(error: NoMachine, machines: Machines, here: Steps) -> Mistake:
    """What to say when nothing sold answers to what was asked."""
    field = "accelerator" if machines.machine_type is None else "machine_type"
    sentence, _, _ = str(error).partition(": ")
    asked = machines.accelerator or machines.machine_type or ""
    message = sentence.removeprefix(f"`{asked}` ")
    hint = f"use {' or '.join(error.nearest[:3])}" if error.nearest else ""
    return Mistake((*here, field), message, hint=hint)


def machine_exists(spec: TrainingSpec) -> Iterator[Mistake]:
    """The cloud sells the machine, in the way that is asked, with accelerators in it."""
    machines = spec.compute
    if spec.cloud not in SHAPES["training"].clouds(Platform.KUBERNETES):
        return
    if (machines.accelerator is None) == (machines.machine_type is None):
        return
    try:
        machine = machine_of(machines, spec.cloud)
    except NoMachine as error:
        yield no_machine(error, machines, ("compute",))
        return
    if not machine.accelerator_count:
        yield Mistake(("compute", "machine_type"), "has no accelerator", hint="choose a machine type with accelerators")
    elif not machine.on_demand and spec.compute.capacity in (Capacity.ON_DEMAND, Capacity.SPOT):
        message = f"{machine.name} is not sold {spec.compute.capacity.replace('_', ' ')}"
        allowed = listed(sorted(_RESERVED, reverse=True))
        yield Mistake(("compute", "capacity"), message, allowed, "write `capacity: capacity_block`")


def count_is_fixed(spec: TrainingSpec) -> Iterator[Mistake]:
    """The number of nodes is fixed, and consistent."""
    nodes = spec.compute.nodes
    here = ("compute", "nodes")
    if not nodes.min <= nodes.expected <= nodes.max:
        yield Mistake(here, "is not in order", "min <= expected <= max", show=False)
    elif nodes.min != nodes.max:
        message = "only a fixed node count is possible until the in-cluster platform exists"
        yield Mistake(here, message, hint=f"write `nodes: {max(nodes.expected, 1)}`", show=False)


def reservation_is_named(spec: TrainingSpec) -> Iterator[Mistake]:
    """A reservation is named when, and only when, capacity comes from one."""
    compute = spec.compute
    kind = compute.capacity.value
    if compute.capacity in _RESERVED:
        if compute.reservation_id is None:
            hint = "add `reservation_id: cr-...`"
            yield Mistake(("compute", "capacity"), f"`{kind}` needs `reservation_id`", hint=hint, show=False)
        if compute.zone is None:
            hint = "add `zone:` with the zone of the reservation"
            yield Mistake(("compute", "capacity"), f"`{kind}` needs `zone`", hint=hint, show=False)
    elif compute.reservation_id is not None:
        hint = "write `capacity: reservation` or `capacity: capacity_block`, or remove it"
        message = f"a reservation is not used with `capacity: {kind}`"
        yield Mistake(("compute", "reservation_id"), message, hint=hint, at_key=True, show=False)


def zone_is_in_network(spec: TrainingSpec) -> Iterator[Mistake]:
    """The zone of the nodes is one of the network's, by name."""
    zone, zones = spec.compute.zone, spec.network.zones
    if zone is None:
        return
    here = ("compute", "zone")
    if isinstance(zones, int):
        message = "needs a network whose zones are named, this one only counts them"
        yield Mistake(here, message, hint=f"name {zones} zones in `network.zones`, {zone} among them", show=False)
    elif zone not in zones:
        yield Mistake(here, "is not a zone of the network", listed(zones), "add it to `network.zones`")


def capacity_is_sold(spec: TrainingSpec) -> Iterator[Mistake]:
    """The cloud sells capacity in this way, and a placement group does not stand against it."""
    compute = spec.compute
    if compute.capacity is Capacity.CAPACITY_BLOCK:
        found = limit(spec.cloud, Feature.CAPACITY_BLOCK)
        if found is not None:
            yield Mistake(("compute", "capacity"), found.reason, hint=found.instead)
    if compute.placement_group and compute.capacity in _RESERVED:
        found = limit(spec.cloud, Feature.PLACEMENT_WITH_RESERVATION)
        if found is not None:
            here = ("compute", "placement_group")
            yield Mistake(here, found.reason, "false", found.instead, show=False)


def scratch_fits(spec: TrainingSpec) -> Iterator[Mistake]:
    """A lustre file system has a size and a throughput that the cloud sells."""
    scratch = getattr(spec.storage, "scratch", None)
    rules = LUSTRE.get(spec.cloud)
    if scratch is None or scratch.kind is not FilesystemKind.LUSTRE or rules is None:
        return
    here = ("storage", "scratch")
    if not rules.sold(scratch.size_gib):
        below, above = rules.nearest(scratch.size_gib)
        allowed = f"{rules.smallest_gib}, or a multiple of {rules.step_gib}"
        hint = f"write {below}" if scratch.size_gib < rules.smallest_gib else f"write {below} or {above}"
        yield Mistake((*here, "size_gib"), "is not a size of a lustre file system", allowed, hint)
    if scratch.throughput not in rules.throughputs:
        message = "is not a throughput of a lustre file system"
        yield Mistake((*here, "throughput"), message, listed(rules.throughputs))
