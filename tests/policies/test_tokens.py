import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.tokens import BUCKETS, azure, gcp, kubernetes, token, tokens, unversioned, unversioned_graph


def test_a_short_name_becomes_the_provider_s_token() -> None:
    assert token("s3/Bucket") == "aws:s3/bucket:Bucket"
    assert token("fsx/OpenZfsFileSystem") == "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"


def test_the_older_spelling_of_a_bucket_is_a_bucket() -> None:
    assert "aws:s3/bucketV2:BucketV2" in BUCKETS


def test_each_cloud_spells_its_tokens_its_own_way() -> None:
    assert gcp("projects/IAMMember") == "gcp:projects/iAMMember:IAMMember"
    assert azure("storage/StorageAccount") == "azure-native:storage:StorageAccount"
    assert tokens("a/B", "c/D", of=azure) == {"azure-native:a:B", "azure-native:c:D"}


@pytest.mark.parametrize(
    "spelling",
    [
        "azure-native:storage:StorageAccount",
        "azure-native:storage/v20230101:StorageAccount",
        "azure-native:storage/v20230101preview:StorageAccount",
        "azure-native_storage_v20230101:storage:StorageAccount",
    ],
)
def test_every_version_of_an_azure_type_is_that_type(spelling: str) -> None:
    assert unversioned(spelling) == azure("storage/StorageAccount")


@pytest.mark.parametrize(
    ("spelling", "known"),
    [
        ("kubernetes:apps/v1:Deployment", "apps/Deployment"),
        ("kubernetes:apps/v1beta2:Deployment", "apps/Deployment"),
        ("kubernetes:extensions/v1beta1:Deployment", "apps/Deployment"),
        ("kubernetes:extensions/v1beta1:IngressPatch", "networking.k8s.io/IngressPatch"),
        ("kubernetes:extensions/v1beta1:NetworkPolicyList", "networking.k8s.io/NetworkPolicyList"),
        ("kubernetes:batch/v2alpha1:CronJob", "batch/CronJob"),
        ("kubernetes:jobset.x-k8s.io/v1alpha2:JobSet", "jobset.x-k8s.io/JobSet"),
    ],
)
def test_a_kubernetes_type_from_before_its_first_stable_version_is_that_type(spelling: str, known: str) -> None:
    assert unversioned(spelling) == kubernetes(known)


@pytest.mark.parametrize(
    "spelling", ["kubernetes:helm.sh/v3:Release", "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"]
)
def test_a_later_stable_version_of_kubernetes_is_a_type_of_its_own(spelling: str) -> None:
    assert unversioned(spelling) == spelling


def test_types_of_other_clouds_stay_as_they_are() -> None:
    assert unversioned("aws:s3/bucketV2:BucketV2") == "aws:s3/bucketV2:BucketV2"
    assert unversioned("pulumi:providers:azure-native") == "pulumi:providers:azure-native"


def test_a_graph_without_versions_is_not_copied() -> None:
    plain = Graph([Resource("u", azure("storage/StorageAccount"), "data")])
    versioned = Graph([Resource("u", "azure-native:storage/v20230101:StorageAccount", "data")], project="p", stack="s")
    assert unversioned_graph(plain) is plain
    found = unversioned_graph(versioned)
    assert ([one.type for one in found], found.project, found.stack) == ([azure("storage/StorageAccount")], "p", "s")
