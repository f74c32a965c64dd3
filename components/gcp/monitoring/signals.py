"""What is measured of each part of a stack, as PromQL: only metrics that Google Cloud collects without any add-on.

Metrics of Google's services are written as https://cloud.google.com/monitoring/promql/promql-mapping says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Output

from stackwright.components.inputs import In
from stackwright.components.signals import FREE_SHARE, Limit


@dataclass(frozen=True, slots=True)
class Signal:
    """One graph of the dashboard, with an alarm on it where it has a limit."""

    name: str
    title: str
    query: Output[str]
    limit: Limit | None = None

    @property
    def condition(self) -> Output[str]:
        """Query that has a value only while the signal is bad; all of it where there is no limit."""
        if self.limit is None:
            return self.query
        return Output.concat("(", self.query, f") {'<' if self.limit.below else '>'} {self.limit.threshold:g}")


def of_cluster(cluster: In[str]) -> Sequence[Signal]:
    """What GKE says of pods; half an hour is more than a GPU node needs to start.

    https://cloud.google.com/kubernetes-engine/docs/how-to/kube-state-metrics
    """
    containers = _where("k8s_container", "cluster_name", cluster)
    return (
        Signal(
            "unschedulable",
            "pods without a node",
            Output.concat('sum(kube_pod_status_unschedulable{cluster="', cluster, '"})'),
            Limit(0, 30),
        ),
        Signal(
            "restarts",
            "restarts of containers",
            Output.concat("sum(increase(kubernetes_io:container_restart_count", containers, "[10m]))"),
        ),
    )


def of_pools(cluster: In[str]) -> Sequence[Signal]:
    """What GPUs and their nodes say of themselves; the metrics carry the cluster and the node, but not the pool.

    https://cloud.google.com/kubernetes-engine/docs/how-to/dcgm-metrics
    """
    gpus = Output.concat('{cluster="', cluster, '"}')
    nodes = _where("k8s_node", "cluster_name", cluster)
    interruptions = Output.concat("(increase(kubernetes_io:node_interruption_count", nodes, "[10m]))")
    return (
        Signal("gpu", "GPU, %", Output.concat("avg by (modelName) (DCGM_FI_DEV_GPU_UTIL", gpus, ")")),
        Signal(
            "gpu-memory", "GPU memory used, MiB", Output.concat("avg by (modelName) (DCGM_FI_DEV_FB_USED", gpus, ")")
        ),
        Signal("interruptions", "nodes taken away", Output.concat("sum by (interruption_type) ", interruptions)),
    )


def of_endpoint(endpoint: In[str], latency_seconds: float) -> Sequence[Signal]:
    """A Vertex AI endpoint, each deployed model by itself.

    https://cloud.google.com/monitoring/api/metrics_gcp_a_b#gcp-aiplatform
    """
    where = _where("aiplatform.googleapis.com/Endpoint", "endpoint_id", endpoint)
    failed = _where("aiplatform.googleapis.com/Endpoint", "endpoint_id", endpoint, ',response_code=~"5.."')

    def of(metric: str, labels: Output[str] = where) -> Output[str]:
        return Output.concat(f"aiplatform_googleapis_com:prediction_online_{metric}", labels)

    def rate(metric: str, labels: Output[str] = where) -> Output[str]:
        return Output.concat("sum by (deployed_model_id) (rate(", of(metric, labels), "[5m]))")

    buckets = Output.concat("sum by (le, latency_type) (rate(", of("prediction_latencies_bucket"), "[5m]))")
    share = Output.concat(rate("response_count", failed), " / ", rate("response_count"))
    return (
        Signal("calls", "predictions a second", rate("prediction_count")),
        Signal("errors", "share of 5xx answers", share, Limit(0.01, 15)),
        Signal(
            "latency",
            "latency of the slowest hundredth, ms",
            Output.concat("histogram_quantile(0.99, ", buckets, ")"),
            Limit(latency_seconds * 1000, 15),
        ),
        Signal("cpu", "CPU, share", Output.concat("max by (deployed_model_id) (", of("cpu_utilization"), ")")),
        Signal("gpu", "GPU, share", Output.concat("avg by (deployed_model_id) (", of("accelerator_duty_cycle"), ")")),
        Signal("replicas", "machines", Output.concat("sum by (deployed_model_id) (", of("replicas"), ")")),
    )


def of_lustre(instance: In[str]) -> Sequence[Signal]:
    """A Managed Lustre instance: one value per storage target.

    https://cloud.google.com/monitoring/api/metrics_gcp_i_o#gcp-lustre
    """
    where = _where("lustre.googleapis.com/Instance", "instance_id", instance, ',component="ost"')

    def total(metric: str, around: str = "", after: str = "") -> Output[str]:
        return Output.concat(f"sum({around}lustre_googleapis_com:instance_{metric}", where, f"{after})")

    full = Limit(FREE_SHARE, 15, below=True)
    free = Output.concat(total("available_bytes"), " / ", total("capacity_bytes"))
    return (
        Signal("lustre-free", "Lustre: share that is free", free, full),
        Signal("lustre-read", "Lustre: bytes read a second", total("read_bytes_total", "rate(", "[5m])")),
        Signal("lustre-write", "Lustre: bytes written a second", total("write_bytes_total", "rate(", "[5m])")),
    )


def of_nfs(instance: In[str]) -> Sequence[Signal]:
    """A Filestore instance.

    https://cloud.google.com/monitoring/api/metrics_gcp_d_h#gcp-file
    """
    where = _where("filestore_instance", "instance_name", instance)
    free = Output.concat("sum(file_googleapis_com:nfs_server_free_bytes", where, ")")
    used = Output.concat("sum(file_googleapis_com:nfs_server_used_bytes", where, ")")
    full = Limit(FREE_SHARE, 15, below=True)
    return (
        Signal("nfs-free", "NFS: share that is free", Output.concat(free, " / (", free, " + ", used, ")"), full),
        Signal("nfs-used", "NFS: bytes used", used),
    )


def _where(resource: str, label: str, value: In[str], more: str = "") -> Output[str]:
    return Output.concat(f'{{monitored_resource="{resource}",{label}="', value, f'"{more}}}')
