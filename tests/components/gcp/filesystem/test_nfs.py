from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.gcp.filesystem import GcpNfs, GcpNfsArgs
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs
from stackwright.testing.plugin import Cloud

FILES = "gcp:filestore/instance:Instance"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
PLACE: dict[str, Any] = {
    "network_path": "projects/lab-project/global/networks/lab",
    "network_cidr": "10.20.0.0/16",
}


def _nfs(**knobs: Any) -> GcpNfs:
    return GcpNfs("home", GcpNfsArgs(key_id=GcpKey("key", GcpKeyArgs()).id, **PLACE, **knobs))


@pytest.mark.parametrize("knobs", [{}, {"size_gib": 12_800, "protect": True}], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(cloud.deploy(lambda: _nfs(**knobs), config=CONFIG)) == []


def test_files_are_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = cloud.preview(_nfs, config=CONFIG)
    assert plan.only("gcp:kms/cryptoKey:CryptoKey") in plan.wired(plan.only(FILES), "kmsKeyName")


def test_the_network_alone_reaches_it_from_every_zone(cloud: Cloud) -> None:
    inputs = cloud.preview(_nfs, config=CONFIG).only(FILES).inputs
    assert (inputs["tier"], inputs["location"]) == ("REGIONAL", "us-central1")
    assert [option["ipRanges"] for option in inputs["fileShares"]["nfsExportOptions"]] == [["10.20.0.0/16"]]
    assert inputs["networks"][0]["connectMode"] == "PRIVATE_SERVICE_ACCESS"


def test_protection_is_pulumis_and_the_services(cloud: Cloud) -> None:
    for protect in (True, False):
        files = cloud.preview(lambda protect=protect: _nfs(protect=protect), config=CONFIG).only(FILES)
        assert (files.protect, files.inputs["deletionProtectionEnabled"]) == (protect, protect)


@pytest.mark.parametrize("size", [100, 1023, 10_241, 102_401])
def test_what_is_not_sold_is_refused(size: int) -> None:
    with pytest.raises(ValidationError):
        GcpNfsArgs(key_id="key", size_gib=size, **PLACE)


def test_a_size_between_two_steps_is_refused_with_the_next() -> None:
    with pytest.raises(ValidationError, match="13000 GiB is not sold - use 15360"):
        GcpNfsArgs(key_id="key", size_gib=13_000, **PLACE)


def test_it_is_mounted_by_nfs_4(cloud: Cloud) -> None:
    kept: list[GcpNfs] = []

    def program() -> None:
        kept.append(_nfs())
        pulumi.export("source", kept[0].mount_source)

    source = cloud.deploy(program, config=CONFIG).outputs["source"]
    assert source.endswith(":/share")
    assert kept[0].mount_type == "nfs4"
