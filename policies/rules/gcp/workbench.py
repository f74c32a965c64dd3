"""Rules about machines that people work on: notebooks, Colab runtimes and TPU machines."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, knob
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.shapes import all_in, key_findings, must_be, number
from stackwright.policies.tokens import gcp

NOTEBOOK = gcp("workbench/Instance")
RUNTIME = gcp("colab/RuntimeTemplate")
TPU = gcp("tpu/V2Vm")
NOTEBOOKS = frozenset({NOTEBOOK})
HARDENED = ("notebook-disable-root", "notebook-disable-terminal", "notebook-disable-downloads")
IDLE = {NOTEBOOK: 'gceSetup.metadata["idle-timeout-seconds"]', RUNTIME: "idleShutdownConfig.idleTimeout"}
_KEY = "projects/lab/locations/europe-west4/keyRings/ring/cryptoKeys/key"
_SHIELDED = {"enableSecureBoot": True, "enableVtpm": True, "enableIntegrityMonitoring": True}
_METADATA = {"idle-timeout-seconds": "3600", **dict.fromkeys(HARDENED, "true")}
_SETUP = {
    "disablePublicIp": True,
    "bootDisk": {"diskEncryption": "CMEK", "kmsKey": _KEY},
    "dataDisks": {"diskEncryption": "CMEK", "kmsKey": _KEY},
    "shieldedInstanceConfig": _SHIELDED,
    "metadata": _METADATA,
}
GOOD = (part(NOTEBOOK, "desk", {"location": "europe-west4-a", "gceSetup": _SETUP}),)
_TPU = {"runtimeVersion": "v2-alpha-tpuv6e", "acceleratorType": "v6e-8", "zone": "europe-west4-a"}


def _but(**setup: Any) -> Any:
    changed = {key: value for key, value in {**_SETUP, **setup}.items() if value is not MISSING}
    return but("desk", gceSetup=changed)


private = rule(
    id="gcp-workbench-private",
    title="Notebooks have no public address",
    types=NOTEBOOKS,
    severity="high",
    fix="set `gce_setup.disable_public_ip` to true",
    remedy=Remedy({"gceSetup.disablePublicIp": True}),
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV2_GCP_28"),
    good=GOOD,
    bad=_but(disablePublicIp=False),
)(must_be("gceSetup.disablePublicIp", True, text="is not true"))


@rule(
    id="gcp-workbench-cmek-shielded",
    types=NOTEBOOKS,
    severity="medium",
    fix="encrypt both disks with a key of your own, and switch secure boot on",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV2_GCP_27 CKV_GCP_126 CKV_GCP_127"),
    good=GOOD,
    bad=_but(bootDisk=MISSING),
)
def encrypted_and_shielded(notebook: Resource, graph: Graph) -> Iterator[Finding]:
    """Notebooks keep their disks under a key that the project owns, and start only signed software."""
    yield from key_findings(notebook, graph, "gceSetup.bootDisk.kmsKey")
    for path, value in notebook.all("gceSetup.dataDisks[*]"):
        if value is not MISSING:
            yield from key_findings(notebook, graph, f"{path.removesuffix('[0]')}.kmsKey")
    base = "gceSetup.shieldedInstanceConfig"
    if notebook.get("gceSetup.acceleratorConfigs") is MISSING:
        yield from all_in(notebook, f"{base}.enableSecureBoot", True, text="is not true (the default is false)")
    for name in ("enableVtpm", "enableIntegrityMonitoring"):
        yield from all_in(notebook, f"{base}.{name}", True, MISSING, text="is false")


@rule(
    id="gcp-workbench-idle-shutdown",
    types=frozenset(IDLE),
    severity="medium",
    fix="stop the machine after an hour without work (`idle-timeout-seconds`, or `idle_shutdown_config`)",
    remedy=Remedy(
        {
            IDLE[NOTEBOOK]: knob("max_minutes", lambda most: str(int(most * 60))),
            IDLE[RUNTIME]: knob("max_minutes", lambda most: f"{int(most * 60)}s"),
        }
    ),
    frameworks=maps_to(Family.COST),
    params=(Param("max_minutes", 180, {"type": "number", "minimum": 10}, "Most minutes that a machine idles."),),
    good=GOOD,
    bad=_but(metadata=dict.fromkeys(HARDENED, "true")),
)
def stops_when_idle(machine: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Notebooks stop when nobody works on them."""
    path = IDLE[machine.type]
    value = machine.get(path)
    seconds = number(value.removesuffix("s") if isinstance(value, str) else value)
    if value is UNKNOWN:
        yield unknown(path)
    elif value is MISSING or not seconds or seconds > config["max_minutes"] * 60:
        yield fail(path, "is not given" if value is MISSING else "is longer than the limit, or never")


@rule(
    id="gcp-workbench-hardened",
    types=NOTEBOOKS,
    severity="medium",
    fix="set the metadata notebook-disable-root, notebook-disable-terminal and notebook-disable-downloads to true",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ACCESS,
        org="ainotebooks.disableRootAccess ainotebooks.disableTerminal ainotebooks.disableFileDownloads",
    ),
    good=GOOD,
    bad=_but(metadata={**_METADATA, "notebook-disable-root": "false"}),
)
def hardened(notebook: Resource) -> Iterator[Finding]:
    """Notebooks give nobody root, a terminal, or a way to carry files off."""
    for key in HARDENED:
        path = f"gceSetup.metadata.{key}"
        value = notebook.get(path)
        if value is UNKNOWN:
            yield unknown(path)
        elif str(value).lower() != "true":
            yield fail(path, "is not true")


@rule(
    id="gcp-tpu-private",
    types={TPU},
    severity="medium",
    fix="leave `enable_external_ips` out; reach the internet through Cloud NAT",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV2_GCP_32"),
    good=(part(TPU, "tpu", {**_TPU, "networkConfig": {"enableExternalIps": False}}),),
    bad=but("tpu", networkConfig={"enableExternalIps": True}),
)
def tpu_private(machine: Resource) -> Iterator[Finding]:
    """TPU machines have no public address."""
    for path in ("networkConfig.enableExternalIps", "networkConfigs[*].enableExternalIps"):
        yield from all_in(machine, path, False, MISSING, text="is true")


RULES = (private, encrypted_and_shielded, stops_when_idle, hardened, tpu_private)
