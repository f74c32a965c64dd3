"""A private GKE cluster, ready to run something: control plane, add-ons, node account and system nodes."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, Resource, ResourceOptions
from pulumi_gcp import container
from pydantic import Field, field_validator, model_validator

from stackwright.components.gcp.cluster import plane_settings as settings
from stackwright.components.gcp.cluster.node_settings import SCOPES
from stackwright.components.gcp.cluster.service_roles import bind_pods, node_account
from stackwright.components.gcp.cluster.system_nodes import GcpSystemNodes, GcpSystemNodesArgs
from stackwright.components.gcp.logs import RETENTION_DAYS_MAX, GcpLogBucket, GcpLogBucketArgs
from stackwright.components.gcp.project import Project, project_of
from stackwright.components.inputs import Args, In
from stackwright.components.ranges import callers
from stackwright.components.roles import Identity
from stackwright.components.waits import after


class GcpClusterArgs(Args):
    """Arguments of `GcpCluster`."""

    network_id: In[str]
    """VPC of the cluster."""

    network_cidr: In[str]
    """Range from which the Kubernetes API is reached inside the network."""

    subnet_id: In[str]
    """Private subnet of the nodes, in the region."""

    pods_range: In[str] | None = None
    """Name of the subnet's secondary range for pods; GKE makes one when unset."""

    services_range: In[str] | None = None
    """Name of the subnet's secondary range for services; GKE makes one when unset."""

    key_id: In[str]
    """KMS key that encrypts Kubernetes secrets, logs and disks; GKE, Compute Engine and Cloud Logging may use it."""

    zones: In[Sequence[str]] | None = None
    """Zones of the nodes; chosen by GKE, three of the region, when unset."""

    version: str | None = Field(default=None, pattern=r"^1\.\d\d(\.\S+)?$")
    """Oldest Kubernetes version; that of the REGULAR channel when unset, and the channel moves it on."""

    multi_networking: bool = False
    """Nodes may have interfaces in networks of a fabric; Dataplane V2, which every cluster has, makes it possible."""

    public_cidrs: list[str] = []
    """Ranges that reach the Kubernetes API over the internet by its address."""

    dns: bool = False
    """The API is reached by DNS name, with IAM alone, and has no address at all."""

    log_retention_days: int = Field(default=365, ge=1, le=RETENTION_DAYS_MAX)
    """Days that the control plane's logs are kept."""

    system_machine_type: str = "e2-standard-4"
    """Machine type of the system nodes."""

    system_nodes: int = Field(default=1, ge=1, le=100)
    """Number of system nodes in each zone."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Labels of the system nodes and their disks."""

    protect: bool = False
    """Pulumi and the provider refuse to delete the cluster."""

    @field_validator("public_cidrs")
    @classmethod
    def _are_not_the_internet(cls, cidrs: list[str]) -> list[str]:
        return callers(cidrs)

    @model_validator(mode="after")
    def _have_one_way_in(self) -> "GcpClusterArgs":
        if self.dns and self.public_cidrs:
            raise ValueError("dns has no address for public_cidrs to reach - leave one of them out")
        if (self.pods_range is None) != (self.services_range is None):
            raise ValueError("pods_range and services_range go together - name both or none")
        return self


