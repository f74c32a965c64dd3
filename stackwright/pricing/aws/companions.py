"""Types of AWS that have no charge of their own: parts and settings of what is billed, by reason and module."""

from collections.abc import Iterator, Mapping
from typing import Final

Named = Mapping[str, tuple[str, ...]]
"""Types by reason: `module: Type Type`."""


def tokens(named: Named) -> Mapping[str, str]:
    """Reason by type token."""
    return {token: reason for reason, lines in named.items() for line in lines for token in _tokens(line)}


def _tokens(line: str) -> Iterator[str]:
    module, _, names = line.partition(": ")
    for name in names.split():
        yield f"aws:{module}/{name[0].lower()}{name[1:]}:{name}"


FREE: Final[Named] = {
    "a part of the network without a charge of its own (Amazon VPC pricing)": (
        "ec2: Vpc DefaultVpc Subnet DefaultSubnet RouteTable DefaultRouteTable Route RouteTableAssociation",
        "ec2: MainRouteTableAssociation InternetGateway InternetGatewayAttachment EgressOnlyInternetGateway",
        "ec2: EipAssociation NatGatewayEipAssociation SecurityGroup SecurityGroupRule DefaultSecurityGroup",
        "ec2: SecurityGroupAssociation NetworkAcl DefaultNetworkAcl NetworkAclRule NetworkAclAssociation",
        "ec2: NetworkInterface NetworkInterfaceAttachment NetworkInterfaceSecurityGroupAttachment",
        "ec2: VpcDhcpOptions DefaultVpcDhcpOptions VpcDhcpOptionsAssociation VpcEndpointPolicy",
        "ec2: VpcEndpointRouteTableAssociation VpcEndpointSubnetAssociation VpcEndpointConnectionAccepter",
        "ec2: VpcIpv4CidrBlockAssociation VpcIpv6CidrBlockAssociation SubnetCidrReservation ManagedPrefixList",
        "ec2: ManagedPrefixListEntry CustomerGateway VpnGateway VpnGatewayAttachment VpnConnectionRoute",
        "ec2: VpnGatewayRoutePropagation VpcBlockPublicAccessOptions VpcBlockPublicAccessExclusion",
        "ec2: VpcPeeringConnection VpcPeeringConnectionAccepter PeeringConnectionOptions Tag",
        "ec2: VpcEndpointService VpcEndpointServiceAllowedPrinciple VpcEndpointConnectionNotification",
        "vpc: SecurityGroupIngressRule SecurityGroupEgressRule SecurityGroupVpcAssociation EndpointPrivateDns",
    ),
    "billed at what is attached to it (AWS Transit Gateway pricing)": (
        "ec2transitgateway: TransitGateway Route RouteTable RouteTableAssociation RouteTablePropagation",
        "ec2transitgateway: VpcAttachmentAccepter PeeringAttachmentAccepter PrefixListReference",
        "ec2transitgateway: DefaultRouteTableAssociation DefaultRouteTablePropagation",
    ),
    "a part of its firewall, which is billed by its endpoints (AWS Network Firewall pricing)": (
        "networkfirewall: FirewallPolicy RuleGroup LoggingConfiguration ResourcePolicy",
    ),
    "a setting of its client VPN (AWS VPN pricing)": ("ec2clientvpn: AuthorizationRule Route",),
    "billed at the machines that are launched from it (Amazon EC2 pricing)": (
        "ec2: LaunchTemplate LaunchConfiguration PlacementGroup KeyPair VolumeAttachment AmiLaunchPermission",
        "ec2: DefaultCreditSpecification InstanceMetadataDefaults SerialConsoleAccess ImageBlockPublicAccess",
        "ec2: AvailabilityZoneGroup SnapshotCreateVolumePermission AllowedImagesSettings",
        "autoscaling: Policy Schedule Attachment LifecycleHook Notification Tag TrafficSourceAttachment",
        "ebs: EncryptionByDefault DefaultKmsKey SnapshotBlockPublicAccess",
        "batch: JobDefinition JobQueue SchedulingPolicy",
        "imagebuilder: Component ContainerRecipe DistributionConfiguration ImageRecipe InfrastructureConfiguration",
        "imagebuilder: LifecyclePolicy Workflow",
    ),
    "a setting of its cluster (Amazon EKS pricing)": (
        "eks: Addon AccessEntry AccessPolicyAssociation PodIdentityAssociation IdentityProviderConfig",
    ),
    "a part of its cluster; tasks are billed at their service (Amazon ECS pricing)": (
        "ecs: Cluster TaskDefinition ClusterCapacityProviders CapacityProvider AccountSettingDefault Tag",
    ),
    "a setting of its bucket, or stored in it (Amazon S3 pricing)": (
        "s3: AccountPublicAccessBlock BucketAcl BucketAclV2 BucketCorsConfiguration BucketCorsConfigurationV2",
        "s3: BucketLifecycleConfiguration BucketLifecycleConfigurationV2 BucketLogging BucketLoggingV2",
        "s3: BucketNotification BucketObject BucketObjectv2 BucketObjectLockConfiguration ObjectCopy",
        "s3: BucketObjectLockConfigurationV2 BucketOwnershipControls BucketPolicy BucketPublicAccessBlock",
        "s3: BucketServerSideEncryptionConfiguration BucketServerSideEncryptionConfigurationV2 BucketVersioning",
        "s3: BucketVersioningV2 BucketWebsiteConfiguration BucketWebsiteConfigurationV2 AccessPoint",
        "s3: BucketIntelligentTieringConfiguration BucketRequestPaymentConfiguration",
        "s3: BucketRequestPaymentConfigurationV2",
        "s3control: AccessPointPolicy AccessGrant AccessGrantsInstance AccessGrantsInstanceResourcePolicy",
        "s3control: AccessGrantsLocation",
    ),
    "a setting of its registry (Amazon ECR pricing)": (
        "ecr: LifecyclePolicy PullThroughCacheRule RegistryPolicy RepositoryPolicy AccountSetting",
        "ecr: RepositoryCreationTemplate PullTimeUpdateExclusion",
        "ecrpublic: RepositoryPolicy",
    ),
    "a setting of its key (AWS KMS pricing)": ("kms: Alias Grant KeyPolicy Ciphertext",),
    "a part of its secret (AWS Secrets Manager pricing)": (
        "secretsmanager: SecretPolicy SecretRotation SecretVersion Tag",
    ),
    "a part of its file system; requests to the bucket are counted there (Amazon FSx and EFS pricing)": (
        "efs: AccessPoint FileSystemPolicy MountTarget",
        "fsx: DataRepositoryAssociation OpenZfsVolume OntapStorageVirtualMachine",
    ),
    "IAM has no charge (AWS IAM User Guide, what is IAM)": (
        "iam: AccessKey AccountAlias AccountPasswordPolicy Group GroupMembership GroupPolicy GroupPolicyAttachment",
        "iam: GroupPoliciesExclusive GroupPolicyAttachmentsExclusive InstanceProfile OpenIdConnectProvider Policy",
        "iam: PolicyAttachment Role RolePolicy RolePoliciesExclusive RolePolicyAttachment SamlProvider",
        "iam: RolePolicyAttachmentsExclusive ServiceLinkedRole ServerCertificate ServiceSpecificCredential",
        "iam: SigningCertificate SshKey User UserGroupMembership UserLoginProfile UserPolicy UserPoliciesExclusive",
        "iam: UserPolicyAttachment UserPolicyAttachmentsExclusive VirtualMfaDevice SecurityTokenServicePreferences",
        "rolesanywhere: Profile TrustAnchor",
        "ssoadmin: AccountAssignment PermissionSet PermissionSetInlinePolicy ManagedPolicyAttachment",
        "ssoadmin: CustomerManagedPolicyAttachment PermissionsBoundaryAttachment Application ApplicationAssignment",
    ),
    "organizations and what they share have no charge (AWS Organizations and AWS RAM pricing)": (
        "organizations: Organization OrganizationalUnit Account Policy PolicyAttachment DelegatedAdministrator",
        "organizations: ResourcePolicy AwsServiceAccess Tag",
        "ram: ResourceShare ResourceAssociation PrincipalAssociation ResourceShareAccepter Permission",
        "ram: SharingWithOrganization",
        "resourcegroups: Group Resource",
        "account: AlternativeContact PrimaryContact Region",
        "servicequotas: ServiceQuota Template TemplateAssociation",
    ),
    "billed at what runs from it (Amazon SageMaker AI pricing)": (
        "sagemaker: Model ModelPackageGroup ModelPackageGroupPolicy NotebookInstanceLifecycleConfiguration",
        "sagemaker: StudioLifecycleConfig UserProfile DataQualityJobDefinition AppImageConfig Image ImageVersion",
        "sagemaker: CodeRepository Project ModelCard Device DeviceFleet",
        "sagemaker: HumanTaskUI Workforce Workteam Hub HubContentReference Algorithm",
    ),
    "billed by the requests that it serves, and at what it calls (Amazon Bedrock pricing)": (
        "bedrock: AgentAgent AgentAgentActionGroup AgentAgentAlias AgentAgentCollaborator AgentDataSource",
        "bedrock: AgentAgentKnowledgeBaseAssociation AgentPrompt GuardrailVersion InferenceProfile",
        "bedrock: UseCaseForModelAccess",
        "bedrockfoundation: ModelAgreement",
        "bedrockmodel: InvocationLoggingConfiguration",
    ),
    "billed at the store of its vectors and the models that it calls (Amazon Bedrock pricing)": (
        "bedrock: AgentKnowledgeBase",
    ),
    "scaling has no charge; its bounds are in the range of what it scales (Application Auto Scaling pricing)": (
        "appautoscaling: Policy ScheduledAction Target",
    ),
}
"""Types that run, keep or guard what a stack is made of."""
