"""Rule ai-kms-key-known-type."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, leaves
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.tokens import gcp, token

AMAZON: Final = token("kms/Key")
GOOGLE: Final = gcp("kms/CryptoKey")
ALIAS: Final = token("kms/Alias")
RING: Final = gcp("kms/KeyRing")
PLACES: Final[Mapping[str, tuple[str, ...]]] = {AMAZON: ("region",), GOOGLE: ("location", "region", "zone")}
"""Where a resource of the key's cloud says its region."""
ROTATIONS: Final[Mapping[str, tuple[str, str, str]]] = {
    AMAZON: ("customerMasterKeySpec", "SYMMETRIC_DEFAULT", "enableKeyRotation"),
    GOOGLE: ("purpose", "ENCRYPT_DECRYPT", "rotationPeriod"),
}
"""Property that says what a key is for, the value of keys that can be rotated (the default), and the rotation."""
_KEY: Final = re.compile(r"key", re.IGNORECASE)
_COPY: Final = re.compile(r"replica", re.IGNORECASE)
_REGION: Final = re.compile(r"[a-z]+(?:-[a-z]+)+-?\d+")
_ZONE: Final = re.compile(r"(?<=\d)-[a-z]$")


@rule(
    id="ai-kms-key-known-type",
    severity="medium",
    fix="encrypt with a key of the same region that is enabled and rotated",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION),
    good=(
        part(AMAZON, "key", {"enableKeyRotation": True}),
        part(token("ebs/Volume"), "volume", {"availabilityZone": "z", "kmsKeyId": UNKNOWN}, kmsKeyId="key"),
    ),
    bad=but("key", enableKeyRotation=False),
)
def check(graph: Graph) -> Iterator[Finding]:
    """Data is encrypted with keys of its own region that are enabled and rotated."""
    users: dict[str, Resource] = {}
    for resource in graph:
        for path, key in _keys(resource, graph):
            users.setdefault(key.urn, resource)
            places = _region(resource, graph, PLACES[key.type]), _region_of_key(key, graph)
            if "" not in places and len(set(places)) > 1:
                yield fail(path, "is a key of another region", at=resource)
    for urn, resource in users.items():
        yield from _faults(graph.by_urn[urn], resource)


def _keys(resource: Resource, graph: Graph) -> Iterator[tuple[str, Resource]]:
    """(property, key) of what the resource is encrypted with; a copy elsewhere has a key elsewhere."""
    for name in resource.property_dependencies:
        held = {name: resource.inputs.get(name)}
        paths = [path for path, _ in leaves(held) if _KEY.search(path) and not _COPY.search(path)]
        for key in (_behind(one, graph) for one in graph.wired(resource, name)) if paths else ():
            if key.type in PLACES and not resource.type.startswith(("aws:kms/", "gcp:kms/", "aws:iam/")):
                yield paths[0], key


def _behind(key: Resource, graph: Graph) -> Resource:
    """The key that an alias names, others themselves."""
    if key.type != ALIAS:
        return key
    return next((one for one in graph.wired(key, "targetKeyId") if one.type == AMAZON), key)


def _region_of_key(key: Resource, graph: Graph) -> str:
    ring = next((one for one in graph.wired(key, "keyRing") if one.type == RING), None)
    return _region(ring or key, graph, PLACES[key.type])


def _region(resource: Resource, graph: Graph, names: tuple[str, ...]) -> str:
    """Region of a resource, empty where it is in none, in several, or not known."""
    own: list[Any] = [resource.get(name) for name in names]
    given = next((value for value in own if value is not MISSING), graph.provider_inputs(resource).get("region"))
    place = _ZONE.sub("", given.lower()) if isinstance(given, str) else ""
    return place if _REGION.fullmatch(place) else ""


def _faults(key: Resource, user: Resource) -> Iterator[Finding]:
    """What is wrong with a key, said where it is used."""
    enabled = key.get("isEnabled") if key.type == AMAZON else True
    if enabled is False:
        yield fail("", "is encrypted with a key that is disabled", at=user)
    kind, wanted, rotation = ROTATIONS[key.type]
    given, purpose = key.get(rotation), key.get(kind)
    if enabled is UNKNOWN or given is UNKNOWN or (purpose is UNKNOWN and not given):
        yield unknown("", "is encrypted with a key that may be disabled or never rotated", at=user)
    elif purpose in (MISSING, UNKNOWN, wanted) and given in (MISSING, False, ""):
        yield fail("", "is encrypted with a key that is never rotated", at=user)
