"""Types of Azure that have no charge of their own, and types that have one nobody dated gives."""

from collections.abc import Iterator, Mapping
from typing import Final

from stackwright.pricing.bill import Decision
from stackwright.pricing.reasons import by_type, free, unpriced

_Table = Mapping[str, Mapping[str, str]]
"""Names of types by reason and by module of the provider."""

_FREE: Final[_Table] = {
    "a part of the network without a charge of its own (Azure Virtual Network pricing)": {
        "dns": "RecordSet",
        "network": (
            "ApplicationSecurityGroup FirewallPolicyRuleCollectionGroup InboundNatRule IpGroup "
            "LoadBalancerBackendAddressPool LocalNetworkGateway NetworkInterface NetworkProfile "
            "NetworkSecurityGroup NetworkSecurityPerimeter NetworkSecurityPerimeterAccessRule "
            "NetworkSecurityPerimeterAssociation NetworkSecurityPerimeterProfile NetworkWatcher "
            "PrivateDnsZoneGroup Route RouteTable SecurityRule ServiceEndpointPolicy Subnet VirtualNetwork "
            "VirtualNetworkPeering WebApplicationFirewallPolicy"
        ),
        "privatedns": "PrivateRecordSet VirtualNetworkLink",
    },
    "billed at the machines that it places or the capacity in it (Azure Virtual Machines pricing)": {
        "compute": (
            "AvailabilitySet CapacityReservationGroup DedicatedHostGroup DiskAccess DiskEncryptionSet Gallery "
            "GalleryApplication GalleryImage ProximityPlacementGroup SshPublicKey VirtualMachineExtension "
            "VirtualMachineRunCommandByVirtualMachine VirtualMachineScaleSetExtension"
        ),
        "maintenance": "ConfigurationAssignment MaintenanceConfiguration",
    },
    "a setting of its cluster (AKS pricing)": {
        "containerservice": (
            "AutoUpgradeProfile FleetMember FleetUpdateStrategy MaintenanceConfiguration ManagedNamespace "
            "Snapshot TrustedAccessRoleBinding"
        ),
        "kubernetesconfiguration": "Extension FluxConfiguration",
    },
    "a setting of its account, or stored in it (Azure Storage pricing)": {
        "netapp": "Account SnapshotPolicy",
        "storage": (
            "Blob BlobContainer BlobContainerImmutabilityPolicy BlobContainerLegalHold BlobServiceProperties "
            "EncryptionScope FileServiceProperties ManagementPolicy ObjectReplicationPolicy "
            "PrivateEndpointConnection Queue QueueServiceProperties StorageAccountStaticWebsite Table "
            "TableServiceProperties"
        ),
        "storagecache": "AutoExportJob AutoImportJob ImportJob",
    },
    "a setting of its registry (Container Registry pricing)": {
        "containerregistry": "CacheRule CredentialSet ScopeMap Token Webhook",
    },
    "a part of its vault, where requests are billed (Key Vault pricing)": {
        "keyvault": "AccessPolicy Secret",
    },
    "identities, roles, groups, templates and policies have no charge (Azure Resource Manager documentation)": {
        "authorization": (
            "ManagementLockAtResourceGroupLevel ManagementLockAtResourceLevel ManagementLockAtSubscriptionLevel "
            "ManagementLockByScope PolicyAssignment PolicyDefinition PolicyExemption PolicySetDefinition "
            "RoleAssignment RoleDefinition RoleManagementPolicyAssignment"
        ),
        "features": "SubscriptionFeatureRegistration",
        "managedidentity": "FederatedIdentityCredential UserAssignedIdentity",
        "policyinsights": "RemediationAtResourceGroup",
        "resources": (
            "Deployment DeploymentStackAtResourceGroup ResourceGroup TagAtScope TemplateSpec TemplateSpecVersion"
        ),
    },
    "billed at what is deployed to it, or runs from it (Azure Machine Learning pricing)": {
        "machinelearningservices": (
            "BatchEndpoint CodeContainer CodeVersion ComponentContainer ComponentVersion DataContainer "
            "DataVersion Datastore EnvironmentContainer EnvironmentSpecificationVersion EnvironmentVersion "
            "FeaturesetContainerEntity FeaturestoreEntityContainerEntity ModelContainer ModelVersion "
            "OnlineEndpoint RaiPolicy WorkspaceConnection"
        ),
    },
    "the rules of a managed network are billed at its workspace": {
        "machinelearningservices": "ManagedNetworkSettingsRule",
    },
    "scaling has no charge; its bounds are in the range of what it scales (Azure Monitor pricing)": {
        "monitor": "AutoscaleSetting",
    },
    "a setting without a charge of its own; what it writes is billed where it is kept (Azure Monitor pricing)": {
        "alertsmanagement": "ActionRuleByName AlertProcessingRuleByName SmartDetectorAlertRule",
        "applicationinsights": "AnalyticsItem Component ComponentCurrentBillingFeature Workbook",
        "monitor": (
            "DataCollectionEndpoint DataCollectionRule DataCollectionRuleAssociation PrivateLinkScope "
            "PrivateLinkScopedResource SubscriptionDiagnosticSetting"
        ),
        "operationalinsights": "DataSource LinkedService LinkedStorageAccount Query QueryPack SavedSearch Table",
        "portal": "Dashboard",
        "security": "SecurityContact",
    },
    "e-mails to a team are free up to 1,000 a month, and activity log alerts always (Azure Monitor pricing)": {
        "monitor": "ActionGroup ActivityLogAlert",
    },
    "budgets and cost alerts are free (Microsoft Cost Management pricing)": {
        "consumption": "Budget",
        "costmanagement": "Budget ScheduledAction",
    },
    "a setting of its app or its plan (App Service and Container Apps pricing)": {
        "app": "Certificate ContainerAppsAuthConfig DaprComponent ManagedCertificate ManagedEnvironmentsStorage",
        "web": (
            "WebAppApplicationSettings WebAppAuthSettingsV2 WebAppConnectionStrings "
            "WebAppDiagnosticLogsConfiguration WebAppFtpAllowed WebAppFunction WebAppHostNameBinding "
            "WebAppPrivateEndpointConnection WebAppPublicCertificate WebAppScmAllowed WebAppSlot "
            "WebAppSlotConfigurationNames WebAppSourceControl WebAppSwiftVirtualNetworkConnection"
        ),
    },
    "a setting of its database or server, which is billed itself (Azure databases pricing)": {
        "cosmosdb": "SqlResourceSqlRoleAssignment SqlResourceSqlRoleDefinition",
        "dbformysql": "AzureADAdministrator Configuration Database FirewallRule",
        "dbforpostgresql": "Administrator Configuration Database FirewallRule",
        "redis": "AccessPolicy AccessPolicyAssignment FirewallRule PatchSchedule",
        "sql": (
            "BackupShortTermRetentionPolicy DatabaseBlobAuditingPolicy DatabaseThreatDetectionPolicy "
            "EncryptionProtector ExtendedServerBlobAuditingPolicy FirewallRule OutboundFirewallRule Server "
            "ServerAzureADAdministrator ServerAzureADOnlyAuthentication ServerBlobAuditingPolicy ServerKey "
            "ServerSecurityAlertPolicy TransparentDataEncryption VirtualNetworkRule"
        ),
    },
    "a part of its namespace, which is billed itself (Azure messaging pricing)": {
        "eventhub": (
            "ConsumerGroup EventHub EventHubAuthorizationRule NamespaceAuthorizationRule NamespaceNetworkRuleSet"
        ),
        "servicebus": (
            "NamespaceAuthorizationRule NamespaceNetworkRuleSet Queue QueueAuthorizationRule Rule Subscription "
            "Topic TopicAuthorizationRule"
        ),
    },
    "a part of its profile, which is billed itself (Azure Front Door pricing)": {
        "cdn": "AFDCustomDomain AFDOrigin AFDOriginGroup Route Rule RuleSet Secret SecurityPolicy",
    },
    "a setting of its account, where calls and throughput are billed (Azure OpenAI pricing)": {
        "cognitiveservices": (
            "AccountConnection EncryptionScope ManagedNetworkSetting OutboundRule Project ProjectConnection "
            "RaiBlocklist RaiBlocklistItem RaiPolicy"
        ),
        "search": "SharedPrivateLinkResource",
    },
}

