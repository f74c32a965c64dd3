"""A bucket made by the component's host: nothing of Stackwright is imported here."""

from typing import Any

import pulumi


class Bucket(pulumi.ComponentResource):
    """What `pulumi package add` would generate."""

    uri: pulumi.Output[str]

    def __init__(self, name: str, inputs: dict[str, Any]) -> None:
        super().__init__("stackwright:index:AwsBucket", name, {**inputs, "uri": None, "name": None}, None, remote=True)


key = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
bucket = Bucket("data", {"keyArn": key, "retentionDays": 7})
pulumi.export("uri", bucket.uri)
