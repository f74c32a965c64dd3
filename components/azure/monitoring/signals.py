"""What is measured of each part of a stack: only metrics that Azure publishes without any add-on.

Namespaces, dimensions and aggregations are those of the pages named at each table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Output

from stackwright.components.inputs import In
from stackwright.components.signals import Limit

_GIB = 2**30
LUSTRE_FREE_GIB = 400
"""Free space of one storage target that is nearly none: a tenth of 4 TiB, the smallest file system that is sold."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One graph of the dashboard, with an alarm on it where it has a limit."""

    name: str
    title: str
    scope: In[str]
    """Resource id of what is measured."""
    namespace: str
    metric: str
    aggregation: str
    """`Average`, `Minimum`, `Maximum` or `Total`."""
    dimensions: tuple[tuple[str, In[str]], ...] = ()
    limit: Limit | None = None


def of_variant(endpoint: In[str], variant: str, latency_seconds: float) -> Sequence[Signal]:
    """One deployment of an online endpoint.

    https://learn.microsoft.com/azure/machine-learning/monitor-azure-machine-learning-reference. GPU memory has no
    limit: servers of language models take all of it at start.
    """
    calls = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
    machines = f"{calls}/deployments"
    deployment = Output.concat(endpoint, "/deployments/", variant)
    only = ("deployment", variant)

    def call(what: str, title: str, metric: str, *more: tuple[str, str], limit: Limit | None = None) -> Signal:
        return Signal(
            f"{variant}-{what}", f"{variant}: {title}", endpoint, calls, metric, "Average", (only, *more), limit
        )

    def machine(what: str, title: str, metric: str, limit: Limit | None = None) -> Signal:
        return Signal(f"{variant}-{what}", f"{variant}: {title}", deployment, machines, metric, "Average", limit=limit)

    return (
        call("calls", "requests a minute", "RequestsPerMinute"),
        call("errors", "5xx answers a minute", "RequestsPerMinute", ("statusCodeClass", "5xx"), limit=Limit(1, 15)),
        call("latency", "latency, ms", "RequestLatency_P99", limit=Limit(latency_seconds * 1000, 15)),
        machine("memory", "memory, %", "CpuMemoryUtilizationPercentage", Limit(90, 15)),
        machine("disk", "disk, %", "DiskUtilization", Limit(90, 15)),
        machine("gpu", "GPU, %", "GpuUtilizationPercentage"),
        machine("gpu-memory", "GPU memory, %", "GpuMemoryUtilizationPercentage"),
    )


def of_cluster(cluster: In[str]) -> Sequence[Signal]:
    """The cluster as a whole; half an hour is more than a GPU node needs to start.

    https://learn.microsoft.com/azure/aks/monitor-aks-reference
    """
    space = "Microsoft.ContainerService/managedClusters"
    pending = (("phase", "Pending"),)
    return (
        Signal(
            "pending",
            "pods that wait",
            cluster,
            space,
            "kube_pod_status_phase",
            "Average",
            pending,
            Limit(0, 30),
        ),
        Signal(
            "api-requests",
            "requests in flight at the API",
            cluster,
            space,
            "apiserver_current_inflight_requests",
            "Average",
        ),
    )


def of_pool(cluster: In[str], pool: str, agent_pool: In[str]) -> Sequence[Signal]:
    """The machines of an agent pool, by the cluster's metrics of its nodes.

    https://learn.microsoft.com/azure/aks/monitor-aks-reference
    """
    space = "Microsoft.ContainerService/managedClusters"

    def signal(what: str, title: str, metric: str, limit: Limit | None = None) -> Signal:
        return Signal(
            f"{pool}-{what}", f"{pool}: {title}", cluster, space, metric, "Maximum", (("nodepool", agent_pool),), limit
        )

    return (
        signal("disk", "disk of a node, %", "node_disk_usage_percentage", Limit(90, 15)),
        signal("memory", "memory of a node, %", "node_memory_working_set_percentage", Limit(95, 15)),
        signal("cpu", "CPU of a node, %", "node_cpu_usage_percentage"),
    )


def of_lustre(filesystem: In[str]) -> Sequence[Signal]:
    """A managed Lustre file system, by its fullest storage target: one that is full already stops writes.

    https://learn.microsoft.com/azure/azure-managed-lustre/monitor-reference
    """
    space = "Microsoft.StorageCache/amlFilesystems"
    full = Limit(LUSTRE_FREE_GIB * _GIB, 15, below=True)
    return (
        Signal("lustre-free", "Lustre: free bytes", filesystem, space, "OSTBytesAvailable", "Minimum", limit=full),
        Signal("lustre-read", "Lustre: bytes read", filesystem, space, "ClientReadThroughput", "Average"),
        Signal("lustre-write", "Lustre: bytes written", filesystem, space, "ClientWriteThroughput", "Average"),
    )


def of_nfs(account: In[str]) -> Sequence[Signal]:
    """The file shares of a storage account.

    https://learn.microsoft.com/azure/storage/files/storage-files-monitoring-reference
    """
    space = "Microsoft.Storage/storageAccounts/fileServices"
    shares = Output.concat(account, "/fileServices/default")
    return (
        Signal(
            "nfs-availability",
            "NFS: requests that are answered, %",
            shares,
            space,
            "Availability",
            "Average",
            limit=Limit(99, 15, below=True),
        ),
        Signal("nfs-io", "NFS: bytes read", shares, space, "Egress", "Total"),
    )
