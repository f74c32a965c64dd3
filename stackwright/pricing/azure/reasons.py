"""Types of Azure that have no charge of their own, and types that have one nobody dated gives."""

from collections.abc import Mapping
from typing import Final

from stackwright.pricing.bill import Decision
from stackwright.pricing.reasons import Reasons, by_type, free, unpriced

_FREE: Final[Reasons] = {
    "a part of the network without a charge of its own (Azure Virtual Network pricing)": (
        "azure-native:network:VirtualNetwork",
        "azure-native:network:Subnet",
        "azure-native:network:NetworkSecurityGroup",
        "azure-native:network:SecurityRule",
        "azure-native:network:RouteTable",
        "azure-native:network:Route",
        "azure-native:network:NetworkInterface",
        "azure-native:network:ApplicationSecurityGroup",
        "azure-native:network:NetworkWatcher",
        "azure-native:network:PrivateDnsZoneGroup",
        "azure-native:network:ServiceEndpointPolicy",
        "azure-native:privatedns:VirtualNetworkLink",
        "azure-native:privatedns:PrivateRecordSet",
    ),
    "billed at the machines that it places or the capacity in it (Azure Virtual Machines pricing)": (
        "azure-native:compute:CapacityReservationGroup",
        "azure-native:compute:ProximityPlacementGroup",
        "azure-native:compute:AvailabilitySet",
        "azure-native:compute:DiskEncryptionSet",
        "azure-native:compute:DiskAccess",
        "azure-native:compute:SshPublicKey",
    ),
    "a setting of its cluster (AKS pricing)": (
        "azure-native:containerservice:MaintenanceConfiguration",
        "azure-native:containerservice:TrustedAccessRoleBinding",
        "azure-native:kubernetesconfiguration:Extension",
    ),
    "a setting of its account, or stored in it (Azure Storage pricing)": (
        "azure-native:storage:BlobContainer",
        "azure-native:storage:BlobContainerImmutabilityPolicy",
        "azure-native:storage:BlobServiceProperties",
        "azure-native:storage:EncryptionScope",
        "azure-native:storage:FileServiceProperties",
        "azure-native:storage:ManagementPolicy",
        "azure-native:storage:Queue",
        "azure-native:storage:Table",
        "azure-native:storagecache:AutoExportJob",
        "azure-native:storagecache:AutoImportJob",
        "azure-native:storagecache:ImportJob",
    ),
    "a setting of its registry (Container Registry pricing)": (
        "azure-native:containerregistry:CacheRule",
        "azure-native:containerregistry:CredentialSet",
        "azure-native:containerregistry:ScopeMap",
        "azure-native:containerregistry:Token",
        "azure-native:containerregistry:Webhook",
    ),
    "a part of its vault, where requests are billed (Key Vault pricing)": (
        "azure-native:keyvault:AccessPolicy",
        "azure-native:keyvault:Secret",
    ),
    "identities, roles, groups, templates and policies have no charge (Azure Resource Manager documentation)": (
        "azure-native:authorization:ManagementLockAtResourceGroupLevel",
        "azure-native:authorization:ManagementLockAtResourceLevel",
        "azure-native:authorization:ManagementLockByScope",
        "azure-native:authorization:PolicyAssignment",
        "azure-native:authorization:RoleAssignment",
        "azure-native:authorization:RoleDefinition",
        "azure-native:features:SubscriptionFeatureRegistration",
        "azure-native:managedidentity:FederatedIdentityCredential",
        "azure-native:managedidentity:UserAssignedIdentity",
        "azure-native:resources:Deployment",
        "azure-native:resources:ResourceGroup",
    ),
    "billed at what is deployed to it, or runs from it (Azure Machine Learning pricing)": (
        "azure-native:machinelearningservices:CodeContainer",
        "azure-native:machinelearningservices:CodeVersion",
        "azure-native:machinelearningservices:DataContainer",
        "azure-native:machinelearningservices:DataVersion",
        "azure-native:machinelearningservices:Datastore",
        "azure-native:machinelearningservices:EnvironmentContainer",
        "azure-native:machinelearningservices:EnvironmentSpecificationVersion",
        "azure-native:machinelearningservices:EnvironmentVersion",
        "azure-native:machinelearningservices:ModelContainer",
        "azure-native:machinelearningservices:ModelVersion",
        "azure-native:machinelearningservices:OnlineEndpoint",
        "azure-native:machinelearningservices:WorkspaceConnection",
    ),
    "the rules of a managed network are billed at its workspace": (
        "azure-native:machinelearningservices:ManagedNetworkSettingsRule",
    ),
    "scaling has no charge; its bounds are in the range of what it scales (Azure Monitor pricing)": (
        "azure-native:monitor:AutoscaleSetting",
    ),
    "a setting without a charge of its own; what it writes is billed where it is kept (Azure Monitor pricing)": (
        "azure-native:applicationinsights:Component",
        "azure-native:monitor:DataCollectionEndpoint",
        "azure-native:monitor:DataCollectionRule",
        "azure-native:monitor:DataCollectionRuleAssociation",
        "azure-native:monitor:PrivateLinkScope",
        "azure-native:monitor:PrivateLinkScopedResource",
        "azure-native:monitor:SubscriptionDiagnosticSetting",
        "azure-native:operationalinsights:LinkedService",
        "azure-native:operationalinsights:LinkedStorageAccount",
        "azure-native:operationalinsights:SavedSearch",
        "azure-native:operationalinsights:Table",
        "azure-native:portal:Dashboard",
    ),
    "e-mails to a team are free up to 1,000 a month, and activity log alerts always (Azure Monitor pricing)": (
        "azure-native:monitor:ActionGroup",
        "azure-native:monitor:ActivityLogAlert",
    ),
    "budgets and cost alerts are free (Microsoft Cost Management pricing)": (
        "azure-native:consumption:Budget",
        "azure-native:costmanagement:Budget",
        "azure-native:costmanagement:ScheduledAction",
    ),
}

_UNPRICED: Final[Reasons] = {
    "no dated row for this kind of capacity": (
        "azure-native:compute:VirtualMachineScaleSet",
        "azure-native:machinelearningservices:BatchDeployment",
        "azure-native:machinelearningservices:Schedule",
    ),
    "no dated row for this kind of storage": (
        "azure-native:compute:Snapshot",
        "azure-native:netapp:CapacityPool",
        "azure-native:netapp:CapacityPoolVolume",
    ),
    "no dated row for this service": (
        "azure-native:cognitiveservices:Account",
        "azure-native:cognitiveservices:Deployment",
        "azure-native:dashboard:Grafana",
        "azure-native:keyvault:ManagedHsm",
        "azure-native:monitor:AzureMonitorWorkspace",
        "azure-native:network:BastionHost",
        "azure-native:network:FlowLog",
        "azure-native:network:PrivateLinkService",
        "azure-native:network:PublicIPPrefix",
        "azure-native:search:Service",
        "azure-native:security:Pricing",
    ),
}

FREE: Final[Mapping[str, str]] = by_type(_FREE)
"""Reason by type."""

UNPRICED: Final[Mapping[str, str]] = by_type(_UNPRICED)
"""Reason by type."""

DECISIONS: Final[Mapping[str, Decision]] = {**free(FREE), **unpriced(UNPRICED)}
