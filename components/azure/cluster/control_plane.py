"""A private AKS cluster, ready to run something: control plane, identities, logs and system nodes."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import authorization, compute, containerservice
from pydantic import Field, field_validator

from stackwright.components.azure.account import PlacedArgs, account_of
from stackwright.components.azure.cluster.addons import AzureAddons, AzureAddonsArgs
from stackwright.components.azure.cluster.plane_settings import (
    agents,
    images_from,
    networking,
    reached_from,
    security,
)
from stackwright.components.azure.cluster.service_roles import ServiceIdentity, control_plane_identity, node_identity
from stackwright.components.azure.cluster.system_nodes import system_pool
from stackwright.components.azure.identity import identity_of
from stackwright.components.inputs import In
from stackwright.components.intents import Nat
from stackwright.components.ranges import callers
from stackwright.components.roles import Identity
from stackwright.components.waits import after

VERSION = "1.34"
"""Tested Kubernetes version, the one of AKS's standard support at the time of writing."""

NAME_MAX = 63
"""https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerservice"""


class AzureClusterArgs(PlacedArgs):
    """Arguments of `AzureCluster`."""

    subnet_id: In[str]
    """Private subnet of the nodes."""

    api_subnet_id: In[str]
    """Subnet of the Kubernetes API, at least a /28, delegated to `Microsoft.ContainerService/managedClusters`."""

    nat: Nat = Nat.SINGLE
    """How the nodes' subnet reaches the internet; with `none` images come through a cache that AKS keeps."""

    key_uri: In[str]
    """Address of the key's version that encrypts Kubernetes secrets and disks."""

    key_name: In[str]
    """Name of that key in its vault."""

    vault_id: In[str]
    """Key Vault of that key, reached by a private link."""

    key_user_id: In[str]
    """Identity that may use the key, through which disks are encrypted."""

    workspace_id: In[str]
    """Log Analytics workspace that logs of control plane and containers go to."""

    registry_ids: list[In[str]] = []
    """Container registries that the nodes pull from."""

    zones: list[str] = Field(default=["1", "2", "3"], min_length=1)
    """Availability zones of the system nodes."""

    version: str = Field(default=VERSION, pattern=r"^1\.\d\d$")
    """Kubernetes version."""

    public_cidrs: list[str] = []
    """Ranges that reach the Kubernetes API over the internet; only the network itself does when empty."""

    admin_groups: list[str] = []
    """Object ids of Entra groups that administer the cluster, besides who has Azure's roles for it."""

    system_machine_type: str = "Standard_D4ds_v5"
    """Machine type of the system nodes."""

    system_nodes: int = Field(default=3, ge=1, le=100)
    """Number of system nodes."""

    protect: bool = False
    """Pulumi refuses to delete the cluster, and so does a lock of Azure's."""

    @field_validator("public_cidrs")
    @classmethod
    def _are_not_the_internet(cls, cidrs: list[str]) -> list[str]:
        return callers(cidrs)


