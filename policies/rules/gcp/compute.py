"""Rules about Compute Engine instances, their templates and their disks."""

from collections.abc import Iterator
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import is_set, key_findings
from stackwright.policies.tokens import gcp, tokens

INSTANCE = gcp("compute/Instance")
DISK = gcp("compute/Disk")
PROJECT = gcp("compute/ProjectMetadata")
MACHINES = tokens("compute/Instance", "compute/InstanceTemplate", "compute/RegionInstanceTemplate", of=gcp)
DISKS = {
    DISK: ("", "diskEncryptionKey.kmsKeySelfLink", "diskEncryptionKey.rawKey"),
    gcp("compute/RegionDisk"): ("", "diskEncryptionKey.kmsKeyName", "diskEncryptionKey.rawKey"),
    INSTANCE: ("bootDisk", "kmsKeySelfLink", "diskEncryptionKeyRaw"),
    **dict.fromkeys(
        MACHINES - {INSTANCE}, ("disks[*]", "diskEncryptionKey.kmsKeySelfLink", "diskEncryptionKey.rawKey")
    ),
}
_SHIELDED = {"enableSecureBoot": True, "enableVtpm": True, "enableIntegrityMonitoring": True}
GOOD = (
    part(gcp("kms/CryptoKey"), "key", {"keyRing": "ring"}),
    part(
        INSTANCE,
        "login",
        {
            "machineType": "e2-standard-4",
            "zone": "europe-west4-a",
            "bootDisk": {"kmsKeySelfLink": UNKNOWN},
            "networkInterfaces": [{"subnetwork": "subnet"}],
            "shieldedInstanceConfig": _SHIELDED,
            "serviceAccount": {"email": "login@lab.iam.gserviceaccount.com", "scopes": ["cloud-platform"]},
            "metadata": {"enable-oslogin": "TRUE", "block-project-ssh-keys": "true"},
        },
        bootDisk="key",
    ),
)


@rule(
    id="gcp-compute-no-external-ip",
    types=MACHINES,
    severity="high",
    fix="leave `access_configs` and `ipv6_access_configs` out; reach the internet through Cloud NAT",
    frameworks=maps_to(
        Family.EXPOSURE, checkov="CKV_GCP_40", cis_gcp="4.9", trivy="GCP-0031", org="compute.vmExternalIpAccess"
    ),
    good=GOOD,
    bad=but("login", networkInterfaces=[{"subnetwork": "subnet", "accessConfigs": [{"networkTier": "PREMIUM"}]}]),
)
def no_external_ip(machine: Resource) -> Iterator[Finding]:
    """Instances get no public address."""
    for name in ("accessConfigs", "ipv6AccessConfigs"):
        for path, value in machine.all(f"networkInterfaces[*].{name}"):
            if value is UNKNOWN:
                yield unknown(path)
            elif is_set(value):
                yield fail(path, "gives the instance a public address")


@rule(
    id="gcp-compute-shielded-vm",
    types=MACHINES,
    severity="medium",
    fix="switch secure boot, vTPM and integrity monitoring on",
    remedy=Remedy(dict.fromkeys([f"shieldedInstanceConfig.{switch}" for switch in _SHIELDED], True)),
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_GCP_39", cis_gcp="4.8", org="compute.requireShieldedVm"),
    good=GOOD,
    bad=but("login", shieldedInstanceConfig={"enableSecureBoot": False}),
)
def shielded(machine: Resource) -> Iterator[Finding]:
    """Instances start only software that is signed and unchanged."""
    for name, default in (("enableSecureBoot", False), ("enableVtpm", True), ("enableIntegrityMonitoring", True)):
        path = f"shieldedInstanceConfig.{name}"
        value = machine.get(path)
        # drivers of accelerators that are built on the machine are unsigned, and secure boot refuses them
        if name == "enableSecureBoot" and machine.get("guestAccelerators") is not MISSING:
            continue
        if value is UNKNOWN:
            yield unknown(path)
        elif value is False or (value is MISSING and not default) or value not in (True, MISSING):
            yield fail(path, "is not true")


@rule(
    id="gcp-compute-disk-cmek",
    types=frozenset(DISKS),
    severity="medium",
    fix="give the disk a key of Cloud KMS, and write no key into the program",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_GCP_37 CKV_GCP_38", trivy="GCP-0034 GCP-0037"),
    good=GOOD,
    bad=but("login", bootDisk={"diskEncryptionKeyRaw": "c2VjcmV0"}),
)
def disk_key(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Disks are encrypted with a key that the project owns."""
    base, key, raw = DISKS[resource.type]
    places = [f"{path}." for path, _ in resource.all(base)] if base else [""]
    for place in places or [f"{base}."]:
        yield from key_findings(resource, graph, f"{place}{key}")
        if resource.get(f"{place}{raw}") is not MISSING:
            yield fail(f"{place}{raw}", "holds the key itself")


@rule(
    id="gcp-compute-no-default-sa",
    types=MACHINES,
    severity="high",
    fix="give the instance a service account of its own",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_GCP_30 CKV_GCP_31", cis_gcp="4.1 4.2"),
    good=GOOD,
    bad=but("login", serviceAccount={"scopes": ["cloud-platform"]}),
)
def own_account(machine: Resource, graph: Graph) -> Iterator[Finding]:
    """Instances act as a service account of their own."""
    if machine.get("serviceAccount") is MISSING:
        return  # an instance without the block has no account at all
    email = machine.get("serviceAccount.email")
    if email is UNKNOWN:
        if not graph.wired(machine, "serviceAccount"):
            yield unknown("serviceAccount.email")
    elif not is_set(email) or str(email).endswith("-compute@developer.gserviceaccount.com"):
        yield fail("serviceAccount.email", "is the default account of the project")


def _says(value: Any, word: str) -> bool:
    return str(value).lower() in ((word, "1") if word == "true" else (word, "0"))


@rule(
    id="gcp-compute-oslogin-serial",
    types=MACHINES | {PROJECT},
    severity="medium",
    fix="set `block-project-ssh-keys` to true, and leave `serial-port-enable` and `enable-oslogin: false` out",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ACCESS,
        checkov="CKV_GCP_32 CKV_GCP_33 CKV_GCP_34 CKV_GCP_35",
        cis_gcp="4.3 4.4 4.5",
        org="compute.requireOsLogin compute.disableSerialPortAccess",
    ),
    good=GOOD,
    bad=but("login", metadata={"enable-oslogin": "FALSE", "block-project-ssh-keys": "true"}),
)
def logins(resource: Resource) -> Iterator[Finding]:
    """People log in as themselves, and nobody through the serial port."""
    for key, refused, text in (
        ("enable-oslogin", "false", "switches logins by IAM off"),
        ("serial-port-enable", "true", "opens the serial port"),
    ):
        value = resource.get(f"metadata.{key}")
        if value is UNKNOWN:
            yield unknown(f"metadata.{key}")
        elif value is not MISSING and _says(value, refused):
            yield fail(f"metadata.{key}", text)
    path = "metadata.enable-oslogin" if resource.type == PROJECT else "metadata.block-project-ssh-keys"
    wanted = resource.get(path)
    if wanted is UNKNOWN:
        yield unknown(path)
    elif not _says(wanted, "true"):
        yield fail(path, "is not true")


RULES = (no_external_ip, shielded, disk_key, own_account, logins)
