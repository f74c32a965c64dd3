import pulumi
import pytest

from stackwright.components.gcp.identity import GcpServiceAccount, GcpServiceAccountArgs
from stackwright.components.gcp.registry import GcpRegistry, GcpRegistryArgs
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

REPOSITORY = "gcp:artifactregistry/repository:Repository"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
KEY = "projects/lab-project/locations/us-central1/keyRings/lab/cryptoKeys/lab"


def plain() -> GcpRegistry:
    return GcpRegistry("images", GcpRegistryArgs(key_id=KEY))


@pytest.mark.parametrize("protect", [True, False, None])
def test_a_repository_is_accepted_and_protected_when_asked(cloud: Cloud, contract_errors, protect) -> None:
    plan = cloud.deploy(lambda: GcpRegistry("images", GcpRegistryArgs(key_id=KEY, protect=protect)), config=CONFIG)
    assert plan.only(REPOSITORY).protect is (protect is True)
    assert contract_errors(plan) == []


def test_images_are_encrypted_scanned_and_never_overwritten(cloud: Cloud) -> None:
    repository = cloud.preview(plain, config=CONFIG).only(REPOSITORY)
    assert repository.get("kmsKeyName") == KEY
    assert repository.get("dockerConfig") == {"immutableTags": True}
    assert repository.get("vulnerabilityScanningConfig") == {"enablementConfig": "INHERITED"}
    assert (repository.get("format"), repository.get("location")) == ("DOCKER", "us-central1")


def test_untagged_images_go_after_two_weeks(cloud: Cloud) -> None:
    repository = cloud.preview(plain, config=CONFIG).only(REPOSITORY)
    assert repository.get("cleanupPolicyDryRun") is False
    assert repository.get("cleanupPolicies") == [
        {
            "id": "untagged",
            "action": "DELETE",
            "condition": {"tagState": "UNTAGGED", "olderThan": f"{14 * 86400}s"},
        }
    ]


def test_the_address_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("url", plain().url), config=CONFIG)
    name = plan.only(REPOSITORY).get("repositoryId")
    assert plan.outputs["url"] == f"us-central1-docker.pkg.dev/lab-project/{name}"


def test_who_may_pull_may_only_read_this_repository(cloud: Cloud, contract_errors) -> None:
    def program() -> None:
        plain().allow_pull(GcpServiceAccount("job", GcpServiceAccountArgs(runs_on=RunsOn.POD)))

    plan = cloud.deploy(program, config=CONFIG)
    binding = plan.only("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", "images-job-pull")
    assert binding.get("role") == "roles/artifactregistry.reader"
    assert binding.get("repository") == plan.only(REPOSITORY).get("repositoryId")
    assert binding.get("member").startswith("serviceAccount:job-")
    assert contract_errors(plan) == []