class AzureCluster(pulumi.ComponentResource):
    """A cluster whose API is private unless ranges are listed, and whose secrets and disks are encrypted.

    The API is in the network even when ranges are listed: a vault without a public address is reached in no other
    way (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption). Entra knows who is who, Azure's roles say
    what they may, and there is no account that gets around both.
    """

    name: Output[str]
    """Name of the cluster, known at preview; who waits for it waits for the system nodes."""

    connect: Output[str]
    """Command that writes the kubeconfig."""

    version: Output[str]
    """Kubernetes version."""

    id: Output[str]
    """Resource id of the cluster."""

    issuer: Output[str]
    """Address of the issuer of the pods' tokens."""

    node_principal: Output[str]
    """Object id of the nodes' identity, which pulls images."""

    metrics_workspace_id: Output[str]
    """Azure Monitor workspace that holds the Prometheus metrics."""

    def __init__(self, name: str, args: AzureClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureCluster", name, {}, opts)
        args = AzureClusterArgs.model_validate(args)

        disks = self._disk_encryption(args)
        nodes = node_identity(f"{name}-nodes", args, self, args.registry_ids)
        chosen = account_of(self).dashed(name, args.location, limit=NAME_MAX)
        plane = self._control_plane(args, chosen, disks, nodes)
        self.name = after(chosen, plane.urn)
        self._upkeep(args, plane)
        addons = AzureAddonsArgs(
            resource_group=args.resource_group,
            location=args.location,
            tags=args.tags,
            cluster_id=plane.id,
            workspace_id=args.workspace_id,
        )
        watched = AzureAddons(f"{name}-tools", addons, ResourceOptions(parent=self))

        self.connect = Output.concat(
            "az aks get-credentials --resource-group ", args.resource_group, " --name ", self.name
        )
        self.version, self.id = Output.from_input(args.version), plane.id
        self.issuer = plane.oidc_issuer_profile.apply(lambda profile: profile.issuer_url if profile else "")
        self.node_principal, self.metrics_workspace_id = nodes.principal, watched.metrics_workspace_id
        outputs = ("name", "connect", "version", "id", "issuer", "node_principal", "metrics_workspace_id")
        self.register_outputs({each: getattr(self, each) for each in outputs})

    def bind(self, who: Identity, *, namespace: str, service_account: str) -> None:
        """Give `who` to the pods of a Kubernetes service account, by workload identity."""
        identity_of(who).federate(
            f"{self.pulumi_resource_name}-{namespace}-{service_account}",
            issuer=self.issuer,
            subject=f"system:serviceaccount:{namespace}:{service_account}",
        )

    def _disk_encryption(self, args: AzureClusterArgs) -> compute.DiskEncryptionSet:
        """Your key for the disks of nodes and volumes; it follows rotation by itself."""
        return compute.DiskEncryptionSet(
            self.pulumi_resource_name,
            resource_group_name=args.resource_group,
            location=args.location,
            encryption_type="EncryptionAtRestWithCustomerKey",
            identity={"type": "UserAssigned", "user_assigned_identities": [args.key_user_id]},
            active_key={"key_url": args.key_uri, "source_vault": {"id": args.vault_id}},
            rotation_to_latest_key_version_enabled=True,
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )

    def _identity(
        self, args: AzureClusterArgs, disks: compute.DiskEncryptionSet, nodes: ServiceIdentity
    ) -> ServiceIdentity:
        return control_plane_identity(
            self.pulumi_resource_name,
            args,
            self,
            subnet_ids=[args.subnet_id, args.api_subnet_id],
            vault_id=args.vault_id,
            key_name=args.key_name,
            disk_encryption_set_id=disks.id,
            nodes=nodes,
        )

    def _control_plane(
        self, args: AzureClusterArgs, chosen: Output[str], disks: compute.DiskEncryptionSet, nodes: ServiceIdentity
    ) -> containerservice.ManagedCluster:
        identity = self._identity(args, disks, nodes)
        return containerservice.ManagedCluster(
            self.pulumi_resource_name,
            resource_name_=chosen,
            dns_prefix=chosen,
            resource_group_name=args.resource_group,
            location=args.location,
            kubernetes_version=args.version,
            sku={"name": "Base", "tier": "Standard"},
            support_plan="KubernetesOfficial",
            identity={
                "type": containerservice.ResourceIdentityType.USER_ASSIGNED,
                "user_assigned_identities": [identity.id],
            },
            identity_profile={"kubeletidentity": _taken_on(nodes)},
            agent_pool_profiles=[_system_pool(args)],
            api_server_access_profile=reached_from(args.public_cidrs, args.api_subnet_id),
            network_profile=networking(args.nat),
            bootstrap_profile=images_from(args.nat),
            enable_rbac=True,
            disable_local_accounts=True,
            aad_profile={"managed": True, "enable_azure_rbac": True, "admin_group_object_ids": args.admin_groups},
            disk_encryption_set_id=disks.id,
            security_profile=security(args.key_uri, args.vault_id),
            oidc_issuer_profile={"enabled": True},
            auto_upgrade_profile={"upgrade_channel": "patch", "node_os_upgrade_channel": "NodeImage"},
            azure_monitor_profile={"metrics": {"enabled": True}},
            addon_profiles=agents(args.workspace_id),
            workload_auto_scaler_profile={"keda": {"enabled": True}},
            storage_profile=_STORAGE,
            node_resource_group_profile={"restriction_level": "ReadOnly"},
            tags=args.tags,
            opts=ResourceOptions(parent=self, protect=args.protect or None, depends_on=identity.granted),
        )

    def _upkeep(self, args: AzureClusterArgs, plane: containerservice.ManagedCluster) -> None:
        """When AKS may change versions and node images, and a lock against deleting the cluster by any way."""
        name, child = self.pulumi_resource_name, ResourceOptions(parent=self)
        for schedule in _UPGRADES:
            containerservice.MaintenanceConfiguration(
                f"{name}-{schedule}",
                config_name=schedule,
                resource_group_name=args.resource_group,
                resource_name_=self.name,
                maintenance_window=_SUNDAY_NIGHT,
                opts=child,
            )
        if args.protect:
            authorization.ManagementLockByScope(
                name, scope=plane.id, level="CanNotDelete", notes="Take `protect` off first", opts=child
            )


_STORAGE: containerservice.ManagedClusterStorageProfileArgsDict = {
    "disk_csi_driver": {"enabled": True},
    "file_csi_driver": {"enabled": True},
    "blob_csi_driver": {"enabled": True},
    "snapshot_controller": {"enabled": True},
}

# names that AKS gives its two schedules: https://learn.microsoft.com/azure/aks/planned-maintenance
_UPGRADES = ("aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule")
_SUNDAY_NIGHT: containerservice.MaintenanceWindowArgsDict = {
    "schedule": {"weekly": {"day_of_week": "Sunday", "interval_weeks": 1}},
    "duration_hours": 6,
    "start_time": "01:00",
    "utc_offset": "+00:00",
}


def _system_pool(args: AzureClusterArgs) -> containerservice.ManagedClusterAgentPoolProfileArgsDict:
    return system_pool(
        args.system_machine_type,
        args.system_nodes,
        subnet_id=args.subnet_id,
        version=args.version,
        zones=args.zones,
        tags=args.tags,
    )


def _taken_on(nodes: ServiceIdentity) -> containerservice.UserAssignedIdentityArgsDict:
    return {"resource_id": nodes.id, "client_id": nodes.client_id, "object_id": nodes.principal}
