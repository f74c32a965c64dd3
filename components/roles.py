"""What a blueprint may ask of any cloud: one small Protocol per role, and `Kit`, which builds them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from pulumi import Output

from stackwright.accelerators.machines import Machine
from stackwright.components.intents import ClusterAccess, FilesystemKind, Foundation, Nat, Purchase, RunsOn, Variant


class Network(Protocol):
    """A private network over several zones."""

    @property
    def id(self) -> Output[str]:
        """Provider id of the network."""
        ...

    @property
    def subnet_ids(self) -> Output[Sequence[str]]:
        """Private subnets, one per zone."""
        ...


class Key(Protocol):
    """An encryption key that the account owns."""

    @property
    def id(self) -> Output[str]:
        """Provider id (on AWS the ARN) of the key."""
        ...


class Identity(Protocol):
    """What a workload is towards the cloud: a role, a service account, a managed identity."""

    @property
    def principal(self) -> Output[str]:
        """Provider id (on AWS the role's ARN) of the identity."""
        ...


class ObjectStore(Protocol):
    """A private bucket."""

    @property
    def name(self) -> Output[str]:
        """Name of the bucket, known at preview."""
        ...

    @property
    def uri(self) -> Output[str]:
        """Address of the bucket, such as `s3://<name>`."""
        ...

    def allow_read(self, who: Identity) -> None:
        """Let `who` list and read objects."""
        ...

    def allow_write(self, who: Identity) -> None:
        """Let `who` list, read, write and delete objects."""
        ...


class Registry(Protocol):
    """A private container registry."""

    @property
    def url(self) -> Output[str]:
        """Address that images are pushed to and pulled from."""
        ...

    def allow_pull(self, who: Identity) -> None:
        """Let `who` pull images."""
        ...


class Cluster(Protocol):
    """A Kubernetes cluster with a small system node group."""

    @property
    def name(self) -> Output[str]:
        """Name of the cluster, known at preview."""
        ...

    @property
    def connect(self) -> Output[str]:
        """Command that writes the kubeconfig."""
        ...

    def bind(self, who: Identity, *, namespace: str, service_account: str) -> None:
        """Give `who` to the pods of a Kubernetes service account."""
        ...


class GpuPool(Protocol):
    """Accelerated nodes of a cluster."""

    @property
    def name(self) -> Output[str]:
        """Name of the node group."""
        ...

    @property
    def labels(self) -> Mapping[str, str]:
        """Kubernetes labels of the nodes."""
        ...

    @property
    def taints(self) -> Sequence[str]:
        """Kubernetes taints of the nodes, `key=value:Effect`."""
        ...


class Filesystem(Protocol):
    """A shared file system."""

    @property
    def mount_source(self) -> Output[str]:
        """What `mount` takes as its source."""
        ...

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes."""
        ...


class Endpoint(Protocol):
    """A managed model endpoint."""

    @property
    def name(self) -> Output[str]:
        """Name of the endpoint."""
        ...

    @property
    def url(self) -> Output[str]:
        """Address that requests go to."""
        ...

    @property
    def call(self) -> Output[str]:
        """Command that sends one request."""
        ...


class Monitoring(Protocol):
    """Dashboard and alarms of the stack."""

    @property
    def dashboard_url(self) -> Output[str]:
        """Page of the dashboard."""
        ...


class Budget(Protocol):
    """The cloud's own budget alarm."""

    @property
    def name(self) -> Output[str]:
        """Name of the budget."""
        ...


class Kit(Protocol):
    """Builds the roles of one stack on one cloud.

    A kit is made on a `Foundation` and keeps what was built: `network` and `key` come first, and later
    roles are placed in that network and encrypted with that key.
    """

    @property
    def foundation(self) -> Foundation:
        """What all components of the stack share."""
        ...

    def key(self, name: str) -> Key:
        """Key that encrypts all data of the stack."""
        ...

    def network(
        self, name: str, *, cidr: str, zones: int | Sequence[str], nat: Nat, services: Sequence[str]
    ) -> Network:
        """Network with private subnets in `zones` (a count, or names); `services` get private endpoints."""
        ...

    def identity(self, name: str, *, runs_on: RunsOn) -> Identity:
        """Identity without any permission yet."""
        ...

    def object_store(self, name: str, *, retention_days: int | None = None) -> ObjectStore:
        """Bucket; replaced objects are kept `retention_days`, for good when None."""
        ...

    def registry(self, name: str) -> Registry:
        """Container registry."""
        ...

    def cluster(self, name: str, *, access: ClusterAccess, version: str | None = None) -> Cluster:
        """Kubernetes cluster; `version` None takes the kit's tested one."""
        ...

    def gpu_pool(
        self,
        name: str,
        *,
        machine: Machine,
        nodes: int,
        purchase: Purchase,
        zone: str | None,
        disk_gib: int,
        placement_group: bool,
    ) -> GpuPool:
        """Node group of `nodes` accelerated machines in the cluster, all in one zone (None: the first)."""
        ...

    def filesystem(
        self,
        name: str,
        *,
        kind: FilesystemKind,
        size_gib: int,
        throughput: int,
        zone: str | None,
        source: ObjectStore | None,
    ) -> Filesystem:
        """Shared file system of `size_gib`; `throughput` in MB/s per TiB; `source` is imported and exported."""
        ...

    def endpoint(
        self,
        name: str,
        *,
        variants: Sequence[Variant],
        identity: Identity,
        capture: ObjectStore | None,
        capture_percent: int,
        requests_per_instance: int,
    ) -> Endpoint:
        """Managed endpoint over `variants`; each scales on requests per instance and minute."""
        ...

    def monitoring(
        self,
        name: str,
        *,
        cluster: Cluster | None = None,
        pools: Sequence[GpuPool] = (),
        endpoint: Endpoint | None = None,
        variants: Sequence[str] = (),
        filesystem: Filesystem | None = None,
        notify: Sequence[str] = (),
    ) -> Monitoring:
        """Dashboard and alarms of what is given; `notify` are e-mail addresses."""
        ...

    def budget(self, name: str, *, monthly_usd: float, alert_percent: Sequence[int], notify: Sequence[str]) -> Budget:
        """Budget alarm on the real bill of what carries the stack's tags."""
        ...
