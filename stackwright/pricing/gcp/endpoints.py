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
    """Nodes of a deployed model: from its least to its most replicas, which never are none."""
    yield from _replicas(bill, "deployConfig.dedicatedResources")


def pool(bill: Bill) -> Iterable[LineItem]:
    """Nodes that several models share."""
    yield from _replicas(bill, "dedicatedResources")


def _replicas(bill: Bill, at: str) -> Iterable[LineItem]:
    if bill.get(at) is MISSING:
        yield bill.unpriced("nodes", "the model's own choice of machine is only known after deployment")
        return
    machine, low = bill.text(f"{at}.machineSpec.machineType"), bill.number(f"{at}.minReplicaCount")
    if not machine or low is None:
        yield bill.unknown("nodes", f"{at}.machineSpec.machineType" if low is not None else f"{at}.minReplicaCount")
        return
    high = bill.number(f"{at}.maxReplicaCount", low)
    nodes = Range(low, low, max(low, high or low))
    yield bill.priced(prediction(machine), nodes * HOURS, dimension=f"{machine} hours")
    kind = bill.text(f"{at}.machineSpec.acceleratorType")
    if kind and machine.startswith("n1-"):
        yield bill.unpriced("accelerators", f"no dated price for {kind} that serves predictions")


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment": deployment,
    "gcp:vertex/aiDeploymentResourcePool:AiDeploymentResourcePool": pool,
}
