"""Rules about keys, registries, file systems and serverless services."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, knob
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.rules.gcp.public_members import open_to_everybody
from stackwright.policies.shapes import is_set, key_findings, none_of, number
from stackwright.policies.tokens import gcp, tokens

KEY = gcp("kms/CryptoKey")
REPOSITORY = gcp("artifactregistry/Repository")
SERVICE = gcp("cloudrunv2/Service")
INVOKERS = tokens(
    "cloudrun/IamBinding",
    "cloudrun/IamMember",
    "cloudrun/IamPolicy",
    "cloudrunv2/ServiceIamBinding",
    "cloudrunv2/ServiceIamMember",
    "cloudrunv2/ServiceIamPolicy",
    of=gcp,
)
INSIDE = ("INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER")
"""Where a service lets nobody in from outside, whoever may call it."""
FILES = {gcp("filestore/Instance"): "kmsKeyName", gcp("lustre/Instance"): "kmsKey"}
_LUSTRE = {"capacityGib": "18000", "filesystem": "scratch", "instanceId": "scratch", "location": "europe-west4-a"}
GOOD = (
    part(KEY, "key", {"keyRing": "ring", "rotationPeriod": "7776000s"}),
    part(
        REPOSITORY,
        "images",
        {
            "format": "DOCKER",
            "repositoryId": "images",
            "kmsKeyName": UNKNOWN,
            "cleanupPolicies": [{"id": "old", "action": "DELETE", "condition": {"olderThan": "30d"}}],
        },
        kmsKeyName="key",
    ),
    part(gcp("lustre/Instance"), "scratch", {**_LUSTRE, "network": "network", "kmsKey": UNKNOWN}, kmsKey="key"),
    part(SERVICE, "gateway", {"location": "europe-west4", "ingress": "INGRESS_TRAFFIC_INTERNAL_ONLY", "template": {}}),
)


@rule(
    id="gcp-kms-rotation",
    types={KEY},
    severity="medium",
    fix="set `rotation_period` to 7776000s or less",
    remedy=Remedy({"rotationPeriod": knob("max_days", lambda most: f"{int(most * 86400)}s")}),
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_GCP_43", cis_gcp="1.10", trivy="GCP-0065"),
    params=(Param("max_days", 90, {"type": "number", "minimum": 1}, "Most days that a version of a key is used."),),
    good=GOOD,
    bad=but("key", rotationPeriod="31536000s"),
)
def rotated(key: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Symmetric keys are rotated."""
    purpose, period = key.get("purpose"), key.get("rotationPeriod")
    if purpose not in (MISSING, UNKNOWN, "ENCRYPT_DECRYPT"):
        return  # the provider refuses rotation of asymmetric keys
    seconds = number(period.removesuffix("s") if isinstance(period, str) else period)
    if period is UNKNOWN or (purpose is UNKNOWN and seconds is None):
        yield unknown("rotationPeriod")
    elif seconds is None or seconds > config["max_days"] * 86400:
        text = "is not given, so the key is never rotated" if period is MISSING else "is longer than the limit"
        yield fail("rotationPeriod", text)


@rule(
    id="gcp-artifact-registry",
    types={REPOSITORY},
    severity="medium",
    fix="give `kms_key_name` a key of your own, add cleanup policies, and leave scanning on",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_GCP_84"),
    good=GOOD,
    bad=but("images", kmsKeyName=MISSING),
)
def registry(repository: Resource, graph: Graph) -> Iterator[Finding]:
    """Images are encrypted with a key that the project owns, scanned, and dropped when old."""
    yield from key_findings(repository, graph, "kmsKeyName")
    policies, scanning = repository.get("cleanupPolicies"), "vulnerabilityScanningConfig.enablementConfig"
    if policies is UNKNOWN:
        yield unknown("cleanupPolicies")
    elif not is_set(policies):
        yield fail("cleanupPolicies", "is empty")
    yield from none_of(scanning, ("disabled",), text="is DISABLED")(repository)


@rule(
    id="gcp-storage-hpc-cmek",
    types=frozenset(FILES),
    severity="medium",
    fix="give the file system a key of your own",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION),
    good=GOOD,
    bad=but("scratch", kmsKey=MISSING),
)
def files_key(shared: Resource, graph: Graph) -> Iterator[Finding]:
    """File systems are encrypted with a key that the project owns."""
    tier = shared.get("tier")
    if isinstance(tier, str) and tier.startswith(("BASIC", "STANDARD", "PREMIUM")):
        yield fail("tier", "takes no key of your own; ZONAL, REGIONAL and ENTERPRISE do")
        return
    yield from key_findings(shared, graph, FILES[shared.type])


@rule(
    id="gcp-run-private",
    types=INVOKERS | {SERVICE},
    severity="high",
    fix="let in internal traffic only, and name who may call",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_102"),
    good=GOOD,
    bad=but("gateway", ingress="INGRESS_TRAFFIC_ALL", invokerIamDisabled=True),
)
def run_private(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Services of Cloud Run answer only callers that somebody named."""
    if resource.type != SERVICE:
        if not any(one.get("ingress") in INSIDE for one in graph.wired(resource, "name") if one.type == SERVICE):
            yield from open_to_everybody(resource)
        return
    open_to, unasked = resource.get("ingress"), resource.get("invokerIamDisabled")
    if unasked in (False, MISSING) or open_to not in (MISSING, UNKNOWN, "INGRESS_TRAFFIC_ALL"):
        return
    if UNKNOWN in (open_to, unasked):
        yield unknown("ingress" if open_to is UNKNOWN else "invokerIamDisabled")
    else:
        yield fail("invokerIamDisabled", "is true, and the service answers the whole internet")


RULES = (rotated, registry, files_key, run_private)
