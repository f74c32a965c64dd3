"""Rules about block storage: volumes, disks of instances and of launch templates."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import key_findings
from stackwright.policies.tokens import token, tokens

VOLUME = token("ebs/Volume")
INSTANCE = token("ec2/Instance")
TEMPLATE = token("ec2/LaunchTemplate")
MACHINES = tokens("ec2/Instance", "ec2/SpotInstanceRequest", "ec2/LaunchConfiguration")
TYPES = MACHINES | {VOLUME, TEMPLATE}


def _disk(**ebs: object) -> list[object]:
    return [{"deviceName": "/dev/xvda", "ebs": {"volumeType": "gp3", **ebs}}]


GOOD = (
    part(token("kms/Key"), "key"),
    part(VOLUME, "volume", {"availabilityZone": "z", "encrypted": True, "kmsKeyId": UNKNOWN}, kmsKeyId="key"),
    part(
        TEMPLATE,
        "template",
        {"blockDeviceMappings": _disk(encrypted="true", kmsKeyId=UNKNOWN)},
        blockDeviceMappings="key",
    ),
)


def _disks(resource: Resource) -> Iterator[str]:
    """Paths of the disks that the resource describes; the root disk of an instance is always there."""
    if resource.type == VOLUME:
        yield ""
    elif resource.type in MACHINES:
        yield "rootBlockDevice."
        for path, value in resource.all("ebsBlockDevices[*]"):
            if value is not MISSING:
                yield f"{path}."
    else:
        for path, _ in resource.all("blockDeviceMappings[*]"):
            if resource.get(f"{path}.ebs") is not MISSING:
                yield f"{path}.ebs."


@rule(
    id="aws-ec2-ebs-encrypted",
    types=TYPES,
    severity="high",
    fix="set `encrypted` to true",
    remedy=Remedy(
        {
            "encrypted": True,
            "rootBlockDevice.encrypted": True,
            "ebsBlockDevices[*].encrypted": True,
            "blockDeviceMappings[*].ebs.encrypted": "true",
        }
    ),
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_3 CKV_AWS_8", hub="EC2.3", cis="5.1.1"),
    good=GOOD,
    bad=but("template", blockDeviceMappings=_disk(encrypted="false")),
)
def encrypted(resource: Resource) -> Iterator[Finding]:
    """Block storage is encrypted."""
    for disk in _disks(resource):
        value = resource.get(f"{disk}encrypted")
        if value is UNKNOWN:
            yield unknown(f"{disk}encrypted")
        elif value not in (True, "true"):
            yield fail(f"{disk}encrypted", "is not true")


@rule(
    id="aws-ec2-ebs-cmk",
    types=TYPES - {token("ec2/LaunchConfiguration")},
    severity="medium",
    fix="give `kms_key_id` a key of this account",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_189"),
    good=GOOD,
    bad=but("volume", kmsKeyId="alias/aws/ebs"),
)
def own_key(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Block storage is encrypted with a key that the account owns."""
    for disk in _disks(resource):
        yield from key_findings(resource, graph, f"{disk}kmsKeyId")


RULES = (encrypted, own_key)