_UNPRICED: Final[_Table] = {
    "no dated row for this kind of capacity": {
        "app": "ContainerAppsSessionPool Job",
        "batch": "BatchAccount Pool",
        "compute": "DedicatedHost",
        "containerinstance": "ContainerGroup",
        "containerservice": "Fleet",
        "machinelearningservices": (
            "BatchDeployment CapacityReservationGroup InferencePool Job Registry Schedule ServerlessEndpoint"
        ),
    },
    "no dated row for this kind of storage": {
        "compute": "GalleryImageVersion Image RestorePointCollection",
        "elasticsan": "ElasticSan",
        "netapp": "CapacityPool CapacityPoolVolume",
        "recoveryservices": "ProtectedItem Vault",
        "storagecache": "Cache",
    },
    "no dated row for this service": {
        "alertsmanagement": "PrometheusRuleGroup",
        "apimanagement": "ApiManagementService",
        "appconfiguration": "ConfigurationStore",
        "automation": "AutomationAccount",
        "cdn": "AFDEndpoint Endpoint Policy Profile",
        "cognitiveservices": "CommitmentPlan",
        "containerregistry": "AgentPool Task",
        "dashboard": "Grafana",
        "databricks": "Workspace",
        "datafactory": "Factory",
        "dnsresolver": "DnsResolver InboundEndpoint OutboundEndpoint",
        "eventgrid": "Domain EventSubscription Namespace SystemTopic SystemTopicEventSubscription Topic",
        "eventhub": "Cluster Namespace",
        "frontdoor": "FrontDoor",
        "keyvault": "ManagedHsm",
        "logic": "Workflow",
        "monitor": "AzureMonitorWorkspace",
        "network": (
            "ConnectionMonitor DdosProtectionPlan ExpressRouteCircuit ExpressRouteGateway FirewallPolicy FlowLog "
            "PrivateLinkService PublicIPPrefix VirtualHub VirtualNetworkGateway VirtualNetworkGatewayConnection "
            "VirtualWan VpnGateway"
        ),
        "operationalinsights": "Cluster DataExport",
        "security": "DefenderForStorage Pricing",
        "servicebus": "Namespace",
        "signalrservice": "SignalR",
        "synapse": "BigDataPool SqlPool Workspace",
        "trafficmanager": "Profile",
        "web": "AppServiceEnvironment StaticSite",
    },
    "no dated row for this database or cache": {
        "cosmosdb": (
            "DatabaseAccount MongoCluster MongoDBResourceMongoDBCollection MongoDBResourceMongoDBDatabase "
            "SqlResourceSqlContainer SqlResourceSqlDatabase"
        ),
        "dbformysql": "Server",
        "dbforpostgresql": "Server",
        "redis": "Redis",
        "redisenterprise": "Database RedisEnterprise",
        "sql": "Database ElasticPool ManagedInstance",
    },
}


def _tokens(modules: Mapping[str, str]) -> Iterator[str]:
    for module, names in modules.items():
        for name in names.split():
            yield f"azure-native:{module}:{name}"


FREE: Final[Mapping[str, str]] = by_type({reason: tuple(_tokens(modules)) for reason, modules in _FREE.items()})
"""Reason by type."""

UNPRICED: Final[Mapping[str, str]] = by_type({reason: tuple(_tokens(each)) for reason, each in _UNPRICED.items()})
"""Reason by type."""

DECISIONS: Final[Mapping[str, Decision]] = {**free(FREE), **unpriced(UNPRICED)}
