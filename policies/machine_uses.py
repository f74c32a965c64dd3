"""Where resources name machine types, and how many machines each may become."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.machine_counts import MACHINES, attached, bases, below, largest
from stackwright.policies.shapes import number
from stackwright.policies.tokens import token, tokens

INSTANCE: Final = token("ec2/Instance")
TEMPLATE: Final = token("ec2/LaunchTemplate")
POOL: Final = token("eks/NodeGroup")
GROUP: Final = token("autoscaling/Group")
ENDPOINT: Final = token("sagemaker/EndpointConfiguration")
JOB: Final = token("sagemaker/TrainingJob")
NOTEBOOK: Final = token("sagemaker/NotebookInstance")
TARGET: Final = token("appautoscaling/Target")
MACHINE_PATHS: Final = {
    INSTANCE: ("instanceType",),
    TEMPLATE: ("instanceType",),
    POOL: ("instanceTypes[*]",),
    GROUP: ("mixedInstancesPolicy.launchTemplate.overrides[*].instanceType",),
    ENDPOINT: ("productionVariants[*].instanceType", "shadowProductionVariants[*].instanceType"),
    JOB: ("resourceConfig.instanceType",),
    NOTEBOOK: ("instanceType",),
    **{
        kind: ("instanceType",)
        for kind in tokens("ec2/SpotInstanceRequest", "ec2/CapacityReservation", "ec2/CapacityBlockReservation")
    },
    **{kind: (below(row.base, row.type),) for kind, row in MACHINES.items()},
}
MACHINE_TYPES: Final = frozenset(MACHINE_PATHS)
_CLOUDS: Final = {"aws": "aws", "gcp": "gcp", "pulumi-python": "gcp", "azure-native": "azure"}
_ACCELERATED: Final = {
    "aws": re.compile(r"(?:ml\.)?(?:p\d|g\d|gr\d|trn\d|inf\d|dl\d)"),
    "gcp": re.compile(r"(?:a\d\w*|g\d|ct\w+|tpu\w+)-"),
    "azure": re.compile(r"standard_n[cdgpv]", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Use:
    """One place where machines of a type are asked for."""

    at: Resource
    path: str
    type: Any
    """Machine type, or `UNKNOWN`."""
    most: Any
    """Largest number of machines, or `UNKNOWN`."""
    attached: Any = MISSING
    """Accelerators that each machine is given, `UNKNOWN`, or `MISSING` where its type decides."""
    base: str = ""
    """Where in the resource these machines are described."""
    group: Resource | None = None
    """What runs the machines, where a launch template only describes them."""

    @property
    def accelerators(self) -> Any:
        """Accelerators of one machine: a number, `UNKNOWN`, or None for a type that the table does not know."""
        if self.attached is not MISSING:
            return self.attached
        if not isinstance(self.type, str):
            return UNKNOWN if self.type is UNKNOWN else 0
        return accelerators_of(self.type, _CLOUDS.get(self.at.provider_package, "aws"))


def named(resource: Resource) -> Iterator[tuple[str, Any]]:
    """(path, machine type) of what a resource names."""
    for path in MACHINE_PATHS.get(resource.type, ()):
        for found, value in resource.all(path):
            if value is not MISSING:
                yield found, value


def uses(graph: Graph) -> Iterator[Use]:
    """Every use of machines in the stack, each counted once."""
    for resource in graph.of_type(INSTANCE, NOTEBOOK):
        yield Use(resource, "instanceType", resource.get("instanceType"), 1)
    for job in graph.of_type(JOB):
        yield Use(job, "resourceConfig.instanceType", *_pair(job, "resourceConfig", "instanceCount"))
    for pool in graph.of_type(POOL):
        yield from _of_group(pool, graph, "launchTemplate", pool.get("scalingConfig.maxSize"))
    for group in graph.of_type(GROUP):
        yield from _of_group(group, graph, "launchTemplate", group.get("maxSize"))
    for config in graph.of_type(ENDPOINT):
        yield from _of_endpoint(config, graph)
    for kind, row in MACHINES.items():
        for resource in graph.of_type(kind) if row.runs else ():
            for base in bases(resource, row):
                path, most = below(base, row.type), largest(resource, graph, base)
                count = 1.0 if most is MISSING else most
                yield Use(resource, path, resource.get(path), count, attached(resource, base), base)


def _pair(resource: Resource, base: str, count: str) -> tuple[Any, Any]:
    return resource.get(f"{base}.instanceType"), _count(resource.get(f"{base}.{count}"), 1)


def _count(value: Any, default: float) -> Any:
    return UNKNOWN if value is UNKNOWN else number(value, default)


def _of_group(group: Resource, graph: Graph, property: str, most: Any) -> Iterator[Use]:
    """The group's own machine types, else the one of its launch template."""
    for path, kind in (found := list(named(group))):
        yield Use(group, path, kind, _count(most, 1))
    if found:
        return
    templates = [one for one in graph.wired(group, property) if one.type == TEMPLATE]
    for template in templates:
        yield Use(template, "instanceType", template.get("instanceType"), _count(most, 1), group=group)
    if not templates and group.get(property) is not MISSING:
        yield Use(group, property, UNKNOWN, _count(most, 1))


def _of_endpoint(config: Resource, graph: Graph) -> Iterator[Use]:
    scaled = [
        target.get("maxCapacity")
        for target in graph.of_type(TARGET)
        if target.get("serviceNamespace") in ("sagemaker", UNKNOWN)
    ]
    for name in ("productionVariants", "shadowProductionVariants"):
        for path, variant in config.all(f"{name}[*]"):
            if variant is UNKNOWN:
                yield Use(config, path, UNKNOWN, UNKNOWN, base=path)
            elif variant is not MISSING and config.get(f"{path}.serverlessConfig") is MISSING:
                counts = [
                    config.get(f"{path}.initialInstanceCount"),
                    config.get(f"{path}.managedInstanceScaling.maxInstanceCount"),
                    *scaled,
                ]
                most = UNKNOWN if UNKNOWN in counts else max(number(one, 1.0) or 1.0 for one in counts)
                yield Use(config, f"{path}.instanceType", config.get(f"{path}.instanceType"), most, base=path)


def accelerators_of(name: str, cloud: str = "aws") -> int | None:
    """Accelerators in one machine; None for an accelerated type that the table does not know."""
    from stackwright.accelerators.catalog import find

    machine = find(name, cloud)
    if machine is not None:
        return machine.accelerator_count
    return None if _ACCELERATED[cloud].match(name) else 0
