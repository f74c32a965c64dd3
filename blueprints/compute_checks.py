"""Rules on accelerated nodes, how they are bought, and the file system beside them."""

from collections.abc import Iterator

from stackwright.accelerators.catalog import NoMachine, clouds_with
from stackwright.accelerators.fabric import NVLINK_DOMAINS, joined
from stackwright.accelerators.machines import Machine
from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.machines import machine_of
from stackwright.blueprints.paths import Steps
from stackwright.blueprints.problems import listed
from stackwright.blueprints.sections import Machines, Scratch
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.blueprints.values import Cloud, Platform
from stackwright.blueprints.wording import Mistake
from stackwright.components.forms import RESERVATIONS
from stackwright.components.intents import Capacity, FilesystemKind
from stackwright.components.limits import DISK_GIB_MAX, LUSTRE, NFS, Feature, limit

_RESERVED = (Capacity.RESERVATION, Capacity.CAPACITY_BLOCK)
CLAIMS_SINCE = (1, 34)
"""Kubernetes in which claims of devices (DRA) are stable: https://kubernetes.io/blog/2025/09/01/kubernetes-v1-34-dra-updates/"""


def one_machine(spec: TrainingSpec) -> Iterator[Mistake]:
    """The nodes are named once, by accelerator or by machine type."""
    yield from named_once(spec.compute, ("compute",))


def named_once(asked: Machines, here: Steps) -> Iterator[Mistake]:
    """Exactly one of accelerator and machine type is given."""
    if asked.accelerator is None and asked.machine_type is None:
        hint = "add `accelerator: H100:8`"
        yield Mistake(here, "names no machine", "accelerator, machine_type", hint, at_key=True, show=False)
    elif asked.accelerator is not None and asked.machine_type is not None:
        hint = "keep one of `accelerator` and `machine_type`"
        yield Mistake((*here, "machine_type"), "names the machine a second time", hint=hint, at_key=True, show=False)


def no_machine(error: NoMachine, given: Machines, here: Steps, cloud: str) -> Mistake:
    """What to say when nothing sold answers to what was asked."""
    field = "accelerator" if given.machine_type is None else "machine_type"
    sentence, _, _ = str(error).partition(": ")
    asked = given.accelerator or given.machine_type or ""
    message = sentence.removeprefix(f"`{asked.partition(':')[0]}` ").removeprefix(f"`{asked}` ")
    hint = f"use {' or '.join(error.nearest[:3])}" if error.nearest else ""
    elsewhere = clouds_with(asked, other_than=cloud) if "is not an accelerator" in message else ()
    if elsewhere:
        hint += f", or {' or '.join(f'`cloud: {name}`' for name in elsewhere)}, which has it"
    return Mistake((*here, field), message, hint=hint)


def machine_exists(spec: TrainingSpec) -> Iterator[Mistake]:
    """The cloud sells the machine, in the way that is asked, with accelerators in it."""
    compute = spec.compute
    if spec.cloud not in SHAPES["training"].clouds(Platform.KUBERNETES):
        return
    if (compute.accelerator is None) == (compute.machine_type is None):
        return
    try:
        machine = machine_of(compute, spec.cloud)
    except NoMachine as error:
        yield no_machine(error, compute, ("compute",), spec.cloud)
        return
    if not machine.accelerator_count:
        yield Mistake(("compute", "machine_type"), "has no accelerator", hint="choose a machine type with accelerators")
    elif not _sold(machine, compute.capacity) and compute.capacity is not Capacity.CAPACITY_BLOCK:
        message = f"{machine.name} is not sold {compute.capacity.replace('_', ' ')}"
        ways = [way for way in Capacity if _sold(machine, way)]
        hint = f"write `capacity: {ways[-1] if spec.cloud is Cloud.AWS else ways[0]}`"
        yield Mistake(("compute", "capacity"), message, listed(ways), hint)


def _sold(machine: Machine, capacity: Capacity) -> bool:
    if capacity is Capacity.CAPACITY_BLOCK:
        return limit(machine.cloud, Feature.CAPACITY_BLOCK) is None
    return {Capacity.ON_DEMAND: machine.on_demand, Capacity.SPOT: machine.spot}.get(capacity, True)


