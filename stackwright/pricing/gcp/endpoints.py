"""What Vertex AI costs: nodes that serve a model; a rate of Compute Engine or of training is never taken for it."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

KEYS: Final[tuple[Key, ...]] = ()


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
    yield bill.priced(prediction(machine), nodes * HOURS, dimension=f"{machine} hours")
    kind = bill.text(f"{at}{spec}acceleratorType")
    if kind and machine.startswith("n1-"):
        yield bill.unpriced("accelerators", f"no dated price for {kind} that serves predictions")


DECISIONS: Final[Mapping[str, Decision]] = {
    "pulumi-python:dynamic/vertex:Deployment": deployment,
    "gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment": garden_deployment,
    "gcp:vertex/aiDeploymentResourcePool:AiDeploymentResourcePool": pool,
}
