"""`stackwright.pricing.aws.databases`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
TABLE = "aws:dynamodb/table:Table"

POSTGRES = {"engine": "postgres", "instanceClass": "db.t3.large", "allocatedStorage": 100, "storageType": "gp3"}
MYSQL = {"engine": "mysql", "instanceClass": "db.t3.large", "allocatedStorage": 50}


def test_a_database_pays_for_its_machine_and_its_disk(make: Make, priced: Priced) -> None:
    found = priced(make(INSTANCE, inputs=POSTGRES))
    assert f"{found.expected:.2f}" == f"{0.145 * 730 + 0.115 * 100:.2f}"
    assert found.coverage == 1


def test_two_zones_have_rates_of_their_own(make: Make, priced: Priced) -> None:
    found = priced(make(INSTANCE, inputs=MYSQL | {"multiAz": True}))
    assert f"{found.expected:.2f}" == f"{0.272 * 730 + 0.23 * 50:.2f}"


def test_a_disk_that_may_grow_is_a_range(make: Make, priced: Priced) -> None:
    found = priced(make(INSTANCE, inputs=POSTGRES | {"maxAllocatedStorage": 500}))
    assert f"{found.high - found.expected:.2f}" == f"{0.115 * 400:.2f}"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"instanceClass": "db.r6g.large"},
            "no dated price for RDS db.r6g.large postgres, Single-AZ (hour) in us-east-1",
        ),
        ({"instanceClass": UNKNOWN}, "`instanceClass` is not known before deployment"),
        ({"multiAz": UNKNOWN}, "`multiAz` is not known before deployment"),
        ({"engine": ""}, "the engine is that of the database that it is made from"),
        ({"allocatedStorage": UNKNOWN}, "`allocatedStorage` is not known before deployment"),
        ({"iops": 20_000}, "no dated price for provisioned IOPS on gp3"),
        ({"storageType": "io1", "iops": 1000}, "no dated price for provisioned IOPS on io1"),
    ],
)
def test_what_is_not_known_of_a_database_is_named(
    make: Make, priced: Priced, change: dict[str, Any], reason: str
) -> None:
    assert reason in [why for _, why in priced(make(INSTANCE, inputs=POSTGRES | change)).unpriced]


def _aurora(make: Make, machine: str, **inputs: Any) -> list[Resource]:
    owner = make(CLUSTER, "db", {"engine": "aurora-postgresql"} | inputs)
    given = {"instanceClass": machine, "engine": "aurora-postgresql", "clusterIdentifier": UNKNOWN}
    return [owner, make(MEMBER, "db", given, wires={"clusterIdentifier": [owner]})]


def test_aurora_pays_for_storage_requests_and_machines(make: Make, priced: Priced) -> None:
    found = priced(*_aurora(make, "db.t3.large"))
    assert f"{found.expected:.2f}" == f"{0.1 * 50 + 0.2 * 1 + 0.164 * 730:.2f}"


def test_aurora_without_machines_pays_within_the_bounds_of_its_cluster(make: Make, priced: Priced) -> None:
    owner, member = _aurora(
        make, "db.serverless", serverlessv2ScalingConfiguration={"minCapacity": 0.5, "maxCapacity": 8}
    )
    found = priced(owner, member).by_urn[member.urn]
    assert (round(found.low, 6), round(found.high, 6)) == (round(0.12 * 0.5 * 730, 6), round(0.12 * 8 * 730, 6))


@pytest.mark.parametrize(
    ("machine", "inputs"),
    [
        ("db.t3.large", {"storageType": "aurora-iopt1"}),
        ("db.serverless", {}),
        ("db.t3.large", {"engine": "mysql"}),
        ("db.t3.large", {"engine": UNKNOWN}),
        ("db.t3.large", {"engineMode": "serverless"}),
    ],
)
def test_another_aurora_is_named(make: Make, priced: Priced, machine: str, inputs: dict[str, Any]) -> None:
    assert priced(*_aurora(make, machine, **inputs)).at_least


def test_a_table_pays_for_what_it_stores_and_is_asked(make: Make, priced: Priced) -> None:
    found = priced(make(TABLE, inputs={"billingMode": "PAY_PER_REQUEST"}))
    assert f"{found.expected:.4f}" == f"{0.25 * 10 + 0.625 * 0.1 + 0.125 * 1:.4f}"


def test_a_table_with_capacity_pays_for_it_by_the_hour(make: Make, priced: Priced) -> None:
    found = priced(make(TABLE, inputs={"writeCapacity": 20, "readCapacity": 30}), region="us-east-2")
    assert f"{found.expected:.2f}" == f"{0.25 * 10 + 730 * (20 * 0.00065 + 30 * 0.00013):.2f}"


@pytest.mark.parametrize(
    "inputs",
    [
        {"tableClass": "STANDARD_INFREQUENT_ACCESS"},
        {"billingMode": UNKNOWN},
        {"writeCapacity": UNKNOWN, "readCapacity": 1},
        {"billingMode": "PAY_PER_REQUEST", "pointInTimeRecovery": {"enabled": True}},
        {"billingMode": "PAY_PER_REQUEST", "replicas": [{"regionName": "eu-west-1"}]},
        {"writeCapacity": 1, "readCapacity": 1, "globalSecondaryIndexes": [{"name": "by-user"}]},
    ],
)
def test_what_is_not_known_of_a_table_is_named(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert priced(make(TABLE, inputs=inputs)).at_least
