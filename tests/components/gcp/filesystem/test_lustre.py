import re
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.gcp.filesystem import GcpLustre, GcpLustreArgs
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs
from stackwright.components.limits import LUSTRE as RULES
from stackwright.testing.plugin import Cloud

LUSTRE = "gcp:lustre/instance:Instance"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
PLACE: dict[str, Any] = {"network_path": "projects/lab-project/global/networks/lab", "zone": "us-central1-a"}


def _lustre(**knobs: Any) -> GcpLustre:
    return GcpLustre("scratch", GcpLustreArgs(key_id=GcpKey("key", GcpKeyArgs()).id, **PLACE, **knobs))


@pytest.mark.parametrize(
    "knobs", [{}, {"size_gib": 72_000, "throughput": 125, "protect": True}], ids=["defaults", "max"]
)
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(cloud.deploy(lambda: _lustre(**knobs), config=CONFIG)) == []


def test_files_are_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = cloud.preview(_lustre, config=CONFIG)
    assert plan.only("gcp:kms/cryptoKey:CryptoKey") in plan.wired(plan.only(LUSTRE), "kmsKey")


def test_it_stands_in_the_zone_of_the_nodes(cloud: Cloud) -> None:
    inputs = cloud.preview(_lustre, config=CONFIG).only(LUSTRE).inputs
    assert (inputs["location"], inputs["network"]) == ("us-central1-a", PLACE["network_path"])
    assert (inputs["capacityGib"], inputs["perUnitStorageThroughput"]) == ("18000", "500")


@pytest.mark.parametrize("throughput", RULES["gcp"].throughputs)
def test_the_smallest_and_the_largest_size_of_every_tier_are_sold(throughput: int) -> None:
    step = RULES["gcp"].step(throughput)
    for size in (step, 106 * step):
        assert GcpLustreArgs(key_id="key", size_gib=size, throughput=throughput, **PLACE).size_gib == size


@pytest.mark.parametrize(
    ("size", "throughput", "words"),
    [
        (1200, 1000, "1200 at 1000 MB/s per TiB is not sold - use 9000$"),
        (20_000, 1000, "use 18000 or 27000"),
        (18_000, 125, "use 72000$"),
        (9_000_000, 1000, "use 954000$"),
        (18_000, 300, "300 MB/s per TiB is not among 125, 250, 500, 1000"),
        (-9000, 1000, "use 9000$"),
    ],
)
def test_what_is_not_sold_is_refused_with_the_nearest(size: int, throughput: int, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        GcpLustreArgs(key_id="key", size_gib=size, throughput=throughput, **PLACE)
    message = refused.value.errors()[0]["msg"]
    assert re.search(words, message)


def test_two_stacks_of_one_project_have_file_systems_of_different_names(cloud: Cloud) -> None:
    plans = [cloud.preview(_lustre, stack=stack, config=CONFIG) for stack in ("dev", "prod")]
    assert len({plan.only(LUSTRE).inputs["instanceId"] for plan in plans}) == 2


def test_a_protected_file_system_stays(cloud: Cloud) -> None:
    for protect in (True, False):
        plan = cloud.preview(lambda protect=protect: _lustre(protect=protect), config=CONFIG)
        assert plan.only(LUSTRE).protect is protect


def test_it_is_mounted_as_lustre(cloud: Cloud) -> None:
    kept: list[GcpLustre] = []

    def program() -> None:
        kept.append(_lustre())
        pulumi.export("source", kept[0].mount_source)

    plan = cloud.deploy(program, config=CONFIG)
    assert plan.outputs["source"] == plan.only(LUSTRE).outputs["mountPoint"]
    assert kept[0].mount_type == "lustre"
