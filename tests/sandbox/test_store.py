"""The store tells what exists, survives a crash and hides no double create."""

import sqlite3

import pytest

from stackwright.sandbox.store import NameTakenError, Store, stack_of

URN = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data"


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "cloud.sqlite")
    yield opened
    opened.close()


def add(store: Store, id: str = "b-1", urn: str = URN, cloud_name: str = "") -> None:
    store.create(
        token="aws:s3/bucket:Bucket",
        id=id,
        urn=urn,
        name="data",
        seed=store.next_seed(urn),
        inputs={"bucket": id},
        outputs={"id": id},
        cloud_name=cloud_name,
    )


def test_an_empty_store_is_empty(store):
    assert store.is_empty()
    add(store)
    assert not store.is_empty()


def test_what_was_made_is_there_for_another_process_that_opens_the_file(store, tmp_path):
    add(store)
    other = Store(tmp_path / "cloud.sqlite")
    assert other.interrupted("dev") == [(URN, "b-1")]
    other.close()


def test_a_create_that_the_engine_named_since_is_not_interrupted(store):
    add(store)
    row = store.find("aws:s3/bucket:Bucket", "b-1")
    store.hear(row)
    assert store.interrupted("dev") == []
    assert [row.id for row in store.resources("org/shop/dev")] == ["b-1"]


def test_interrupted_creates_are_those_of_the_stack(store):
    add(store)
    add(store, "b-2", URN.replace(":dev:", ":prod:"))
    assert store.interrupted("prod") == [(URN.replace(":dev:", ":prod:"), "b-2")]


def test_a_double_create_is_two_resources(store):
    add(store, "b-1")
    add(store, "b-2")
    assert [row.id for row in store.resources("dev")] == ["b-1", "b-2"]


def test_each_create_of_a_urn_has_another_seed(store):
    assert store.next_seed(URN) == ""
    add(store)
    assert store.next_seed(URN) == "1"
    assert store.next_seed(URN + "x") == ""


def test_a_name_is_taken_once(store):
    add(store, "b-1", cloud_name="bucket|data")
    with pytest.raises(NameTakenError):
        add(store, "b-2", URN + "2", cloud_name="bucket|data")
    assert len(store.resources()) == 1
    store.delete(store.find("aws:s3/bucket:Bucket", "b-1"))
    add(store, "b-2", URN + "2", cloud_name="bucket|data")
    assert [row.id for row in store.resources()] == ["b-2"]


def test_of_two_resources_with_one_id_the_urn_decides(store):
    add(store, "b-1", URN)
    add(store, "b-1", URN + "2")
    assert store.find("aws:s3/bucket:Bucket", "b-1", URN).urn == URN
    assert store.find("aws:s3/bucket:Bucket", "b-1", URN + "2").urn == URN + "2"
    assert store.find("aws:s3/bucket:Bucket", "b-9") is None


def test_a_file_that_is_no_store_is_an_error(tmp_path):
    path = tmp_path / "cloud.sqlite"
    path.write_text("this is not a database, and long enough to be seen as none" * 20)
    with pytest.raises(sqlite3.DatabaseError):
        Store(path)


def test_the_stack_is_read_from_the_urn():
    assert stack_of(URN) == "dev"
