"""What a user does after `up`, where that differs between clouds: sentences as data."""

from collections.abc import Mapping

from stackwright.blueprints.values import Cloud
from stackwright.components.limits import Feature, limit

CONFIRM: Mapping[Cloud, tuple[str, ...]] = {
    Cloud.AWS: ("confirm the e-mails that ask whether alarms may be sent to you",),
    Cloud.GCP: (),
    Cloud.AZURE: (),
}
"""SNS asks who is mailed: https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html"""

DEVICES: Mapping[Cloud, tuple[str, ...]] = {
    Cloud.AWS: ("install the device plugin of the accelerators' maker, and the fabric's: pods see neither without it",),
    Cloud.GCP: (),
    Cloud.AZURE: ("install the device plugin of the accelerators' maker: pods see no accelerator without it",),
}
"""GKE brings its own: https://cloud.google.com/kubernetes-engine/docs/concepts/gpus"""

CALL: Mapping[Cloud, str] = {
    Cloud.AWS: "put a request into `request.json` and run `call`",
    Cloud.GCP: "put a request into `request.json` and run `call` on a machine in the network",
    Cloud.AZURE: "put a request into `request.json` and run `call` on a machine in the network",
}
"""Endpoints of Vertex AI and Azure ML have addresses in the network alone."""


def filling(cloud: Cloud) -> tuple[str, ...]:
    """How objects get into the file system in front of the datasets, where it is a lustre one."""
    found = limit(cloud, Feature.FILLED_LUSTRE)
    if found is None:
        return ("mount `scratch_source` in the pods; objects of `datasets_uri` appear there",)
    return ("mount `scratch_source` in the pods", found.instead)
