import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs, KeyUser
from stackwright.plan.graph import Graph
from stackwright.testing.plugin import Cloud

KEY = "gcp:kms/cryptoKey:CryptoKey"
GRANT = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
AGENT = "gcp:projects/serviceIdentity:ServiceIdentity"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


def _members(plan: Graph) -> list[str]:
    return [grant.get("member").partition(":")[2].partition("@")[2] for grant in plan.of_type(GRANT)]


def test_a_key_is_rotated_and_ends_late(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(lambda: GcpKey("data", GcpKeyArgs()), config=CONFIG)
    key = plan.only(KEY)
    assert key.get("rotationPeriod") == f"{90 * 86400}s"
    assert key.get("destroyScheduledDuration") == f"{30 * 86400}s"
    assert key.get("versionTemplate.algorithm") == "GOOGLE_SYMMETRIC_ENCRYPTION"
    assert not key.protect
    assert contract_errors(plan) == []


def test_a_protected_key_of_all_services_is_accepted(cloud: Cloud, contract_errors) -> None:
    args = GcpKeyArgs(protect=True, deletion_window_days=120, used_by=list(KeyUser))
    plan = cloud.deploy(lambda: GcpKey("data", args), config=CONFIG)
    assert plan.only(KEY).protect
    assert len(plan.of_type(GRANT)) == len(KeyUser)
    assert contract_errors(plan) == []


def test_its_path_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("id", GcpKey("data", GcpKeyArgs()).id), config=CONFIG)
    ring, key = (plan.only(f"gcp:kms/{kind}").outputs["name"] for kind in ("keyRing:KeyRing", "cryptoKey:CryptoKey"))
    assert plan.outputs["id"] == f"projects/lab-project/locations/us-central1/keyRings/{ring}/cryptoKeys/{key}"


def test_nobody_may_use_it_until_a_service_is_named(cloud: Cloud) -> None:
    assert cloud.preview(lambda: GcpKey("data", GcpKeyArgs()), config=CONFIG).of_type(GRANT) == []


def test_each_service_may_encrypt_and_decrypt_as_its_own_agent(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: GcpKey("data", GcpKeyArgs(used_by=list(KeyUser))), config=CONFIG)
    assert {grant.get("role") for grant in plan.of_type(GRANT)} == {"roles/cloudkms.cryptoKeyEncrypterDecrypter"}
    assert sorted(domain.removesuffix(".iam.gserviceaccount.com") for domain in _members(plan)) == [
        "bigquery-encryption",
        "cloud-filer",
        "compute-system",
        "container-engine-robot",
        "gcp-sa-aiplatform",
        "gcp-sa-artifactregistry",
        "gcp-sa-logging",
        "gcp-sa-lustre",
        "gcp-sa-pubsub",
        "gs-project-accounts",
    ]


def test_agents_that_do_not_come_with_their_api_are_made(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: GcpKey("data", GcpKeyArgs(used_by=[*KeyUser])), config=CONFIG)
    made = {agent.get("service").partition(".")[0] for agent in plan.of_type(AGENT)}
    assert made == {"aiplatform", "artifactregistry", "file", "lustre", "pubsub"}
    pubsub = plan.only(GRANT, "data-pubsub")
    assert plan.only(AGENT, "data-pubsub").urn in pubsub.dependencies


def test_who_uses_the_key_waits_for_the_grant_and_asks_once(cloud: Cloud) -> None:
    def program() -> None:
        key = GcpKey("data", GcpKeyArgs())
        GcpKey("other", GcpKeyArgs())
        for number in range(2):
            pulumi.export(f"id-{number}", key.used_by(KeyUser.STORAGE, KeyUser.COMPUTE))

    plan = cloud.preview(program, config=CONFIG)
    assert {grant.name for grant in plan.of_type(GRANT)} == {"data-storage", "data-compute"}
    assert plan.outputs["id-0"] == plan.outputs["id-1"]
    assert plan.outputs["id-0"].endswith(plan.only(KEY, "data").outputs["name"])


@pytest.mark.parametrize("days", [13, 121])
def test_a_window_that_is_too_short_or_not_offered_is_refused(days: int) -> None:
    with pytest.raises(ValidationError, match="deletion_window_days"):
        GcpKeyArgs(deletion_window_days=days)
