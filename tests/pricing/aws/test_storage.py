"""`stackwright.pricing.aws.storage`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.prices import Key, Price, load

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

EFS = "aws:efs/fileSystem:FileSystem"
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
OPEN_ZFS = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"


@pytest.mark.parametrize(
    ("inputs", "rate"),
    [({}, 0.3), ({"availabilityZoneName": "us-east-1a"}, 0.16), ({"throughputMode": "bursting"}, 0.3)],
)
def test_an_elastic_file_system_pays_by_its_zones(
    make: Make, priced: Priced, inputs: dict[str, Any], rate: float
) -> None:
    assert [item.unit_price for item in priced(make(EFS, inputs=inputs)).items] == [rate]


@pytest.mark.parametrize(
    "inputs",
    [{"throughputMode": "elastic"}, {"throughputMode": UNKNOWN}, {"throughputMode": "provisioned"}],
)
def test_throughput_without_a_price_or_a_figure_is_named(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    found = priced(make(EFS, inputs=inputs))
    assert found.coverage == 0.5
    assert found.items[1].dimension == "throughput"


def test_lustre_is_priced_by_deployment_and_throughput_once_a_dated_row_exists(make: Make, priced: Priced) -> None:
    inputs = {"deploymentType": "PERSISTENT_2", "storageCapacity": 2400, "perUnitStorageThroughput": 125.0}
    row = Key("FSx Lustre", "PERSISTENT_2 SSD 125 MB/s/TiB", "GB-month")
    made_up = load("aws").also(Price("us-east-1", row, 0.5, "a row of this test", "2026-01-01"))
    found = priced(make(LUSTRE, inputs=inputs), prices=made_up)
    assert (found.expected, found.coverage) == (1200, 1)


def test_lustre_scratch_has_no_throughput_in_its_price(make: Make, priced: Priced) -> None:
    inputs = {"deploymentType": "SCRATCH_2", "storageCapacity": 1200, "perUnitStorageThroughput": 200}
    item = priced(make(LUSTRE, inputs=inputs)).items[0]
    assert (item.dimension, item.quantity) == ("SCRATCH_2 SSD", Range.of(1200))


@pytest.mark.parametrize(
    "inputs", [{}, {"storageCapacity": UNKNOWN}, {"storageCapacity": 1, "deploymentType": UNKNOWN}]
)
def test_lustre_of_unknown_size_is_unknown(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert priced(make(LUSTRE, inputs=inputs)).items[0].status is Status.UNKNOWN_INPUT


@pytest.mark.parametrize(("spec", "cost"), [("SYMMETRIC_DEFAULT", 1.3), ("RSA_2048", 1.3), ("ECC_NIST_P256", 2.5)])
def test_requests_to_a_key_pay_by_its_kind(make: Make, priced: Priced, spec: str, cost: float) -> None:
    found = priced(make("aws:kms/key:Key", inputs={"customerMasterKeySpec": spec}))
    assert (round(found.expected, 6), found.coverage) == (cost, 1)


@pytest.mark.parametrize("spec", ["HMAC_256", UNKNOWN])
def test_requests_to_other_keys_are_named(make: Make, priced: Priced, spec: Any) -> None:
    found = priced(make("aws:kms/key:Key", inputs={"customerMasterKeySpec": spec}))
    assert (found.expected, found.coverage) == (1, 0.5)


def test_open_zfs_pays_for_storage_and_throughput_in_one_zone(make: Make, priced: Priced) -> None:
    inputs = {"deploymentType": "SINGLE_AZ_1", "storageCapacity": 1000, "throughputCapacity": 64}
    assert f"{priced(make(OPEN_ZFS, inputs=inputs)).expected:.2f}" == f"{0.09 * 1000 + 0.26 * 64:.2f}"


@pytest.mark.parametrize(
    "change",
    [
        {"deploymentType": "MULTI_AZ_1"},
        {"deploymentType": UNKNOWN},
        {"storageType": "INTELLIGENT_TIERING"},
        {"storageCapacity": UNKNOWN},
        {"throughputCapacity": UNKNOWN},
        {"diskIopsConfiguration": {"mode": "USER_PROVISIONED", "iops": 10_000}},
    ],
)
def test_another_open_zfs_is_named(make: Make, priced: Priced, change: dict[str, Any]) -> None:
    inputs = {"deploymentType": "SINGLE_AZ_1", "storageCapacity": 1000, "throughputCapacity": 64}
    assert priced(make(OPEN_ZFS, inputs=inputs | change)).at_least


def test_a_snapshot_pays_for_what_is_assumed_in_it(make: Make, priced: Priced) -> None:
    assert priced(make("aws:ebs/snapshot:Snapshot")).expected == 0.05 * 20
    assert priced(make("aws:ebs/snapshot:Snapshot", inputs={"storageTier": "archive"})).coverage == 0


def test_a_secret_pays_by_the_month_and_by_the_read(make: Make, priced: Priced) -> None:
    assert f"{priced(make('aws:secretsmanager/secret:Secret')).expected:.2f}" == "0.45"


def test_a_registry_pays_for_its_images(make: Make, priced: Priced) -> None:
    assert priced(make("aws:ecr/repository:Repository")).expected == 2
