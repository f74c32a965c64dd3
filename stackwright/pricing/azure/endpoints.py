"""What Azure Machine Learning costs: instances that serve or train; the rate of a virtual machine is never taken."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import UNKNOWN
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.nodes import machine_hours, node_range, running
from stackwright.pricing.prices import Key
from stackwright.pricing.terms import managed

SCALING: Final = "azure-native:monitor:AutoscaleSetting"

KEYS: Final[tuple[Key, ...]] = ()


def serving(machine: str) -> Key:
    """Hours of one instance of an online deployment."""
    return Key("Azure ML endpoints", machine, "instance-hour")


def training(machine: str) -> Key:
    """Hours of one node of a compute cluster."""
    return Key("Azure ML compute", machine, "node-hour")


def workspace(bill: Bill) -> Iterable[LineItem]:
    """Free, but for what its managed network makes."""
    mode = bill.text("managedNetwork.isolationMode", "Disabled")
    if mode == "Disabled":
        yield bill.free("workspaces have no charge (Azure Machine Learning pricing)")
    else:
        reason = "the number of private endpoints, and the firewall of outbound rules, are Azure's choice"
        yield bill.unpriced("managed network", reason)


def deployment(bill: Bill) -> Iterable[LineItem]:
    """Instance hours of an online deployment, between the bounds of its autoscaling."""
    machine, count = bill.text("properties.instanceType"), bill.number("sku.capacity", 1)
    if not machine or count is None:
        yield bill.unknown("instance hours", "sku.capacity" if machine else "properties.instanceType")
        return
    low = high = count
    for scaling in bill.stack.graph.of_type(SCALING):
        if bill.resource in bill.stack.graph.wired(scaling, "targetResourceUri"):
            bounds = [as_number(each) for _, each in scaling.all("profiles[*].capacity.minimum")]
            low = min([low, *(each for each in bounds if each is not None)])
            tops = [as_number(each) for _, each in scaling.all("profiles[*].capacity.maximum")]
            high = max([high, *(each for each in tops if each is not None)])
    yield from machine_hours(bill, machine, [managed(serving(machine))], Range(low, count, high))


def compute(bill: Bill) -> Iterable[LineItem]:
    """Node hours of a compute cluster, or of one instance."""
    machine = bill.text("properties.properties.vmSize")
    if not machine:
        yield bill.unpriced("node hours", "no dated price for this kind of compute")
        return
    low, high = (bill.number(f"properties.properties.scaleSettings.{each}NodeCount") for each in ("min", "max"))
    nodes = Range.of(1) if high is None and bill.get("properties.properties.scaleSettings") is not UNKNOWN else None
    nodes = nodes or node_range(bill, low or 0, None, high)
    if nodes is None:
        yield bill.unknown("node hours", "properties.properties.scaleSettings")
    else:
        yield from machine_hours(
            bill, machine, [managed(training(machine))], nodes, on=running(bill, nodes, stops=high is None)
        )


DECISIONS: Final[Mapping[str, Decision]] = {
    "azure-native:machinelearningservices:Workspace": workspace,
    "azure-native:machinelearningservices:OnlineDeployment": deployment,
    "azure-native:machinelearningservices:Compute": compute,
}
