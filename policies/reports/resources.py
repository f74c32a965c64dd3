"""What a report says of every resource: its type, its name, what is worth knowing of it, and its price."""

import re
from collections.abc import Iterator
from typing import Any, Final, cast

from stackwright.plan.document import MASK, resource_json
from stackwright.plan.graph import Resource, value_at
from stackwright.policies.credentials import looks_secret
from stackwright.policies.reports.document import without_credentials
from stackwright.policies.reports.model import Report
from stackwright.policies.reports.words import money
from stackwright.pricing.model import Range

_FACTS: Final = (
    "instanceType", "instanceTypes", "machineType", "nodeConfig.machineType", "vmSize", "hardwareProfile.vmSize",
    "properties.instanceType", "instanceClass", "sku.name", "engine", "engineVersion", "runtime", "memorySize",
    "cidrBlock", "ipCidrRange", "addressSpace.addressPrefixes", "deploymentType", "storageCapacity", "capacityGib",
    "storageCapacityTiB", "allocatedStorage", "size", "capacityType", "vpcEndpointType", "retentionInDays",
    "storageClass", "version", "kubernetesVersion",
)  # fmt: skip
"""Properties that tell the most of a resource, by any cloud's name for them."""
_COUNTS: Final = (
    ("scalingConfig.minSize", "scalingConfig.maxSize"),
    ("autoscaling.totalMinNodeCount", "autoscaling.totalMaxNodeCount"),
    ("autoscaling.minNodeCount", "autoscaling.maxNodeCount"),
    ("minReplicaCount", "maxReplicaCount"),
    ("minCount", "maxCount"),
    ("minSize", "maxSize"),
    ("nodeCount", "nodeCount"),
    ("count", "count"),
    ("minCapacity", "maxCapacity"),
)
"""Least and most of what a resource has many of."""
_PLAIN: Final = re.compile(r"[\w.:/+ -]{1,40}")
_MOST: Final = 3


def facts(resource: Resource) -> str:
    """`0 to 4× p5.48xlarge, 1.33`: what is worth knowing, without anything that is or looks secret."""
    inputs = without_credentials(resource_json(resource)).get("inputs", {})
    return ", ".join(list(dict.fromkeys(_facts(inputs)))[:_MOST]).replace("×, ", "× ")


def _facts(inputs: Any) -> Iterator[str]:
    for least, most in _COUNTS:
        low, high = value_at(inputs, least), value_at(inputs, most)
        if _is_number(low) and _is_number(high):
            yield f"{low:g}" + ("" if low == high else f" to {high:g}") + "×"
            break
    for path in _FACTS:
        value = value_at(inputs, path)
        for one in cast("list[Any]", value if isinstance(value, list) else [value]):
            text = f"{one:g}" if _is_number(one) else one
            if isinstance(text, str) and text != MASK and _PLAIN.fullmatch(text) and not looks_secret(text):
                yield text


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def price(report: Report, *urns: str) -> str:
    """Expected cost a month of resources; says so where something has no price, empty where nothing is billed."""
    known = [report.estimate.by_urn[urn] for urn in urns if urn in report.estimate.by_urn]
    lacking = {urn for urn, _ in report.estimate.unpriced}
    total = Range(*(sum(getattr(each, end) for each in known) for end in ("low", "expected", "high")))
    if any(urn in lacking for urn in urns):
        return f"at least {money(total.expected)}" if total.high else "no price"
    return money(total.expected) if total.high else ""
