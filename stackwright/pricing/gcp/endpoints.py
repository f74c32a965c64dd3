"""What Vertex AI costs: nodes that serve a model, features or vectors, and notebooks.

A rate of Compute Engine or of training is never taken for one of them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.accelerators.catalog import find
from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.gcp.disks import disk
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.nodes import machine_hours, running
from stackwright.pricing.prices import Key
from stackwright.pricing.terms import managed

FEATURES: Final = Key("Vertex AI", "Feature Store optimized serving", "node-hour")
FEATURES_BIGTABLE: Final = Key("Vertex AI", "Feature Store Bigtable serving", "node-hour")
VECTORS: Final[Mapping[str, Key]] = {
    "e2-standard-2": Key("Vertex AI", "Vector Search e2-standard-2", "node-hour"),
    "e2-standard-16": Key("Vertex AI", "Vector Search e2-standard-16", "node-hour"),
}
NOTEBOOK_CPU: Final = Key("Vertex AI", "Workbench N1 vCPU", "vCPU-hour")
NOTEBOOK_MEMORY: Final = Key("Vertex AI", "Workbench N1 memory", "GiB-hour")

KEYS: Final = (FEATURES, FEATURES_BIGTABLE, *VECTORS.values(), NOTEBOOK_CPU, NOTEBOOK_MEMORY)


def prediction(machine: str) -> Key:
    """Hours of one node that serves online predictions, without accelerators."""
    return Key("Vertex AI prediction", machine, "node-hour")


def deployment(bill: Bill) -> Iterable[LineItem]:
    """Nodes of a model from one's own container."""
    yield from _replicas(bill, "", "")


def garden_deployment(bill: Bill) -> Iterable[LineItem]:
    """Nodes of a model of the Model Garden."""
    if bill.get("deployConfig.dedicatedResources") is MISSING:
        yield bill.unpriced("nodes", "the model's own choice of machine is only known after deployment")
    else:
        yield from _replicas(bill, "deployConfig.dedicatedResources.", "machineSpec.")


def pool(bill: Bill) -> Iterable[LineItem]:
    """Nodes that several models share."""
    yield from _replicas(bill, "dedicatedResources.", "machineSpec.")


def _replicas(bill: Bill, at: str, spec: str) -> Iterable[LineItem]:
    """From the least to the most replicas; the least never is none."""
    machine, low = bill.text(f"{at}{spec}machineType"), bill.number(f"{at}minReplicaCount")
    if not machine or low is None:
        yield bill.unknown("nodes", f"{at}minReplicaCount" if machine else f"{at}{spec}machineType")
        return
    high = bill.number(f"{at}maxReplicaCount", low)
    nodes = Range(low, low, max(low, high or low))
    yield from machine_hours(bill, machine, [managed(prediction(machine))], nodes)
    kind = bill.text(f"{at}{spec}acceleratorType")
    if kind and machine.startswith("n1-"):
        yield bill.unpriced("accelerators", f"no dated price for {kind} that serves predictions")


def features(bill: Bill) -> Iterable[LineItem]:
    """Nodes that serve features; what they store has no assumption."""
    if bill.get("bigtable") is MISSING:
        yield bill.priced(FEATURES, Range.of(HOURS), note="one node, which holds 200 GB")
        return
    low, high = (bill.number(f"bigtable.autoScaling.{each}NodeCount") for each in ("min", "max"))
    if low is None or high is None:
        yield bill.unknown("nodes", "bigtable.autoScaling")
    else:
        yield bill.priced(FEATURES_BIGTABLE, Range(low, low, max(low, high)) * HOURS)
        yield bill.unpriced("storage", "no assumption is made of what a feature store holds")


def vectors(bill: Bill) -> Iterable[LineItem]:
    """Nodes that serve an index, counted for one shard."""
    machine = bill.text("dedicatedResources.machineSpec.machineType")
    if not machine:
        yield bill.unpriced("nodes", "the machine type is chosen by the size of the index's shards")
        return
    low = bill.number("dedicatedResources.minReplicaCount")
    high = bill.number("dedicatedResources.maxReplicaCount", low)
    if low is None or high is None:
        yield bill.unknown("nodes", "dedicatedResources.minReplicaCount")
    elif machine in VECTORS:
        nodes = Range(low, low, max(low, high)) * HOURS
        yield bill.priced(VECTORS[machine], nodes, note="counted for an index of one shard")
    else:
        yield bill.unpriced("nodes", f"no dated price for {machine} that serves vectors")


def notebook(bill: Bill) -> Iterable[LineItem]:
    """vCPUs and memory of an N1 notebook with its management fee, and the disks that are stated."""
    machine = bill.text("gceSetup.machineType")
    known = find(machine.rpartition("/")[2], "gcp") if machine else None
    if not machine or known is None or not known.name.startswith("n1-"):
        yield bill.unpriced("hours", f"no dated price for notebooks on {machine or 'the default machine'}")
    else:
        on = running(bill, Range.of(1), stops=True)
        for key, amount in ((NOTEBOOK_CPU, known.vcpus), (NOTEBOOK_MEMORY, known.memory_gib)):
            yield bill.priced(key, on.hours * amount, basis=on.basis, note=on.note)
    if bill.get("gceSetup.acceleratorConfigs") is not MISSING:
        yield bill.unpriced("accelerators", "no dated price for accelerators of notebooks")
    for place in ("bootDisk", "dataDisks"):
        if bill.get(f"gceSetup.{place}.diskSizeGb") is MISSING:
            yield bill.unpriced(f"{place} storage", "the size of the disk is not stated")
        else:
            kind = (bill.text(f"gceSetup.{place}.diskType", "PD_BALANCED") or "").lower().replace("_", "-")
            yield from disk(bill, kind, bill.number(f"gceSetup.{place}.diskSizeGb"), Range.of(1), what=place)


DECISIONS: Final[Mapping[str, Decision]] = {
    "pulumi-python:dynamic/vertex:Deployment": deployment,
    "gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment": garden_deployment,
    "gcp:vertex/aiDeploymentResourcePool:AiDeploymentResourcePool": pool,
    "gcp:vertex/aiFeatureOnlineStore:AiFeatureOnlineStore": features,
    "gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex": vectors,
    "gcp:workbench/instance:Instance": notebook,
}
