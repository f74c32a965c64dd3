"""What is measured of each part of a stack: only metrics that AWS publishes without any add-on.

Namespaces, dimensions and statistics are those of the pages named at each table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stackwright.components.inputs import In
from stackwright.components.signals import FREE_SHARE, Limit

_GIB = 2**30


@dataclass(frozen=True, slots=True)
class Signal:
    """One line of the dashboard, with an alarm on it where it has a limit."""

    name: str
    title: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, In[str]], ...]
    statistic: str
    period: int = 300
    """Seconds."""
    limit: Limit | None = None
    missing: str = "notBreaching"
    """What no data means to the alarm: nothing runs, so nothing is wrong."""


def of_variant(endpoint: In[str], variant: str, latency_seconds: float) -> Sequence[Signal]:
    """One variant of a SageMaker endpoint.

    https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html. GPU memory has no limit: servers of
    language models take all of it at start.
    """
    where = (("EndpointName", endpoint), ("VariantName", variant))
    calls, machines = "AWS/SageMaker", "/aws/sagemaker/Endpoints"

    def signal(what: str, title: str, space: str, metric: str, stat: str, limit: Limit | None = None) -> Signal:
        return Signal(f"{variant}-{what}", f"{variant}: {title}", space, metric, where, stat, limit=limit)

    return (
        signal("calls", "requests", calls, "Invocations", "Sum"),
        signal("errors", "share of 5xx answers", calls, "Invocation5XXErrors", "Average", Limit(0.01, 15)),
        signal("latency", "model latency, µs", calls, "ModelLatency", "p99", Limit(latency_seconds * 1e6, 15)),
        signal("memory", "memory, %", machines, "MemoryUtilization", "Maximum", Limit(90, 15)),
        signal("disk", "disk, %", machines, "DiskUtilization", "Maximum", Limit(90, 15)),
        signal("gpu", "GPU, % of all", machines, "GPUUtilization", "Average"),
        signal("gpu-memory", "GPU memory, % of all", machines, "GPUMemoryUtilization", "Average"),
    )


def of_cluster(cluster: In[str]) -> Sequence[Signal]:
    """The control plane, from Kubernetes 1.28 on; half an hour is more than a GPU node needs to start.

    https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
    """
    where = (("ClusterName", cluster),)
    return (
        Signal(
            "unschedulable",
            "pods without a node",
            "AWS/EKS",
            "scheduler_pending_pods_UNSCHEDULABLE",
            where,
            "Maximum",
            limit=Limit(0, 30),
        ),
        Signal("api-errors", "5xx answers of the API", "AWS/EKS", "apiserver_request_total_5XX", where, "Sum"),
    )


def of_pool(pool: str, group: In[str]) -> Sequence[Signal]:
    """The machines of a node group, by its Auto Scaling group.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
    """
    where = (("AutoScalingGroupName", group),)
    return (
        Signal(
            f"{pool}-status",
            f"{pool}: machines that fail their check",
            "AWS/EC2",
            "StatusCheckFailed",
            where,
            "Maximum",
            60,
            Limit(0, 5),
        ),
        Signal(f"{pool}-cpu", f"{pool}: CPU, %", "AWS/EC2", "CPUUtilization", where, "Average"),
    )


def of_lustre(filesystem: In[str], size_gib: int) -> Sequence[Signal]:
    """An FSx for Lustre file system: one value per disk and minute, whose sum is the whole.

    https://docs.aws.amazon.com/fsx/latest/LustreGuide/fs-metrics.html
    """
    where = (("FileSystemId", filesystem),)
    full = Limit(size_gib * _GIB * FREE_SHARE, 15, below=True)
    return (
        Signal(
            "lustre-free", "Lustre: free bytes", "AWS/FSx", "FreeDataStorageCapacity", where, "Sum", 60, full, "missing"
        ),
        Signal("lustre-read", "Lustre: bytes read", "AWS/FSx", "DataReadBytes", where, "Sum", 60),
        Signal("lustre-write", "Lustre: bytes written", "AWS/FSx", "DataWriteBytes", where, "Sum", 60),
    )


def of_nfs(filesystem: In[str]) -> Sequence[Signal]:
    """An EFS file system, which grows by itself and so is never full.

    https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html
    """
    where = (("FileSystemId", filesystem),)
    return (
        Signal("nfs-io", "NFS: bytes read and written", "AWS/EFS", "TotalIOBytes", where, "Sum"),
        Signal("nfs-clients", "NFS: clients", "AWS/EFS", "ClientConnections", where, "Sum", 60),
    )
