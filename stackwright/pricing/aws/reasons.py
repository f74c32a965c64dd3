"""Types of AWS that have no charge of their own, and types that have one nobody dated gives: each with its reason."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.aws import companions, settings
from stackwright.pricing.aws.companions import Named, tokens
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem
from stackwright.pricing.reasons import free, unpriced

_UNPRICED: Final[Named] = {
    "what it starts or keeps by itself is not in the graph": (
        "sagemaker: Domain Space Pipeline",
        "batch: ComputeEnvironment",
        "imagebuilder: Image ImagePipeline",
        "backup: Plan",
        "cloudformation: Stack StackSet StackSetInstance",
        "ecr: ReplicationConfiguration",
    ),
    "no dated row for this rate of SageMaker": (
        "sagemaker: FlowDefinition FeatureGroup MlflowTrackingServer MlflowApp MonitoringSchedule LabelingJob",
        "sagemaker: ModelCardExportJob",
    ),
    "no dated row for this rate of Amazon Bedrock": (
        "bedrock: Guardrail CustomModel EvaluationJob AgentFlow AgentcoreAgentRuntime AgentcoreAgentRuntimeEndpoint",
        "bedrock: AgentcoreBrowser AgentcoreCodeInterpreter AgentcoreGateway AgentcoreMemory",
        "bedrockmodel: InvocationJob",
    ),
    "no dated row for this database": (
        "rds: GlobalCluster Proxy ClusterSnapshot ClusterSnapshotCopy Snapshot SnapshotCopy ExportTask",
        "rds: ShardGroup ReservedInstance",
        "rds: InstanceAutomatedBackupsReplication CustomDbEngineVersion ClusterActivityStream Integration",
        "dynamodb: GlobalTable TableReplica TableExport ContributorInsights KinesisStreamingDestination",
        "elasticache: ServerlessCache ReservedCacheNode GlobalReplicationGroup",
        "memorydb: Cluster MultiRegionCluster Snapshot",
        "redshift: ClusterSnapshot SnapshotCopy EndpointAccess",
        "redshiftserverless: Snapshot EndpointAccess",
        "msk: ServerlessCluster Replicator VpcConnection",
        "mskconnect: Connector",
        "opensearch: VpcEndpoint ServerlessVpcEndpoint",
    ),
    "no dated row for this kind of capacity": (
        "ec2: Fleet SpotInstanceRequest SpotFleetRequest DedicatedHost TrafficMirrorSession VpcIpam VpcIpamPool",
        "eks: FargateProfile Capability",
        "ecs: TaskSet ExpressGatewayService",
        "lambda: CapacityProvider",
        "apprunner: Service",
        "mwaa: Environment",
        "athena: CapacityReservation",
    ),
    "no dated row for this kind of storage": (
        "ebs: FastSnapshotRestore VolumeCopy",
        "ec2: Ami AmiCopy AmiFromInstance",
        "efs: BackupPolicy ReplicationConfiguration",
        "fsx: Backup FileCache OntapFileSystem OntapVolume OpenZfsSnapshot WindowsFileSystem",
        "s3: BucketReplicationConfig DirectoryBucket Inventory AnalyticsConfiguration BucketMetric",
        "s3: BucketAccelerateConfiguration BucketAccelerateConfigurationV2 BucketMetadataConfiguration",
        "s3: VectorsIndex VectorsVectorBucket",
        "s3tables: TableBucket Table",
        "s3control: MultiRegionAccessPoint ObjectLambdaAccessPoint StorageLensConfiguration",
        "ecrpublic: Repository",
        "ecr: RegistryScanningConfiguration",
        "backup: LogicallyAirGappedVault",
        "kms: CustomKeyStore",
    ),
    "no dated row for this network service": (
        "ec2clientvpn: Endpoint NetworkAssociation",
        "ec2transitgateway: Connect ConnectPeer MulticastDomain",
        "networkfirewall: TlsInspectionConfiguration VpcEndpointAssociation",
        "route53: HealthCheck ResolverEndpoint ResolverQueryLogConfig ResolverFirewallRuleGroup TrafficPolicyInstance",
        "cloudfront: Function RealtimeLogConfig KeyValueStore MonitoringSubscription AnycastIpList",
        "cloudfront: FieldLevelEncryptionConfig FieldLevelEncryptionProfile",
        "wafv2: RuleGroup",
        "vpclattice: Service ServiceNetwork ResourceGateway",
        "servicediscovery: PrivateDnsNamespace PublicDnsNamespace Instance",
    ),
    "no dated row for this service": (
        "budgets: BudgetAction",
        "cloudwatch: CompositeAlarm MetricStream EventBus EventArchive EventApiDestination LogAnomalyDetector",
        "cloudwatch: LogDelivery LogDataProtectionPolicy ContributorInsightRule InternetMonitor",
        "cloudtrail: EventDataStore",
        "cfg: ConformancePack OrganizationConformancePack OrganizationManagedRule OrganizationCustomRule",
        "cognito: UserPool",
        "codebuild: Project Fleet",
        "codepipeline: Pipeline",
        "directoryservice: Directory",
        "glue: Crawler DevEndpoint MLTransform CatalogTableOptimizer DataQualityRuleset",
        "grafana: Workspace",
        "amp: Workspace Scraper",
        "guardduty: Detector DetectorFeature MalwareProtectionPlan",
        "inspector2: Enabler",
        "macie2: Account ClassificationJob",
        "securityhub: Account StandardsSubscription",
        "kinesis: FirehoseDeliveryStream StreamConsumer VideoStream AnalyticsApplication",
        "pipes: Pipe",
        "scheduler: Schedule",
        "ses: DomainIdentity EmailIdentity ConfigurationSet",
        "sns: PlatformApplication SmsPreferences",
        "ssm: Activation",
        "accessanalyzer: Analyzer",
        "amplify: App",
    ),
}

FREE: Final[Mapping[str, str]] = {**tokens(companions.FREE), **tokens(settings.FREE)}
"""Reason by type."""

UNPRICED: Final[Mapping[str, str]] = tokens(_UNPRICED)
"""Reason by type."""


def parameter(bill: Bill) -> Iterable[LineItem]:
    """A parameter of the standard tier is free."""
    if bill.text("tier", "Standard") == "Standard":
        yield bill.free("standard parameters have no charge (AWS Systems Manager pricing)")
    else:
        yield bill.unpriced("parameter", "no dated price for advanced parameters")


CONDITIONAL: Final[Mapping[str, Decision]] = {"aws:ssm/parameter:Parameter": parameter}
"""Types that are free or not, by their inputs."""

DECISIONS: Final[Mapping[str, Decision]] = {**free(FREE), **unpriced(UNPRICED)}
