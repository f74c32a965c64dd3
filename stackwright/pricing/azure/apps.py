"""What apps without machines of their own cost on Azure: App Service plans, functions, Container Apps, web tests."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import value_at
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, Basis, LineItem, Range
from stackwright.pricing.prices import Key

PLAN: Final = "azure-native:web:AppServicePlan"
_PLANS: Final = ("B1", "B2", "B3", "S1", "S2", "S3", "P0v3", "P1v3", "P2v3", "P3v3")
PLANS: Final = tuple(
    Key("App Service", f"{name} {system}", "hour") for name in _PLANS for system in ("Linux", "Windows")
)
CALLS: Final = Key("Functions", "executions", "1M executions")
CALL_TIME: Final = Key("Functions", "execution time", "GB-second")
IDLE: Final[Mapping[str, Key]] = {
    "cpu": Key("Container Apps", "idle vCPU", "vCPU-hour"),
    "memory": Key("Container Apps", "idle memory", "GiB-hour"),
}
DEDICATED: Final[Mapping[str, Key]] = {
    "cpu": Key("Container Apps", "dedicated vCPU", "vCPU-hour"),
    "memory": Key("Container Apps", "dedicated memory", "GiB-hour"),
}
DEDICATED_PLAN: Final = Key("Container Apps", "dedicated plan management", "hour")
WEB_TEST: Final = Key("Azure Monitor", "standard web test", "run")

KEYS: Final = (*PLANS, CALLS, CALL_TIME, *IDLE.values(), *DEDICATED.values(), DEDICATED_PLAN, WEB_TEST)

# vCPUs and GiB of an instance (Azure documentation, workload profiles in Container Apps)
_PROFILES: Final[Mapping[str, tuple[float, float]]] = {
    **{f"D{cpus}": (cpus, 4 * cpus) for cpus in (4, 8, 16, 32)},
    **{f"E{cpus}": (cpus, 8 * cpus) for cpus in (4, 8, 16, 32)},
}
_FREE_PLANS: Final = ("F1", "Y1", "FC1")
"""Plans without a fee: the free one, and those of functions that are billed by the call."""


def plan(bill: Bill) -> Iterable[LineItem]:
    """Hours of the instances that apps run on."""
    name, count = bill.text("sku.name"), bill.number("sku.capacity", 1)
    linux = bill.get("reserved") is True or "linux" in (bill.text("kind") or "").lower()
    system = "Linux" if linux else "Windows"
    if not name or count is None:
        yield bill.unknown("instance hours", "sku.capacity" if name else "sku.name")
    elif name in _FREE_PLANS:
        yield bill.free("a plan without a fee: what runs on it is billed by the call, or limited (App Service pricing)")
    elif name in _PLANS:
        yield bill.priced(Key("App Service", f"{name} {system}", "hour"), Range.of(count * HOURS))
    else:
        yield bill.unpriced("instance hours", f"no dated price for plan {name}")


def app(bill: Bill) -> Iterable[LineItem]:
    """Nothing above its plan, unless it is a function that is billed by the call."""
    owner = bill.stack.wired(bill.resource, "serverFarmId", PLAN, bill.get("serverFarmId"))
    name = owner.get("sku.name") if owner else None
    if "functionapp" not in (bill.text("kind") or "") or not (owner is None or name in _FREE_PLANS):
        yield bill.free("billed at the plan that it runs on (App Service pricing)")
    elif name == "FC1":
        yield bill.unpriced("calls", "no dated price for the Flex Consumption plan")
    else:
        usage = bill.stack.usage
        says = "; ".join(bill.assume(each) for each in ("function_calls", "function_seconds", "function_memory_gb"))
        used = usage.function_calls * usage.function_seconds * usage.function_memory_gb
        yield bill.priced(CALL_TIME, used, basis=Basis.ASSUMED, note=says)
        yield bill.used(CALLS, "function_calls", times=1 / 1_000_000)


def environment(bill: Bill) -> Iterable[LineItem]:
    """Instances of dedicated workload profiles, and their fee; on consumption it is billed at its apps."""
    profiles = [each for _, each in bill.resource.all("workloadProfiles[*]")]
    own = [each for each in profiles if value_at(each, "workloadProfileType") != "Consumption"]
    if not own:
        yield bill.free("billed at the apps in it (Azure Container Apps pricing)")
        return
    yield bill.priced(DEDICATED_PLAN, Range.of(HOURS))
    for each in own:
        kind = value_at(each, "workloadProfileType")
        low, high = (as_number(value_at(each, f"{bound}Count")) for bound in ("minimum", "maximum"))
        size = _PROFILES.get(str(kind))
        if size is None or low is None or high is None:
            yield bill.unpriced(f"{kind} instances", f"no dated price for instances of {kind}")
            continue
        hours = Range(low, low, max(low, high)) * HOURS
        for key, amount in zip(DEDICATED.values(), size, strict=True):
            yield bill.priced(key, hours * amount, dimension=f"{kind} {key.dimension}")


def container_app(bill: Bill) -> Iterable[LineItem]:
    """Replicas that are always there at the idle rate; what they serve has no dated price."""
    if bill.text("workloadProfileName", "Consumption") != "Consumption":
        yield bill.free("runs on a dedicated profile of its environment, which is billed there")
        return
    least = bill.number("template.scale.minReplicas", 0)
    sizes = [value_at(each, "resources") for _, each in bill.resource.all("template.containers[*]")]
    if least is None:
        yield bill.unknown("idle replicas", "template.scale.minReplicas")
    elif least:
        cpus = [as_number(value_at(each, "cpu")) for each in sizes]
        memory = [_gib(value_at(each, "memory")) for each in sizes]
        for key, amounts in zip(IDLE.values(), (cpus, memory), strict=True):
            known = [each for each in amounts if each is not None]
            if not known or len(known) < len(amounts):
                yield bill.unpriced(key.dimension, "the size of the containers is not stated")
            else:
                yield bill.priced(key, Range.of(sum(known) * least * HOURS))
    yield bill.unpriced("active time", "no dated price for replicas that serve requests")


def _gib(value: object) -> float | None:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)Gi", value) if isinstance(value, str) else None
    return float(found[1]) if found else None


def web_test(bill: Bill) -> Iterable[LineItem]:
    """Runs of a standard web test from each of its places."""
    seconds = bill.number("frequency", 300)
    if bill.text("webTestKind") != "standard":
        yield bill.unpriced("runs", "no dated price for web tests other than standard ones")
    elif not seconds:
        yield bill.unknown("runs", "frequency")
    else:
        places = len(bill.resource.all("locations[*]")) or 1
        yield bill.priced(WEB_TEST, Range.of(places * HOURS * 3600 / seconds))


DECISIONS: Final[Mapping[str, Decision]] = {
    PLAN: plan,
    "azure-native:web:WebApp": app,
    "azure-native:app:ManagedEnvironment": environment,
    "azure-native:app:ContainerApp": container_app,
    "azure-native:applicationinsights:WebTest": web_test,
}
