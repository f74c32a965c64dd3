"""Types of AWS that have no charge of their own, of the services around a stack: data, names, events, watching."""

from typing import Final

from stackwright.pricing.aws.companions import Named

FREE: Final[Named] = {
    "a setting of its database (Amazon RDS, DynamoDB and Redshift pricing)": (
        "rds: SubnetGroup ParameterGroup OptionGroup ClusterParameterGroup ClusterEndpoint ClusterRoleAssociation",
        "rds: RoleAssociation EventSubscription ProxyDefaultTargetGroup ProxyTarget ProxyEndpoint",
        "rds: InstanceDesiredState Certificate",
        "dynamodb: TableItem ResourcePolicy Tag",
        "redshift: SubnetGroup ParameterGroup ClusterIamRoles Logging EventSubscription ScheduledAction UsageLimit",
        "redshift: SnapshotSchedule SnapshotScheduleAssociation ResourcePolicy AuthenticationProfile",
        "redshiftserverless: Namespace ResourcePolicy UsageLimit CustomDomainAssociation",
    ),
    "a setting of its cluster (Amazon ElastiCache, MemoryDB and MSK pricing)": (
        "elasticache: SubnetGroup ParameterGroup User UserGroup UserGroupAssociation",
        "memorydb: SubnetGroup ParameterGroup Acl User",
        "msk: Configuration ClusterPolicy ScramSecretAssociation SingleScramSecretAssociation Topic",
        "mskconnect: CustomPlugin WorkerConfiguration",
    ),
    "a setting of its search domain or collection (Amazon OpenSearch Service pricing)": (
        "opensearch: DomainPolicy DomainSamlOptions Package PackageAssociation ServerlessAccessPolicy",
        "opensearch: ServerlessSecurityPolicy ServerlessSecurityConfig ServerlessLifecyclePolicy",
        "opensearch: AuthorizeVpcEndpointAccess InboundConnectionAccepter OutboundConnection",
    ),
    "a setting of its load balancer (Elastic Load Balancing pricing)": (
        "lb: Listener ListenerCertificate ListenerRule TargetGroup TargetGroupAttachment",
        "alb: Listener ListenerCertificate ListenerRule TargetGroup TargetGroupAttachment",
        "elb: Attachment AppCookieStickinessPolicy ListenerPolicy LoadBalancerBackendServerPolicy",
        "elb: LoadBalancerCookieStickinessPolicy LoadBalancerPolicy SslNegotiationPolicy",
    ),
    "public certificates have no charge (AWS Certificate Manager pricing)": ("acm: Certificate CertificateValidation",),
    "a setting of its distribution (Amazon CloudFront pricing)": (
        "cloudfront: CachePolicy OriginAccessControl OriginAccessIdentity OriginRequestPolicy PublicKey KeyGroup",
        "cloudfront: ResponseHeadersPolicy ContinuousDeploymentPolicy VpcOrigin",
    ),
    "a setting of its zone (Amazon Route 53 pricing)": (
        "route53: ZoneAssociation VpcAssociationAuthorization DelegationSet QueryLog HostedZoneDnsSec KeySigningKey",
        "route53: ResolverRuleAssociation ResolverRule ResolverConfig ResolverDnsSecConfig RecordsExclusive",
        "servicediscovery: HttpNamespace Service",
    ),
    "a setting of its API (Amazon API Gateway pricing)": (
        "apigateway: Account ApiKey Authorizer BasePathMapping ClientCertificate Deployment DocumentationPart",
        "apigateway: DocumentationVersion DomainName Integration IntegrationResponse Method MethodResponse",
        "apigateway: MethodSettings Model RequestValidator Resource Response RestApiPolicy UsagePlan UsagePlanKey",
        "apigateway: RestApiPut VpcLink DomainNameAccessAssociation",
        "apigatewayv2: ApiMapping Authorizer Deployment DomainName Integration IntegrationResponse Model Route",
        "apigatewayv2: RouteResponse RoutingRule Stage VpcLink",
    ),
    "a part of its web ACL (AWS WAF pricing)": (
        "wafv2: IpSet RegexPatternSet WebAclAssociation WebAclLoggingConfiguration ApiKey",
    ),
    "a setting of its function (AWS Lambda pricing)": (
        "lambda: Alias EventSourceMapping FunctionUrl Permission LayerVersion LayerVersionPermission",
        "lambda: CodeSigningConfig FunctionEventInvokeConfig FunctionRecursionConfig RuntimeManagementConfig",
        "lambda: ResourcePolicy",
    ),
    "a setting of its queue, topic or workflow (Amazon SQS, SNS and AWS Step Functions pricing)": (
        "sqs: QueuePolicy RedriveAllowPolicy RedrivePolicy",
        "sns: TopicPolicy DataProtectionPolicy",
        "sfn: Activity Alias",
        "kinesis: ResourcePolicy AccountSettings",
    ),
    "rules and targets have no charge; events of AWS are free (Amazon EventBridge pricing)": (
        "cloudwatch: EventTarget EventRule EventPermission EventBusPolicy EventConnection",
        "scheduler: ScheduleGroup",
    ),
    "a setting without a charge of its own (Amazon CloudWatch pricing)": (
        "cloudwatch: LogMetricFilter LogResourcePolicy LogStream QueryDefinition LogSubscriptionFilter",
        "cloudwatch: LogDestination LogDestinationPolicy LogAccountPolicy LogDeliverySource LogDeliveryDestination",
        "cloudwatch: LogDeliveryDestinationPolicy LogIndexPolicy AlarmMuteRule",
        "xray: EncryptionConfig Group SamplingRule ResourcePolicy",
    ),
    "cost anomaly detection and cost tags are free (AWS Cost Management pricing)": (
        "costexplorer: AnomalyMonitor AnomalySubscription CostAllocationTag CostCategory",
    ),
    "a setting of its recorder (AWS Config pricing)": (
        "cfg: RecorderStatus DeliveryChannel RetentionConfiguration AggregateAuthorization ConfigurationAggregator",
        "cfg: RemediationConfiguration",
        "cloudtrail: OrganizationDelegatedAdminAccount",
    ),
    "external access analyzers have no charge; unused access ones are told apart (IAM Access Analyzer pricing)": (
        "accessanalyzer: ArchiveRule",
    ),
    "a setting of what its account is charged for (Amazon GuardDuty, Inspector, Macie and AWS Security Hub pricing)": (
        "guardduty: Filter IPSet InviteAccepter Member OrganizationAdminAccount OrganizationConfiguration",
        "guardduty: PublishingDestination ThreatIntelSet",
        "securityhub: ActionTarget AutomationRule FindingAggregator Insight InviteAccepter Member",
        "securityhub: OrganizationAdminAccount OrganizationConfiguration ProductSubscription StandardsControl",
        "securityhub: ConfigurationPolicy ConfigurationPolicyAssociation StandardsControlAssociation",
        "inspector2: DelegatedAdminAccount Filter MemberAssociation OrganizationConfiguration",
        "macie2: Member InvitationAccepter OrganizationAdminAccount ClassificationExportConfiguration",
    ),
    "the catalogue is free up to a million objects; jobs are billed themselves (AWS Glue pricing)": (
        "glue: CatalogDatabase CatalogTable Partition PartitionIndex Classifier Connection Registry Schema Trigger",
        "glue: DataCatalogEncryptionSettings ResourcePolicy SecurityConfiguration UserDefinedFunction Workflow",
        "lakeformation: DataLakeSettings Permissions Resource LfTag ResourceLfTag ResourceLfTags DataCellsFilter",
        "athena: Database NamedQuery PreparedStatement DataCatalog",
    ),
    "what it keeps is billed at the plan that fills it (AWS Backup pricing)": (
        "backup: Selection Vault VaultPolicy VaultNotifications VaultLockConfiguration GlobalSettings",
        "backup: RegionSettings",
    ),
    "documents, patches and sessions of machines on EC2 have no charge (AWS Systems Manager pricing)": (
        "ssm: Document PatchBaseline PatchGroup DefaultPatchBaseline MaintenanceWindow MaintenanceWindowTarget",
        "ssm: MaintenanceWindowTask Association ServiceSetting ResourceDataSync",
    ),
    "a part of its user pool (Amazon Cognito pricing)": (
        "cognito: IdentityPool IdentityPoolRoleAttachment IdentityProvider ManagedUserPoolClient ResourceServer",
        "cognito: User UserGroup UserInGroup UserPoolClient UserPoolDomain UserPoolUICustomization",
    ),
    "a part of its project (AWS CodeBuild and CodePipeline pricing)": (
        "codebuild: ReportGroup ResourcePolicy SourceCredential Webhook",
        "codepipeline: CustomActionType Webhook",
    ),
}
"""Types that only set up, join or name what is billed elsewhere."""
