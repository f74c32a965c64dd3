from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.azure.filesystem import AzureLustre, AzureLustreArgs
from stackwright.components.azure.keys import AzureKey, AzureKeyArgs
from stackwright.components.limits import LUSTRE
from stackwright.testing.plugin import Cloud

FILES = "azure-native:storagecache:AmlFilesystem"
PLACE: dict[str, Any] = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}
USED: dict[str, Any] = {"key_uri": "https://v/keys/k/1", "vault_id": "/vault", "key_user_id": "/identity"}
SOURCE: dict[str, Any] = {"source_container_id": "/data", "log_container_id": "/logs"}


def _arguments(**knobs: Any) -> AzureLustreArgs:
    return AzureLustreArgs(**PLACE, **{"subnet_id": "/subnet", **USED, **knobs})


def _max() -> AzureLustre:
    return AzureLustre("scratch", _arguments(size_gib=49152, throughput=40, zone="3", protect=True, **SOURCE))


@pytest.mark.parametrize("program", [lambda: AzureLustre("scratch", _arguments()), _max], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program)) == []


def test_the_disks_are_encrypted_with_the_key(cloud: Cloud) -> None:
    def program() -> None:
        key = AzureKey("key", AzureKeyArgs(**PLACE))
        used = {"key_uri": key.key_uri, "vault_id": key.vault_id, "key_user_id": key.user_id}
        AzureLustre("scratch", _arguments(**used))

    plan = cloud.preview(program)
    behind = {r.type for r in plan.wired(plan.only(FILES), "encryptionSettings")}
    assert behind == {"azure-native:keyvault:Key", "azure-native:keyvault:Vault"}
    assert plan.only(FILES).inputs["identity"]["type"] == "UserAssigned"
    assert plan.wired(plan.only(FILES), "identity") != []


@pytest.mark.parametrize(
    ("size_gib", "throughput", "terabytes"),
    [(4096, 500, 4), (8192, 250, 8), (32768, 125, 32), (98304, 40, 96)],
)
def test_sizes_and_throughputs_are_sold_together(cloud: Cloud, size_gib: int, throughput: int, terabytes: int) -> None:
    plan = cloud.preview(lambda: AzureLustre("scratch", _arguments(size_gib=size_gib, throughput=throughput)))
    files = plan.only(FILES)
    assert files.inputs["sku"] == {"name": f"AMLFS-Durable-Premium-{throughput}"}
    assert files.inputs["storageCapacityTiB"] == terabytes


@pytest.mark.parametrize(
    ("size_gib", "throughput", "problem"),
    [
        (4800, 250, "4800 at 250 MB/s per TiB is not sold - use 8192"),
        (20000, 125, "use 16384 or 32768"),
        (0, 500, "use 4096"),
        (-8192, 250, "use 8192"),
        (8192, 1000, "1000 MB/s per TiB is not among 40, 125, 250, 500"),
    ],
)
def test_what_is_not_sold_is_refused_with_what_is(size_gib: int, throughput: int, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        _arguments(size_gib=size_gib, throughput=throughput)


def test_the_default_is_sold() -> None:
    assert LUSTRE["azure"].sold(_arguments().size_gib, _arguments().throughput)


def test_a_source_comes_with_a_place_for_its_records(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    assert plan.only(FILES).inputs["hsm"]["settings"] == {
        "container": "/data",
        "loggingContainer": "/logs",
        "importPrefix": "/",
    }
    for alone in SOURCE:
        with pytest.raises(ValidationError, match="go together - give both or neither"):
            _arguments(**{alone: "/one"})


def test_without_a_source_it_begins_empty(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: AzureLustre("scratch", _arguments()))
    assert "hsm" not in plan.only(FILES).inputs


def test_it_is_in_one_zone_and_one_subnet(cloud: Cloud) -> None:
    files = cloud.preview(lambda: AzureLustre("scratch", _arguments(zone="2"))).only(FILES)
    assert (files.inputs["zones"], files.inputs["filesystemSubnet"]) == (["2"], "/subnet")


def test_protection_is_pulumis(cloud: Cloud) -> None:
    assert cloud.preview(_max).only(FILES).protect is True
    assert cloud.preview(lambda: AzureLustre("scratch", _arguments())).only(FILES).protect is False


def test_what_to_mount_is_told_after_deployment(cloud: Cloud) -> None:
    kept: list[AzureLustre] = []

    def program() -> None:
        kept.append(AzureLustre("scratch", _arguments()))
        pulumi.export("source", kept[0].mount_source)

    source = cloud.deploy(program).outputs["source"]
    assert source.endswith("@tcp:/lustrefs")
    assert source != "@tcp:/lustrefs"
    assert kept[0].mount_type == "lustre"