class GcpCluster(pulumi.ComponentResource):
    """A regional cluster whose nodes are private, and whose API is too unless ranges or its DNS name are asked for.

    Secrets, logs and disks are encrypted with the key, pods have identities of their own, and Dataplane V2 enforces
    network policy. The channel keeps it up to date, at weekends.
    """

    name: Output[str]
    """Name of the cluster, known at preview; who waits for it waits for the system nodes."""

    connect: Output[str]
    """Command that writes the kubeconfig."""

    version: Output[str]
    """Kubernetes version of the control plane."""

    node_service_account: Output[str]
    """E-mail of the service account of the nodes."""

    def __init__(self, name: str, args: GcpClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpCluster", name, {}, opts)
        args = GcpClusterArgs.model_validate(args)
        self._project = project_of(self)

        email, granted = node_account(f"{name}-nodes", self._project, self)
        plane = self._control_plane(args, email, granted)
        self._log(args, plane)
        nodes = self._system_nodes(args, plane.name, email)

        self.name, self.version, self.node_service_account = nodes.cluster_name, plane.master_version, email
        way = " --dns-endpoint" if args.dns else "" if args.public_cidrs else " --internal-ip"
        self.connect = Output.concat(
            "gcloud container clusters get-credentials ",
            plane.name,
            " --location ",
            self._project.region,
            " --project ",
            self._project.id,
            way,
        )
        outputs = ("name", "connect", "version", "node_service_account")
        self.register_outputs({each: getattr(self, each) for each in outputs})

    def bind(self, who: Identity, *, namespace: str, service_account: str) -> None:
        """Give `who` to the pods of a Kubernetes service account, by workload identity; the pool exists from now on.

        The service account needs the annotation `iam.gke.io/gcp-service-account` with the e-mail of `who`.
        """
        pods = Output.concat(after(_pool(self._project), self.name), f"[{namespace}/{service_account}]")
        name = f"{self.pulumi_resource_name}-{namespace}-{service_account}"
        bind_pods(name, who.principal, self._project, pods, self)

    def _control_plane(self, args: GcpClusterArgs, email: Output[str], granted: list[Resource]) -> container.Cluster:
        """The cluster; its default pool exists for minutes only, and is as hardened as all others.

        https://github.com/GoogleCloudPlatform/cluster-toolkit/blob/main/modules/scheduler/gke-cluster/main.tf
        """
        reached = settings.reached_from(args.network_cidr, args.public_cidrs)
        return container.Cluster(
            self.pulumi_resource_name,
            project=self._project.id,
            location=self._project.region,
            node_locations=args.zones,
            min_master_version=args.version,
            node_config=_first_nodes(args, email),
            network=args.network_id,
            subnetwork=args.subnet_id,
            ip_allocation_policy=settings.ranges(args.pods_range, args.services_range),
            private_cluster_config=settings.private(args.public_cidrs),
            control_plane_endpoints_config=settings.endpoints(args.dns),
            master_authorized_networks_config=None if args.dns else reached,
            enable_multi_networking=args.multi_networking or None,
            database_encryption={"state": "ENCRYPTED", "key_name": args.key_id},
            workload_identity_config={"workload_pool": _pool(self._project)},
            **settings.ALWAYS,
            resource_labels=dict(args.tags),
            deletion_protection=args.protect,
            opts=ResourceOptions(
                parent=self,
                protect=args.protect or None,
                depends_on=granted,
                ignore_changes=["initialNodeCount", "nodeConfig"],
            ),
        )

    def _log(self, args: GcpClusterArgs, plane: container.Cluster) -> None:
        """What the control plane says, and who asked it for what, outlives the project's default of 30 days."""
        logs = GcpLogBucketArgs(
            key_id=args.key_id,
            stem=plane.name,
            filter=Output.concat(settings.LOGS_OF, plane.name, '"'),
            retention_days=args.log_retention_days,
        )
        GcpLogBucket(f"{self.pulumi_resource_name}-logs", logs, ResourceOptions(parent=self))

    def _system_nodes(self, args: GcpClusterArgs, cluster_name: Output[str], email: Output[str]) -> GcpSystemNodes:
        nodes = GcpSystemNodesArgs(
            cluster_name=cluster_name,
            zones=args.zones,
            service_account=email,
            key_id=args.key_id,
            machine_type=args.system_machine_type,
            nodes=args.system_nodes,
            tags=args.tags,
        )
        return GcpSystemNodes(f"{self.pulumi_resource_name}-system", nodes, ResourceOptions(parent=self))


def _pool(project: Project) -> Output[str]:
    return Output.concat(project.id, ".svc.id.goog")


def _first_nodes(args: GcpClusterArgs, email: Output[str]) -> container.ClusterNodeConfigArgsDict:
    return {
        "machine_type": args.system_machine_type,
        "image_type": "COS_CONTAINERD",
        "boot_disk_kms_key": args.key_id,
        "service_account": email,
        "oauth_scopes": SCOPES,
        "shielded_instance_config": {"enable_secure_boot": True, "enable_integrity_monitoring": True},
        "workload_metadata_config": {"mode": "GKE_METADATA"},
        "kubelet_config": {"insecure_kubelet_readonly_port_enabled": "FALSE"},
        "metadata": {"disable-legacy-endpoints": "true"},
    }
