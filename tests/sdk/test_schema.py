"""What the SDKs say about a type equals what an independent reading of them (the shared contracts) says."""

import gzip
import json
import re
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from stackwright.sdk.schema import alternatives, enum_values, object_schema, resource_schema

PACKAGES = ("aws", "gcp", "azure-native", "kubernetes")
SAMPLE = 150


@lru_cache
def contract(folder: Path, package: str):
    with gzip.open(folder / "contracts" / f"contracts-{package}.json.gz") as file:
        return json.load(file)


def sample(folder: Path, package: str) -> Iterator[tuple[str, dict]]:
    resources = contract(folder, package)["resources"]
    step = max(1, len(resources) // SAMPLE)
    for token in sorted(resources)[::step]:
        yield token, resources[token]


def plain(expression: str) -> str:
    """One spelling for both: folders instead of API groups, no marks for output shapes."""
    folders = re.sub(r"([#@])([a-z0-9]+)\.[\w.\-]+/", r"\1\2/", expression)
    return folders.replace(">out", "").replace("lambda_:", "lambda:")


def spelled(properties) -> dict[str, str]:
    return {name: plain(expression) for name, expression in properties.items()}


@pytest.mark.parametrize("package", PACKAGES)
def test_inputs_required_and_outputs_equal_the_contract(package, shared):
    different = []
    for token, wanted in sample(shared, package):
        schema = resource_schema(token)
        assert schema is not None, token
        same = (
            spelled(schema.inputs) == spelled(wanted["inputs"])
            and set(schema.required) == set(wanted["required"])
            and spelled(schema.outputs) == spelled(wanted["outputs"])
            and set(schema.computed) == set(wanted.get("computed", ()))
        )
        if not same:
            different.append(token)
    assert different == []


@pytest.mark.parametrize("package", PACKAGES)
def test_secrets_defaults_constants_aliases_and_deprecations_equal_the_contract(package, shared):
    different = []
    for token, wanted in sample(shared, package):
        schema = resource_schema(token)
        assert schema is not None, token
        same = (
            set(schema.secrets) == set(wanted.get("secrets", ()))
            and dict(schema.defaults) == wanted.get("defaults", {})
            and dict(schema.constants) == wanted.get("fixed", {})
            and set(schema.aliases) == set(wanted.get("aliases", ()))
            and bool(schema.deprecated) == wanted["deprecated"]
            and set(schema.deprecated_properties) == set(wanted.get("deprecatedProperties", ()))
        )
        if not same:
            different.append(token)
    assert different == []


@pytest.mark.parametrize("package", PACKAGES)
def test_object_types_and_enums_equal_the_contract(package, shared):
    types = contract(shared, package)["types"]
    different = []
    for key in sorted(types)[:: max(1, len(types) // SAMPLE)]:
        wanted, ours = types[key], plain(f"#{key}")[1:].replace("lambda:", "lambda_:")
        if "enum" in wanted:
            if list(enum_values(package, ours)) != wanted["enum"]:
                different.append(key)
            continue
        output_only = ">out" in key or object_schema(package, ours) is None
        shape = object_schema(package, ours + ">out" * output_only)
        assert shape is not None, key
        optional = "" if ">out" in key else "?"
        mine = {name: t.rstrip(optional) for name, t in spelled(shape.properties).items()}
        if mine != {name: t.rstrip(optional) for name, t in spelled(wanted["properties"]).items()}:
            different.append(key)
    # The contract calls these `any` on one side, or names the alternatives in another order.
    assert [key for key in different if ":JSONSchemaProps" not in key] == []


def test_a_list_and_an_object_are_told_apart():
    cluster = resource_schema("aws:eks/cluster:Cluster")
    assert cluster is not None
    assert cluster.inputs["vpcConfig"] == "#eks:ClusterVpcConfig"
    assert cluster.outputs["identities"] == "[#eks:ClusterIdentity>out]"
    shape = object_schema("aws", "eks:ClusterVpcConfig")
    assert shape is not None
    assert shape.properties["subnetIds"] == "[string]"
    assert shape.required == ("subnetIds",)


def test_a_type_that_no_installed_sdk_has_is_none():
    assert resource_schema("aws:s3/bucket:Buckets") is None
    assert resource_schema("nosuchcloud:x/y:Z") is None
    assert resource_schema("stackwright:index:AwsBucket") is None
    assert object_schema("aws", "s3:NoSuchShape") is None
    assert enum_values("aws", "s3:NoSuchEnum") == ()


def test_an_api_version_in_an_azure_token_means_the_installed_shape():
    plain_token = resource_schema("azure-native:storage:StorageAccount")
    versioned = resource_schema("azure-native:storage/v20240101:StorageAccount")
    assert plain_token is not None
    assert versioned is not None
    assert versioned.inputs == plain_token.inputs


def test_alternatives_keep_bars_inside_of_lists():
    assert alternatives("string|@storage:Kind?") == ("string", "@storage:Kind")
    assert alternatives("[string|#m:A]|{any|string}") == ("[string|#m:A]", "{any|string}")


def test_a_resource_is_read_in_milliseconds():
    tokens = ["aws:rds/instance:Instance", "aws:eks/cluster:Cluster", "aws:ec2/instance:Instance"]
    resource_schema("aws:s3/bucket:Bucket")
    resource_schema.cache_clear()
    best = []
    for token in tokens:
        start = time.perf_counter()
        assert resource_schema(token) is not None
        best.append(time.perf_counter() - start)
        resource_schema.cache_clear()
    assert min(best) < 0.010
