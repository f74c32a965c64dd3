"""What runs in a cluster: billed at the nodes, but for the load balancers and disks that a cloud makes for it."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING, UNKNOWN
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem

PREFIX: Final = "kubernetes:"
_BALANCER: Final = "the load balancer that the cloud makes for it is not in the graph"
_DISK: Final = "the disk that the cloud makes for it is not in the graph"


def _service(bill: Bill) -> Iterable[LineItem]:
    kind = bill.get("spec.type")
    if kind is UNKNOWN:
        return [bill.unknown("load balancer", "spec.type")]
    return [bill.unpriced("load balancer", _BALANCER)] if kind == "LoadBalancer" else _at_nodes(bill)


def _set(bill: Bill) -> Iterable[LineItem]:
    claims = bill.get("spec.volumeClaimTemplates")
    return _at_nodes(bill) if claims in (MISSING, []) else [bill.unpriced("disks", _DISK)]


def _at_nodes(bill: Bill) -> Iterable[LineItem]:
    return [bill.free("runs on the nodes of its cluster, which are billed themselves")]


_KINDS: Final[Mapping[str, Decision]] = {
    "Service": _service,
    "StatefulSet": _set,
    "Ingress": lambda bill: [bill.unpriced("load balancer", _BALANCER)],
    "Gateway": lambda bill: [bill.unpriced("load balancer", _BALANCER)],
    "PersistentVolumeClaim": lambda bill: [bill.unpriced("disk", _DISK)],
    "Release": lambda bill: [bill.unpriced("chart", "what a chart creates is not in the graph")],
}
"""Kinds for which a cloud may make something that it bills."""


def decision(token: str) -> Decision | None:
    """The decision about a type of Kubernetes in any of its API versions; None for types of others."""
    return _KINDS.get(token.rpartition(":")[2], _at_nodes) if token.startswith(PREFIX) else None
