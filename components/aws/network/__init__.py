"""The network role on AWS: a VPC with its tiers, its private endpoints and its flow logs."""

from stackwright.components.aws.network.vpc import AwsNetwork, AwsNetworkArgs

__all__ = ["AwsNetwork", "AwsNetworkArgs"]