def domains_need_version(spec: TrainingSpec) -> Iterator[Mistake]:
    """Machines of one NVLink domain have a Kubernetes version in which pods can claim it."""
    asked, nodes = spec.cluster.version, spec.compute.nodes.max
    try:
        machine = machine_of(spec.compute, spec.cloud)
    except NoMachine:
        return
    if asked is None or not joined(machine, nodes) or not machine.accelerator.startswith(NVLINK_DOMAINS):
        return
    if tuple(map(int, asked.split("."))) < CLAIMS_SINCE:
        least = ".".join(map(str, CLAIMS_SINCE))
        message = f"pods claim the NVLink domain of {machine.name}, which takes Kubernetes {least}"
        yield Mistake(
            ("cluster", "version"), message, f"{least} or later", f'write `version: "{least}"`, or leave it out'
        )


def disk_is_sold(spec: TrainingSpec) -> Iterator[Mistake]:
    """The system disk is one that nodes of the cloud may have."""
    most = DISK_GIB_MAX[spec.cloud]
    if spec.compute.disk_gib > most:
        message = f"is larger than a system disk of {spec.cloud} may be"
        hint = f"write {most}, and keep data in a bucket or in `storage.scratch`"
        yield Mistake(("compute", "disk_gib"), message, f"{most} or less", hint)


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
    compute, form = spec.compute, RESERVATIONS[spec.cloud]
    kind = compute.capacity.value
    if compute.capacity is Capacity.CAPACITY_BLOCK and limit(spec.cloud, Feature.CAPACITY_BLOCK):
        return
    if compute.capacity in _RESERVED:
        if compute.reservation_id is None:
            hint = f"add `reservation_id:` with {form.words}"
            yield Mistake(("compute", "capacity"), f"`{kind}` needs `reservation_id`", hint=hint, show=False)
        elif not form.fits(compute.reservation_id):
            hint = f"name it as {spec.cloud} does, or write `capacity: on_demand`"
            yield Mistake(("compute", "reservation_id"), f"is not {form.what}", form.words, hint)
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
    """A file system has a size, and a lustre one a throughput, that the cloud sells."""
    scratch = getattr(spec.storage, "scratch", None)
    if scratch is not None:
        yield from (_lustre_fits if scratch.kind is FilesystemKind.LUSTRE else _nfs_fits)(spec.cloud, scratch)


def _lustre_fits(cloud: Cloud, scratch: Scratch) -> Iterator[Mistake]:
    here, rules, speed = ("storage", "scratch"), LUSTRE[cloud], scratch.throughput
    if not rules.sold(scratch.size_gib, speed):
        least, step = rules.smallest(speed), rules.step(speed)
        allowed = f"a multiple of {step}" if least == step else f"{least}, or a multiple of {step}"
        if rules.steps_max:
            allowed += f", {rules.steps_max * step} at most"
        sizes = [least] if scratch.size_gib < least else sorted(set(rules.nearest(scratch.size_gib, speed)))
        which = f" with {speed} MB/s per TiB" if speed in rules.steps_gib else ""
        message = f"is not a size of a lustre file system{which}"
        yield Mistake((*here, "size_gib"), message, allowed, f"write {' or '.join(map(str, sizes))}")
    if speed not in rules.throughputs:
        message = "is not a throughput of a lustre file system"
        near = min(rules.throughputs, key=lambda each: abs(each - speed))
        yield Mistake((*here, "throughput"), message, listed(rules.throughputs), f"write {near}")


def _nfs_fits(cloud: Cloud, scratch: Scratch) -> Iterator[Mistake]:
    rules = NFS.get(cloud)
    if rules is not None and rules.nearest(scratch.size_gib) != scratch.size_gib:
        allowed = f"{rules.smallest_gib} to {rules.largest_gib}"
        if rules.large_gib:
            allowed += f", from {rules.large_gib} a multiple of {rules.large_step_gib}"
        hint = f"write {rules.nearest(scratch.size_gib)}"
        yield Mistake(("storage", "scratch", "size_gib"), "is not a size of an nfs file system", allowed, hint)
