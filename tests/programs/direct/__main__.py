"""Encrypted storage in a private network, from components."""

import pulumi

from stackwright.components.aws.keys import AwsKey, AwsKeyArgs
from stackwright.components.aws.network import AwsNetwork, AwsNetworkArgs
from stackwright.components.aws.storage import AwsBucket, AwsBucketArgs

key = AwsKey("lab", AwsKeyArgs())
network = AwsNetwork("lab", AwsNetworkArgs(key_arn=key.id, zone_count=2))
data = AwsBucket("lab-data", AwsBucketArgs(key_arn=key.id, retention_days=30))

pulumi.export("data", data.uri)
pulumi.export("subnets", network.subnet_ids)
