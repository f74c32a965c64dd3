"""Types of AWS that have no charge of their own, and types that have one nobody dated gives: each with its reason."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem

_FREE: Final[Mapping[str, tuple[str, ...]]] = {
    "a part of the network without a charge of its own (Amazon VPC pricing)": (
        "aws:ec2/vpc:Vpc",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/routeTable:RouteTable",
        "aws:ec2/defaultRouteTable:DefaultRouteTable",
        "aws:ec2/route:Route",
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
        "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
        "aws:ec2/eipAssociation:EipAssociation",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "aws:ec2/networkAcl:NetworkAcl",
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
        "aws:ec2/networkAclRule:NetworkAclRule",
        "aws:ec2/networkInterface:NetworkInterface",
        "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
        "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
        "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
        "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
        "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    ),
    "billed at the machines that are launched from it (Amazon EC2 pricing)": (
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/placementGroup:PlacementGroup",
        "aws:ec2/keyPair:KeyPair",
        "aws:ec2/volumeAttachment:VolumeAttachment",
        "aws:autoscaling/policy:Policy",
        "aws:autoscaling/schedule:Schedule",
        "aws:ebs/encryptionByDefault:EncryptionByDefault",
        "aws:ebs/defaultKmsKey:DefaultKmsKey",
    ),
    "a setting of its cluster (Amazon EKS pricing)": (
        "aws:eks/addon:Addon",
        "aws:eks/accessEntry:AccessEntry",
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "aws:eks/identityProviderConfig:IdentityProviderConfig",
    ),
    "a setting of its bucket, or stored in it (Amazon S3 pricing)": (
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        "aws:s3/bucketAcl:BucketAcl",
        "aws:s3/bucketAclV2:BucketAclV2",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
        "aws:s3/bucketLogging:BucketLogging",
        "aws:s3/bucketLoggingV2:BucketLoggingV2",
        "aws:s3/bucketNotification:BucketNotification",
        "aws:s3/bucketObject:BucketObject",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
        "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
        "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
    ),
    "a setting of its registry (Amazon ECR pricing)": (
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        "aws:ecr/registryPolicy:RegistryPolicy",
        "aws:ecr/repositoryPolicy:RepositoryPolicy",
    ),
    "a setting of its key (AWS KMS pricing)": (
        "aws:kms/alias:Alias",
        "aws:kms/grant:Grant",
        "aws:kms/keyPolicy:KeyPolicy",
    ),
    "a part of its secret (AWS Secrets Manager pricing)": (
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        "aws:secretsmanager/secretRotation:SecretRotation",
        "aws:secretsmanager/secretVersion:SecretVersion",
    ),
    "a part of its file system; requests to the bucket are counted there (Amazon FSx and EFS pricing)": (
        "aws:efs/accessPoint:AccessPoint",
        "aws:efs/fileSystemPolicy:FileSystemPolicy",
        "aws:efs/mountTarget:MountTarget",
        "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
    ),
    "IAM has no charge (AWS IAM User Guide, what is IAM)": (
        "aws:iam/accessKey:AccessKey",
        "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
        "aws:iam/group:Group",
        "aws:iam/groupPolicy:GroupPolicy",
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        "aws:iam/instanceProfile:InstanceProfile",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "aws:iam/policy:Policy",
        "aws:iam/policyAttachment:PolicyAttachment",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        "aws:iam/user:User",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    ),
    "billed at what runs from it (Amazon SageMaker AI pricing)": (
        "aws:sagemaker/model:Model",
        "aws:sagemaker/modelPackageGroup:ModelPackageGroup",
        "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy",
        "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration",
        "aws:sagemaker/studioLifecycleConfig:StudioLifecycleConfig",
        "aws:sagemaker/userProfile:UserProfile",
        "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
    ),
    "scaling has no charge; its bounds are in the range of what it scales (Application Auto Scaling pricing)": (
        "aws:appautoscaling/policy:Policy",
        "aws:appautoscaling/scheduledAction:ScheduledAction",
        "aws:appautoscaling/target:Target",
    ),
    "a setting without a charge of its own (Amazon CloudWatch and SNS pricing)": (
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        "aws:cloudwatch/logStream:LogStream",
        "aws:cloudwatch/queryDefinition:QueryDefinition",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:cloudwatch/eventRule:EventRule",
        "aws:sns/topicPolicy:TopicPolicy",
    ),
    "cost anomaly detection and cost tags are free (AWS Cost Management pricing)": (
        "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
        "aws:costexplorer/anomalySubscription:AnomalySubscription",
        "aws:costexplorer/costAllocationTag:CostAllocationTag",
        "aws:costexplorer/costCategory:CostCategory",
    ),
    "a setting of its load balancer (Elastic Load Balancing pricing)": (
        "aws:lb/listener:Listener",
        "aws:lb/listenerRule:ListenerRule",
        "aws:lb/targetGroup:TargetGroup",
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    ),
    "a setting of its function (AWS Lambda pricing)": (
        "aws:lambda/alias:Alias",
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "aws:lambda/functionUrl:FunctionUrl",
        "aws:lambda/permission:Permission",
    ),
}

_UNPRICED: Final[Mapping[str, tuple[str, ...]]] = {
    "SageMaker rates other than hosting have no dated row": (
        "aws:sagemaker/app:App",
        "aws:sagemaker/domain:Domain",
        "aws:sagemaker/featureGroup:FeatureGroup",
        "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob",
        "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer",
        "aws:sagemaker/monitoringSchedule:MonitoringSchedule",
        "aws:sagemaker/notebookInstance:NotebookInstance",
        "aws:sagemaker/pipeline:Pipeline",
        "aws:sagemaker/space:Space",
        "aws:sagemaker/trainingJob:TrainingJob",
    ),
    "databases are not in the price table": (
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:dynamodb/table:Table",
        "aws:elasticache/cluster:Cluster",
    ),
    "no dated row for this kind of capacity": (
        "aws:autoscaling/group:Group",
        "aws:ec2/fleet:Fleet",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/dedicatedHost:DedicatedHost",
        "aws:eks/fargateProfile:FargateProfile",
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
    ),
    "no dated row for this kind of storage": (
        "aws:ebs/snapshot:Snapshot",
        "aws:efs/backupPolicy:BackupPolicy",
        "aws:fsx/backup:Backup",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "aws:s3/directoryBucket:DirectoryBucket",
        "aws:s3/inventory:Inventory",
    ),
    "no dated row for this service": (
        "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput",
        "aws:budgets/budgetAction:BudgetAction",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        "aws:ec2/trafficMirrorSession:TrafficMirrorSession",
        "aws:ec2/vpnConnection:VpnConnection",
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        "aws:opensearch/domain:Domain",
    ),
}


def _free(reason: str) -> Decision:
    def decide(bill: Bill) -> Iterable[LineItem]:
        return (bill.free(reason),)

    return decide


def _unpriced(reason: str) -> Decision:
    def decide(bill: Bill) -> Iterable[LineItem]:
        return (bill.unpriced("resource", reason),)

    return decide


FREE: Final[Mapping[str, str]] = {token: reason for reason, tokens in _FREE.items() for token in tokens}
"""Reason by type."""

UNPRICED: Final[Mapping[str, str]] = {token: reason for reason, tokens in _UNPRICED.items() for token in tokens}
"""Reason by type."""

DECISIONS: Final[Mapping[str, Decision]] = {token: _free(reason) for token, reason in FREE.items()} | {
    token: _unpriced(reason) for token, reason in UNPRICED.items()
}
