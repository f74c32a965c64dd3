"""Area of concern: the key behind a property, found through aliases, providers and key rings."""

from dataclasses import replace
from typing import Any

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import gcp, token

KEY, VOLUME, BUCKET, CRYPTO = token("kms/Key"), token("ebs/Volume"), gcp("storage/Bucket"), gcp("kms/CryptoKey")
ROTATED = {"enableKeyRotation": True}


def _found(*parts: Part) -> list[tuple[str, str, str]]:
    findings = by_id("ai-kms-key-known-type")(graph_of(parts))
    return [(one.urn.rpartition("::")[2], one.result.value, one.path) for one in findings]


def _key(**inputs: Any) -> Part:
    return part(KEY, "key", {**ROTATED, **inputs})


def _volume(name: str = "volume", wire: str = "key", **inputs: Any) -> Part:
    return part(VOLUME, name, {"kmsKeyId": UNKNOWN, **inputs}, kmsKeyId=wire)


def test_a_key_of_the_same_region_is_fine() -> None:
    assert _found(_key(region="eu-west-1"), _volume(region="eu-west-1")) == []
    assert _found(_key(), _volume(region="eu-west-1")) == []


def test_a_key_of_another_region_is_refused_where_it_is_used() -> None:
    assert _found(_key(region="eu-west-1"), _volume(region="us-east-1")) == [("volume", "fail", "kmsKeyId")]


def test_the_region_may_be_the_one_of_the_provider() -> None:
    providers = [part("pulumi:providers:aws", name, {"region": name}) for name in ("eu-west-1", "us-east-1")]
    key, volume = replace(_key(), provider="eu-west-1"), replace(_volume(), provider="us-east-1")
    assert _found(*providers, key, volume) == [("volume", "fail", "kmsKeyId")]


def test_an_alias_stands_for_its_key() -> None:
    alias = part(token("kms/Alias"), "alias", {"targetKeyId": UNKNOWN}, targetKeyId="key")
    found = _found(_key(region="eu-west-1"), alias, _volume(wire="alias", region="us-east-1"))
    assert found == [("volume", "fail", "kmsKeyId")]


def test_a_copy_elsewhere_has_a_key_elsewhere() -> None:
    rule = {"destination": {"encryptionConfiguration": {"replicaKmsKeyId": UNKNOWN}}}
    replication = part(
        token("s3/BucketReplicationConfig"), "copy", {"region": "us-east-1", "rules": [rule]}, rules="key"
    )
    assert _found(_key(region="eu-west-1"), replication) == []


def test_the_place_of_a_google_key_is_its_ring_s() -> None:
    ring = part(gcp("kms/KeyRing"), "ring", {"location": "europe-west4"})
    key = part(CRYPTO, "key", {"keyRing": UNKNOWN, "rotationPeriod": "7776000s"}, keyRing="ring")
    encryption = {"defaultKmsKeyName": UNKNOWN}

    def bucket(place: str) -> Part:
        return part(BUCKET, "data", {"location": place, "encryption": encryption}, encryption="key")

    assert _found(ring, key, bucket("EUROPE-WEST4")) == []
    assert _found(ring, key, bucket("US-CENTRAL1")) == [("data", "fail", "encryption.defaultKmsKeyName")]
    assert _found(ring, key, bucket("EU")) == []


def test_a_key_that_is_disabled_or_never_rotated_is_named_once() -> None:
    assert _found(_key(isEnabled=False), _volume("a"), _volume("b")) == [("a", "fail", "")]
    assert _found(_key(enableKeyRotation=False), _volume("a"), _volume("b")) == [("a", "fail", "")]
    assert _found(_key(enableKeyRotation=UNKNOWN), _volume()) == [("volume", "unknown", "")]
    assert _found(_key(enableKeyRotation=False, customerMasterKeySpec="RSA_4096"), _volume()) == []


def test_a_policy_that_names_a_key_is_not_encrypted_with_it() -> None:
    policy = part(token("iam/Policy"), "policy", {"policy": UNKNOWN}, policy="key")
    assert _found(_key(enableKeyRotation=False), policy) == []
    assert by_id("ai-kms-key-known-type")(Graph([])) == []
