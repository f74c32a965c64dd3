"""Rules on several accelerated nodes that work as one: what joins them, how many there are, and where they stand."""

from collections.abc import Iterator

from stackwright.accelerators.catalog import NoMachine, machines
from stackwright.accelerators.gke import Family, family_of, since, slices
from stackwright.accelerators.machines import Machine
from stackwright.blueprints.machines import machine_of
from stackwright.blueprints.problems import listed
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.blueprints.values import Cloud
from stackwright.blueprints.wording import Mistake


def version_has_machine(spec: TrainingSpec) -> Iterator[Mistake]:
    """The cluster's version has the machine, a part of a GPU among them, and the fabric between several."""
    asked = spec.cluster.version
    for machine, family in _on_gke(spec):
        if since(asked, family.oldest):
            continue
        first = ".".join(family.oldest[0].split(".")[:2])
        what = f" and its {family.fabric}" if family.fabric != "gVNIC" and spec.compute.nodes.max > 1 else ""
        message = f"is older than {machine.name}{what} on GKE, which came with {' and '.join(family.oldest)}"
        yield Mistake(
            ("cluster", "version"), message, f"{first} or later", f'write `version: "{first}"`, or leave it out'
        )


def slice_is_whole(spec: TrainingSpec) -> Iterator[Mistake]:
    """Several TPU hosts are one slice, and several machines on one switch of NVLink fit it."""
    nodes, here = spec.compute.nodes.max, ("compute", "nodes")
    for machine, family in _on_gke(spec):
        hosts = slices(machine)
        if family.domain_nodes and nodes > family.domain_nodes:
            message = f"{machine.name}: {family.domain_nodes} of them share one switch of NVLink, the most of a pool"
            hint = f"write {family.domain_nodes}, and make a second stack for more"
            yield Mistake(here, message, f"{family.domain_nodes} or less", hint, show=False)
        elif machine.family == "tpu" and nodes > 1 and nodes not in hosts:
            yield _no_slice(machine, nodes)


def _no_slice(machine: Machine, nodes: int) -> Mistake:
    hosts, here = slices(machine), ("compute", "nodes")
    if hosts:
        known = {1: "one host", **hosts}
        near = [each for each in known if each < nodes][-1:] + [each for each in known if each > nodes][:1]
        message = f"{machine.name}: there is no slice of {nodes} hosts"
        hint = f"write {' or '.join(f'{each} ({known[each]})' for each in near)}"
        return Mistake(here, message, listed(known), hint, show=False)
    joined = next(each for each in machines("gcp") if each.accelerator == machine.accelerator and slices(each))
    enough = machine.accelerator_count * nodes // joined.accelerator_count
    message = f"{machine.name} is a slice of its own, and several of them do not work as one"
    hint = f"write `accelerator: {joined.accelerator}:{joined.accelerator_count}`, whose hosts do"
    if enough in slices(joined):
        hint += f", and `nodes: {enough}` for as many chips"
    return Mistake(here, message, "1", hint, show=False)


def placement_is_possible(spec: TrainingSpec) -> Iterator[Mistake]:
    """A compact placement is asked for where machines take one: they are in one zone, and upgraded in place, anyway."""
    if not spec.compute.placement_group:
        return
    for machine, family in _on_gke(spec):
        if family.compact:
            continue
        why = "is placed by its topology" if machine.family == "tpu" or family.policy else "takes no compact placement"
        hint = "leave `placement_group` out"
        here = ("compute", "placement_group")
        yield Mistake(here, f"{machine.name} {why}", "false", hint, show=False)


def _on_gke(spec: TrainingSpec) -> Iterator[tuple[Machine, Family]]:
    if spec.cloud is not Cloud.GCP:
        return
    try:
        machine = machine_of(spec.compute, spec.cloud)
    except NoMachine:
        return
    if machine.accelerator:
        yield machine, family_of(machine)
