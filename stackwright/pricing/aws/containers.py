"""What containers cost on AWS: the control plane of a cluster, and tasks on Fargate."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key, Prices

TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
TARGET: Final = "aws:appautoscaling/target:Target"

STANDARD_HOUR: Final = Key("EKS", "control plane, standard support", "cluster-hour")
EXTENDED_HOUR: Final = Key("EKS", "control plane, extended support", "cluster-hour")
VCPU_HOUR: Final = Key("Fargate", "x86 vCPU", "vCPU-hour")
MEMORY_HOUR: Final = Key("Fargate", "x86 memory", "GB-hour")

KEYS: Final = (STANDARD_HOUR, EXTENDED_HOUR, VCPU_HOUR, MEMORY_HOUR)

ENDS: Final[Mapping[str, str]] = {
    "1.25": "2024-05-01",
    "1.26": "2024-06-11",
    "1.27": "2024-07-24",
    "1.28": "2024-11-26",
    "1.29": "2025-03-23",
    "1.30": "2025-07-23",
    "1.31": "2025-11-26",
    "1.32": "2026-03-23",
    "1.33": "2026-07-29",
    "1.34": "2026-12-02",
    "1.35": "2027-03-27",
}
"""End of standard support by version (Amazon EKS User Guide, release calendar, as endoflife.date has it)."""

_FREE_DISK_GB = 20


def cluster(bill: Bill) -> Iterable[LineItem]:
    """Hours of an EKS control plane: in extended support where standard support ended before the newest price."""
    version, policy = bill.text("version"), bill.text("upgradePolicy.supportType", "EXTENDED")
    if version is None:
        yield bill.unknown("control plane", "version")
    else:
        end = ENDS.get(version, "")
        extended = end and policy != "STANDARD" and end <= _newest(bill.prices)
        note = f"standard support of {version} {'ended' if extended else 'ends'} on {end}" if end else ""
        yield bill.priced(EXTENDED_HOUR if extended else STANDARD_HOUR, Range.of(HOURS), note=note)
    if bill.get("computeConfig.enabled") is True:
        yield bill.unpriced("auto mode", "no dated price for EKS Auto Mode")


@lru_cache(maxsize=8)
def _newest(prices: Prices) -> str:
    """Date of the newest price of the table: an estimate reads no clock."""
    return max((row.as_of for row in prices), default="")


def service(bill: Bill) -> Iterable[LineItem]:
    """Tasks of a service on Fargate; on machines the tasks cost nothing of their own."""
    launch = bill.text("launchType", "")
    providers = {value for _, value in bill.resource.all("capacityProviderStrategies[*].capacityProvider")}
    if launch is None or UNKNOWN in providers:
        yield bill.unknown("tasks", "launchType")
    elif launch == "FARGATE" or "FARGATE" in providers:
        yield from _tasks(bill)
    elif "FARGATE_SPOT" in providers:
        yield bill.unpriced("tasks", "no dated price for Fargate Spot")
    else:
        yield bill.free("tasks run on the machines of the cluster, which are billed themselves (Amazon ECS pricing)")


def _tasks(bill: Bill) -> Iterable[LineItem]:
    task = bill.stack.wired(bill.resource, "taskDefinition", TASK, bill.get("taskDefinition"))
    count = _count(bill)
    vcpus = as_number(task.get("cpu")) if task else None
    memory = as_number(task.get("memory")) if task else None
    if task is None or count is None or vcpus is None or memory is None:
        yield bill.unknown("tasks", "taskDefinition" if task is None or vcpus is None else "desiredCount")
        return
    system = task.get("runtimePlatform.operatingSystemFamily")
    if task.get("runtimePlatform.cpuArchitecture") == "ARM64" or system not in (MISSING, "LINUX"):
        yield bill.unpriced("tasks", "no dated price for Fargate on arm64 or Windows")
        return
    yield bill.priced(VCPU_HOUR, count * (vcpus / 1024 * HOURS))
    yield bill.priced(MEMORY_HOUR, count * (memory / 1024 * HOURS))
    disk = as_number(task.get("ephemeralStorage.sizeInGib"))
    if disk and disk > _FREE_DISK_GB:
        yield bill.unpriced("ephemeral storage", f"no dated price for what exceeds {_FREE_DISK_GB} GB of a task")


def _count(bill: Bill) -> Range | None:
    """Tasks of the service: the desired ones, and the bounds of what scales it."""
    desired = bill.number("desiredCount", 1)
    bounds = [(as_number(each.get("minCapacity")), as_number(each.get("maxCapacity"))) for each in _scalers(bill)]
    if desired is None or any(None in each for each in bounds):
        return None
    lows, highs = [desired, *(low or 0 for low, _ in bounds)], [desired, *(high or 0 for _, high in bounds)]
    return Range(min(lows), desired, max(highs))


def _scalers(bill: Bill) -> Iterable[Resource]:
    for each in bill.stack.graph.of_type(TARGET):
        path: Any = each.get("resourceId")
        named = isinstance(path, str) and path.rpartition("/")[2] in (bill.resource.name, bill.get("name"))
        if named or bill.resource.urn in each.property_dependencies.get("resourceId", ()):
            yield each


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:eks/cluster:Cluster": cluster,
    "aws:ecs/service:Service": service,
}
