"""Rules about virtual machines, scale sets and managed disks."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import among, is_set, key_findings, must_be
from stackwright.policies.tokens import azure

DISK = azure("compute/Disk")
MACHINE = azure("compute/VirtualMachine")
SCALE_SET = azure("compute/VirtualMachineScaleSet")
PROFILES = {MACHINE: "", SCALE_SET: "virtualMachineProfile."}
_LINUX = {"adminUsername": "ops", "linuxConfiguration": {"disablePasswordAuthentication": True}}
_OPEN = {"adminUsername": "ops", "linuxConfiguration": {"disablePasswordAuthentication": False}}
GOOD = (
    part(azure("compute/DiskEncryptionSet"), "disks", {"resourceGroupName": "lab"}),
    part(
        DISK,
        "scratch",
        {
            "resourceGroupName": "lab",
            "creationData": {"createOption": "Empty"},
            "encryption": {"diskEncryptionSetId": UNKNOWN},
            "networkAccessPolicy": "DenyAll",
        },
        encryption="disks",
    ),
    part(
        MACHINE,
        "login",
        {
            "resourceGroupName": "lab",
            "securityProfile": {"encryptionAtHost": True},
            "osProfile": _LINUX,
        },
    ),
)


@rule(
    id="azure-disk-vm-encryption",
    types={DISK, *PROFILES},
    severity="medium",
    fix="give disks a `disk_encryption_set_id` and close them, and set `encryption_at_host` of machines",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ENCRYPTION,
        checkov="CKV_AZURE_93 CKV_AZURE_97 CKV_AZURE_251",
        azure_policy="702dd420-7fcc-42c5-afe8-4026edd20fe0 fc4d8e41-e223-45ea-9bf5-eada37891d87 "
        "8405fdab-1faf-48aa-b702-999c9c172094",
    ),
    good=GOOD,
    bad=but("login", securityProfile={"encryptionAtHost": False}),
)
def encrypted(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Disks are encrypted with a key that the subscription owns, and hosts encrypt what they cache."""
    if resource.type != DISK:
        path = f"{PROFILES[resource.type]}securityProfile.encryptionAtHost"
        yield from must_be(path, True, text="is not true")(resource)
        return
    yield from key_findings(resource, graph, "encryption.diskEncryptionSetId")
    public, policy = resource.get("publicNetworkAccess"), resource.get("networkAccessPolicy")
    if public != "Disabled" and not among(policy, ("DenyAll", "AllowPrivate")):
        unsure = UNKNOWN in (public, policy)
        yield unknown("networkAccessPolicy") if unsure else fail("networkAccessPolicy", "lets anybody export the disk")


@rule(
    id="azure-vm-ssh-only",
    types=frozenset(PROFILES),
    severity="high",
    fix="set `disable_password_authentication` to true and give an SSH key",
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_AZURE_1 CKV_AZURE_149", azure_policy="630c64f9-8b6b-4c64-b511-6544ceff6fd6"
    ),
    good=GOOD,
    bad=but("login", osProfile=_OPEN),
)
def ssh_only(machine: Resource) -> Iterator[Finding]:
    """Nobody logs in to Linux machines with a password."""
    base = f"{PROFILES[machine.type]}osProfile"
    windows = machine.get(f"{base}.windowsConfiguration")
    if machine.get(base) is MISSING or (windows is not UNKNOWN and is_set(windows)):
        return  # a machine made of a finished disk brings its own accounts
    path = f"{base}.linuxConfiguration.disablePasswordAuthentication"
    yield from must_be(path, True, text="is not true")(machine)


RULES = (encrypted, ssh_only)
