"""Types of Google Cloud that have no charge of their own, and types that have one nobody dated gives."""

from collections.abc import Iterator, Mapping
from typing import Final

from stackwright.pricing.bill import Decision
from stackwright.pricing.reasons import by_type, free, unpriced

_Table = Mapping[str, Mapping[str, str]]
"""Names of types by reason and by module of the provider."""

_FREE: Final[_Table] = {
    "a part of the network without a charge of its own (VPC network pricing)": {
        "compute": (
            "ExternalVpnGateway Firewall FirewallPolicy FirewallPolicyAssociation FirewallPolicyRule "
            "FirewallPolicyWithRules GlobalNetworkEndpoint GlobalNetworkEndpointGroup HaVpnGateway Network "
            "NetworkAttachment NetworkEndpoint NetworkEndpointGroup NetworkEndpointList NetworkFirewallPolicy "
            "NetworkFirewallPolicyAssociation NetworkFirewallPolicyRule NetworkFirewallPolicyWithRules "
            "NetworkPeering NetworkPeeringRoutesConfig ProjectDefaultNetworkTier RegionNetworkEndpoint "
            "RegionNetworkEndpointGroup RegionNetworkFirewallPolicy RegionNetworkFirewallPolicyAssociation "
            "RegionNetworkFirewallPolicyRule RegionNetworkFirewallPolicyWithRules Route Router RouterInterface "
            "RouterNamedSet RouterNatAddress RouterPeer RouterRoutePolicy ServiceAttachment SharedVPCHostProject "
            "SharedVPCServiceProject SubnetworkIAMMember VPNGateway"
        ),
        "dns": "Policy RecordSet ResponsePolicy ResponsePolicyRule",
        "networkconnectivity": "Group InternalRange PolicyBasedRoute ServiceConnectionPolicy",
        "networksecurity": (
            "AddressGroup AuthorizationPolicy AuthzPolicy ClientTlsPolicy SecurityProfile SecurityProfileGroup "
            "ServerTlsPolicy TlsInspectionPolicy UrlList"
        ),
        "servicenetworking": "Connection PeeredDnsDomain",
    },
    "billed at the machines that it places, starts or describes (Compute Engine pricing)": {
        "compute": (
            "AttachedDisk Autoscaler DiskResourcePolicyAttachment InstanceGroup InstanceGroupMembership "
            "InstanceGroupNamedPort InstanceSettings InstanceTemplate NodeTemplate PerInstanceConfig "
            "ProjectMetadata ProjectMetadataItem RegionAutoscaler RegionDiskResourcePolicyAttachment "
            "RegionInstanceTemplate RegionPerInstanceConfig ResourcePolicy ResourcePolicyAttachment "
            "SnapshotSettings"
        ),
        "osconfig": "GuestPolicies OsPolicyAssignment PatchDeployment",
    },
    "a setting of its bucket, or stored in it (Cloud Storage pricing)": {
        "storage": (
            "BucketACL BucketAccessControl BucketIAMBinding BucketIAMMember BucketIAMPolicy BucketObject "
            "DefaultObjectACL DefaultObjectAccessControl Folder HmacKey ManagedFolder ManagedFolderIamMember "
            "Notification ObjectACL ObjectAccessControl"
        ),
    },
    "a setting of its registry (Artifact Registry pricing)": {
        "artifactregistry": "ProjectConfig RepositoryIamBinding RepositoryIamMember RepositoryIamPolicy Rule",
    },
    "a setting of its keys, whose versions are charged (Cloud KMS pricing)": {
        "kms": (
            "AutokeyConfig CryptoKeyIAMBinding CryptoKeyIAMMember CryptoKeyIAMPolicy CryptoKeyVersion KeyHandle "
            "KeyRing KeyRingIAMBinding KeyRingIAMMember KeyRingImportJob ProjectAutokeyConfig SecretCiphertext"
        ),
    },
    "a part of its secret (Secret Manager pricing)": {
        "secretmanager": "SecretIamBinding SecretIamMember SecretIamPolicy SecretVersion",
    },
    "IAM, projects and their settings have no charge (Google Cloud, IAM and Resource Manager documentation)": {
        "accesscontextmanager": "AccessLevel AccessPolicy ServicePerimeter ServicePerimeterResource",
        "billing": "ProjectInfo",
        "binaryauthorization": "Attestor Policy",
        "containeranalysis": "Note",
        "essentialcontacts": "Contact",
        "folder": "IAMBinding IAMMember IAMPolicy IamAuditConfig OrganizationPolicy",
        "gkehub": (
            "Feature FeatureMembership Fleet Membership MembershipBinding MembershipRbacRoleBinding Namespace "
            "Scope ScopeRbacRoleBinding"
        ),
        "iam": (
            "AccessBoundaryPolicy DenyPolicy PrincipalAccessBoundaryPolicy WorkforcePool WorkforcePoolProvider "
            "WorkloadIdentityPool WorkloadIdentityPoolProvider"
        ),
        "organizations": (
            "AccessApprovalSettings Folder IAMBinding IAMCustomRole IAMMember IAMPolicy Policy Project ServiceIdentity"
        ),
        "orgpolicy": "Policy",
        "projects": (
            "AccessApprovalSettings ApiKey DefaultServiceAccounts IAMAuditConfig IAMBinding IAMCustomRole "
            "IAMMember IAMPolicy OrganizationPolicy Service ServiceIdentity UsageExportBucket"
        ),
        "serviceaccount": "Account IAMBinding IAMMember IAMPolicy Key",
        "tags": "LocationTagBinding TagBinding TagKey TagValue",
    },
    "billed at what is deployed to it, or stored in it (Vertex AI and BigQuery pricing)": {
        "alloydb": "User",
        "bigquery": (
            "Connection Dataset DatasetAccess DatasetIamBinding DatasetIamMember IamMember ReservationAssignment "
            "Routine RowAccessPolicy"
        ),
        "bigtable": "GCPolicy Table",
        "colab": "RuntimeTemplate",
        "composer": "UserWorkloadsConfigMap UserWorkloadsSecret",
        "dataproc": "AutoscalingPolicy SessionTemplate WorkflowTemplate",
        "firestore": "Field Index",
        "pulumi-python:dynamic/vertex": "Traffic UploadedModel",
        "redis": "ClusterUserCreatedConnections",
        "spanner": "Database",
        "sql": "Database SslCert User",
        "vertex": (
            "AiDataset AiEndpoint AiEndpointIamBinding AiEndpointIamMember AiEndpointIamPolicy "
            "AiFeatureGroupFeature AiFeatureOnlineStoreFeatureview AiFeatureStoreEntityType "
            "AiFeatureStoreEntityTypeFeature AiIndexEndpoint AiModelGardenEnableModel AiTensorboardExperiment "
            "AiTensorboardRun"
        ),
    },
    "a setting without a charge of its own; what is written is billed at its log bucket (Observability pricing)": {
        "logging": (
            "BillingAccountExclusion BillingAccountSink FolderExclusion FolderSettings FolderSink LinkedDataset "
            "LogScope LogView LogViewIamMember OrganizationExclusion OrganizationSettings OrganizationSink "
            "ProjectExclusion ProjectSink SavedQuery"
        ),
        "monitoring": (
            "CustomService Dashboard GenericService Group MetricDescriptor MonitoredProject NotificationChannel "
            "Slo Snooze"
        ),
        "pubsub": "Schema SubscriptionIAMMember TopicIAMBinding TopicIAMMember",
    },
    "budgets and their alerts are free (Cloud Billing documentation, budgets)": {
        "billing": "Budget",
    },
    "a part of a load balancer, which is billed at its forwarding rules (Cloud Load Balancing pricing)": {
        "certificatemanager": (
            "CertificateIssuanceConfig CertificateMap CertificateMapEntry DnsAuthorization TrustConfig"
        ),
        "compute": (
            "BackendBucketSignedUrlKey BackendServiceSignedUrlKey HealthCheck "
            "HttpHealthCheck HttpsHealthCheck ManagedSslCertificate RegionBackendBucket RegionBackendService "
            "RegionHealthCheck RegionSslCertificate RegionSslPolicy RegionTargetHttpProxy RegionTargetHttpsProxy "
            "RegionTargetTcpProxy RegionUrlMap SSLCertificate SSLPolicy TargetGrpcProxy TargetHttpProxy "
            "TargetHttpsProxy TargetInstance TargetPool TargetSSLProxy TargetTCPProxy URLMap"
        ),
    },
    "a setting of its secret or its versions (Secret Manager pricing)": {
        "secretmanager": "RegionalSecretVersion",
    },
    "who may use a thing has no charge (Google Cloud, IAM documentation)": {
        "apigateway": (
            "ApiConfigIamBinding ApiConfigIamMember ApiConfigIamPolicy ApiIamBinding ApiIamMember ApiIamPolicy "
            "GatewayIamBinding GatewayIamMember GatewayIamPolicy"
        ),
        "bigquery": (
            "ConnectionIamBinding ConnectionIamMember ConnectionIamPolicy DatasetIamPolicy IamBinding IamPolicy "
            "RoutineIamBinding RoutineIamMember RoutineIamPolicy"
        ),
        "bigtable": (
            "InstanceIamBinding InstanceIamMember InstanceIamPolicy TableIamBinding TableIamMember TableIamPolicy"
        ),
        "cloudfunctions": "FunctionIamBinding FunctionIamMember FunctionIamPolicy",
        "cloudfunctionsv2": "FunctionIamBinding FunctionIamMember FunctionIamPolicy",
        "cloudrun": "IamBinding IamMember IamPolicy",
        "cloudrunv2": (
            "JobIamBinding JobIamMember JobIamPolicy ServiceIamBinding ServiceIamMember ServiceIamPolicy "
            "WorkerPoolIamBinding WorkerPoolIamMember WorkerPoolIamPolicy"
        ),
        "cloudtasks": "QueueIamBinding QueueIamMember QueueIamPolicy",
        "colab": "RuntimeTemplateIamBinding RuntimeTemplateIamMember RuntimeTemplateIamPolicy",
        "compute": (
            "BackendServiceIamBinding BackendServiceIamMember BackendServiceIamPolicy DiskIamBinding "
            "DiskIamMember DiskIamPolicy ImageIamBinding ImageIamMember ImageIamPolicy InstanceIAMBinding "
            "InstanceIAMMember InstanceIAMPolicy InstanceTemplateIamBinding InstanceTemplateIamMember "
            "InstanceTemplateIamPolicy RegionBackendServiceIamBinding RegionBackendServiceIamMember "
            "RegionBackendServiceIamPolicy RegionDiskIamBinding RegionDiskIamMember RegionDiskIamPolicy "
            "SnapshotIamBinding SnapshotIamMember SnapshotIamPolicy SubnetworkIAMBinding SubnetworkIAMPolicy"
        ),
        "dataproc": "ClusterIAMBinding ClusterIAMMember ClusterIAMPolicy JobIAMBinding JobIAMMember JobIAMPolicy",
        "dns": "DnsManagedZoneIamBinding DnsManagedZoneIamMember DnsManagedZoneIamPolicy",
        "gkebackup": "BackupPlanIamBinding BackupPlanIamMember BackupPlanIamPolicy",
        "iap": (
            "TunnelDestGroupIamBinding TunnelDestGroupIamMember TunnelDestGroupIamPolicy TunnelIamBinding "
            "TunnelIamMember TunnelIamPolicy WebBackendServiceIamBinding WebBackendServiceIamMember "
            "WebBackendServiceIamPolicy WebIamBinding WebIamMember WebIamPolicy"
        ),
        "kms": "KeyRingIAMPolicy",
        "logging": "LogViewIamBinding LogViewIamPolicy",
        "pubsub": (
            "SchemaIamBinding SchemaIamMember SchemaIamPolicy SubscriptionIAMBinding SubscriptionIAMPolicy "
            "TopicIAMPolicy"
        ),
        "secretmanager": "RegionalSecretIamBinding RegionalSecretIamMember RegionalSecretIamPolicy",
        "spanner": (
            "DatabaseIAMBinding DatabaseIAMMember DatabaseIAMPolicy InstanceIAMBinding InstanceIAMMember "
            "InstanceIAMPolicy"
        ),
        "storage": "ManagedFolderIamBinding ManagedFolderIamPolicy",
        "tags": (
            "TagKeyIamBinding TagKeyIamMember TagKeyIamPolicy TagValueIamBinding TagValueIamMember TagValueIamPolicy"
        ),
        "vertex": (
            "AiFeatureGroupIamBinding AiFeatureGroupIamMember AiFeatureGroupIamPolicy "
            "AiFeatureOnlineStoreFeatureviewIamBinding AiFeatureOnlineStoreFeatureviewIamMember "
            "AiFeatureOnlineStoreFeatureviewIamPolicy AiFeatureOnlineStoreIamBinding "
            "AiFeatureOnlineStoreIamMember AiFeatureOnlineStoreIamPolicy AiFeatureStoreEntityTypeIamBinding "
            "AiFeatureStoreEntityTypeIamMember AiFeatureStoreEntityTypeIamPolicy AiFeatureStoreIamBinding "
            "AiFeatureStoreIamMember AiFeatureStoreIamPolicy AiReasoningEngineIamBinding "
            "AiReasoningEngineIamMember AiReasoningEngineIamPolicy"
        ),
        "workbench": "InstanceIamBinding InstanceIamMember InstanceIamPolicy",
    },
    "a part of a service that is billed where it runs (Cloud Run and API Gateway pricing)": {
        "apigateway": "Api ApiConfig",
        "cloudbuildv2": "Connection Repository",
        "cloudrun": "DomainMapping",
        "eventarc": "Channel GoogleChannelConfig",
    },
}

