"""Installed SDKs are found without importing them."""

import subprocess
import sys

from stackwright.sdk.packages import known_package, package_of, package_version, resource_file, snake_case


def test_installed_packages_are_known_with_their_version():
    for package in ("aws", "gcp", "azure-native", "kubernetes"):
        assert known_package(package)
        version = package_version(package)
        assert version is not None
        assert version[0].isdigit()


def test_others_are_not_known():
    for package in ("nosuchcloud", "pulumi", "../etc", ""):
        assert not known_package(package)
        assert package_version(package) is None


def test_a_provider_token_belongs_to_its_package():
    assert package_of("pulumi:providers:azure-native") == "azure-native"
    assert package_of("aws:s3/bucket:Bucket") == "aws"


def test_files_are_found_where_the_name_is_a_keyword_or_differs_in_case():
    for token in (
        "aws:lambda/function:Function",
        "kubernetes:apps/v1:Deployment",
        "aws:s3/bucketObjectv2:BucketObjectv2",
    ):
        assert resource_file(token) is not None, token


def test_names_become_file_names():
    assert snake_case("VpcEndpointService") == "vpc_endpoint_service"
    assert snake_case("IPSet") == "ip_set"


def test_nothing_of_a_provider_sdk_is_imported():
    code = (
        "import sys; from stackwright.sdk.outputs import fill_outputs; "
        "fill_outputs('aws:eks/cluster:Cluster', 'c', {'name': 'c'}, 'urn'); "
        "sys.exit(any(name.startswith('pulumi') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