_UNPRICED: Final[_Table] = {
    "Vertex AI rates other than online prediction have no dated row": {
        "colab": "NotebookExecution Runtime Schedule",
        "vertex": (
            "AiCacheConfig AiFeatureGroup AiFeatureStore AiIndex AiMetadataStore AiPersistentResource AiRagCorpus "
            "AiRagEngineConfig AiReasoningEngine AiTensorboard"
        ),
    },
    "no dated row for this kind of capacity": {
        "compute": (
            "FutureReservation InstanceFromMachineImage NodeGroup RegionCommitment RegionResizeRequest "
            "ResizeRequest StoragePool"
        ),
    },
    "no dated row for this kind of storage": {
        "backupdisasterrecovery": "BackupVault ManagementServer",
        "compute": "DiskAsyncReplication InstantSnapshot MachineImage RegionInstantSnapshot",
        "filestore": "Backup Snapshot",
        "gkebackup": "BackupPlan",
        "netapp": "StoragePool Volume",
        "parallelstore": "Instance",
        "storage": "AnywhereCache TransferJob",
    },
    "no dated row for this service": {
        "apigateway": "Gateway",
        "certificatemanager": "Certificate",
        "cloudbuild": "WorkerPool",
        "cloudfunctions": "Function",
        "cloudrunv2": "WorkerPool",
        "cloudscheduler": "Job",
        "cloudtasks": "Queue",
        "composer": "Environment",
        "compute": "Interconnect InterconnectAttachment PacketMirroring RegionSecurityPolicy SecurityPolicy",
        "dataplex": "Datascan Lake Task Zone",
        "dataproc": "MetastoreService",
        "datastream": "PrivateConnection Stream",
        "discoveryengine": "ChatEngine DataStore SearchEngine",
        "eventarc": "Enrollment MessageBus Pipeline Trigger",
        "kms": "EkmConnection",
        "logging": "Metric",
        "monitoring": "AlertPolicy UptimeCheckConfig",
        "networkconnectivity": "Hub RegionalEndpoint Spoke",
        "networksecurity": "FirewallEndpoint GatewaySecurityPolicy",
        "networkservices": "Gateway Mesh",
        "pubsub": "LiteReservation LiteSubscription LiteTopic",
        "secretmanager": "RegionalSecret",
        "vpcaccess": "Connector",
        "workflows": "Workflow",
    },
    "no dated row for this database or cache": {
        "alloydb": "Backup Cluster Instance",
        "bigquery": "BiReservation CapacityCommitment",
        "bigtable": "Instance",
        "firestore": "Database",
        "memorystore": "Instance",
        "redis": "Cluster Instance",
        "spanner": "Instance",
        "sql": "DatabaseInstance",
    },
    "its workers and hours come with its jobs, which the graph does not tell": {
        "bigquery": "DataTransferConfig Job",
        "cloudbuild": "Trigger",
        "cloudrunv2": "Job",
        "dataflow": "FlexTemplateJob Job Pipeline",
        "dataproc": "Batch Job",
    },
}


def _tokens(modules: Mapping[str, str]) -> Iterator[str]:
    for module, names in modules.items():
        for name in names.split():
            own = ":" in module
            yield f"{module}:{name}" if own else f"gcp:{module}/{name[0].lower()}{name[1:]}:{name}"


FREE: Final[Mapping[str, str]] = by_type({reason: tuple(_tokens(modules)) for reason, modules in _FREE.items()})
"""Reason by type."""

UNPRICED: Final[Mapping[str, str]] = by_type({reason: tuple(_tokens(each)) for reason, each in _UNPRICED.items()})
"""Reason by type."""

DECISIONS: Final[Mapping[str, Decision]] = {**free(FREE), **unpriced(UNPRICED)}
