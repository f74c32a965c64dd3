"""The provider answers the engine's calls, over gRPC as the engine makes them."""

import threading

import grpc
import pytest
from pulumi.runtime.proto import plugin_pb2
from pulumi.runtime.proto import provider_pb2 as messages

from stackwright.sandbox.provider import type_and_name
from stackwright.sandbox.wire import UNKNOWN, secret
from stackwright.sdk.packages import package_version

BUCKET = "aws:s3/bucket:Bucket"
DIFF = messages.DiffResponse


def test_every_package_says_the_version_of_its_sdk(sandbox):
    for package, client in sandbox.clients.items():
        client.stub.Handshake(messages.ProviderHandshakeRequest(engine_address="127.0.0.1:1"))
        client.stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
        info = client.stub.GetPluginInfo(messages.google_dot_protobuf_dot_empty__pb2.Empty())
        assert info.version == package_version(package)


def test_check_settles_a_name_and_keeps_it(aws):
    first, found = aws.check(BUCKET, "data", {})
    assert found == {}
    assert first["bucket"].startswith("data-")
    again, _ = aws.check(BUCKET, "data", {"tags": {"a": "b"}}, first, randomSeed=b"2" * 32)
    assert again["bucket"] == first["bucket"]
    replaced, _ = aws.check(BUCKET, "data", {}, randomSeed=b"2" * 32)
    assert replaced["bucket"] != first["bucket"]


def test_check_follows_the_projects_autonaming(aws):
    options = messages.CheckRequest.AutonamingOptions
    named, _ = aws.check(BUCKET, "data", {}, autonaming=options(proposed_name="shop-data", mode=options.ENFORCE))
    assert named["bucket"] == "shop-data"
    bare, _ = aws.check(BUCKET, "data", {}, autonaming=options(mode=options.DISABLE))
    assert "bucket" not in bare


def test_check_refuses_with_the_property_path(aws):
    _, found = aws.check(BUCKET, "data", {"loging": {}, "tags": ["a"]})
    assert found == {"loging": "no such property; did you mean `logging`?", "tags": "expected a map, got a list"}
    _, found = aws.check("aws:iam/role:Role", "r" * 60, {"assumeRolePolicy": "{}"})
    assert found == {
        "name": f"name '{'r' * 60}' plus 7 random characters is longer than 64; "
        "use a name of at most 56 characters or set `name`"
    }


def test_check_takes_back_what_read_said(aws):
    first, _ = aws.check(BUCKET, "data", {"tags": {"a": "b"}})
    assert first["tagsAll"] == {"a": "b"}
    assert aws.check(BUCKET, "data", first, first) == (first, {})


def test_check_keeps_secrets_and_unknowns(aws):
    checked, found = aws.check(BUCKET, "data", {"bucket": UNKNOWN, "tags": secret({"a": "b"})})
    assert found == {}
    assert checked == {"bucket": UNKNOWN, "tags": secret({"a": "b"}), "tagsAll": secret({"a": "b"})}


def test_nothing_changed_is_no_difference(aws):
    assert aws.diff(BUCKET, "data", {"bucket": "a"}, {"bucket": "a"}).changes == DIFF.DIFF_NONE


def test_a_difference_has_details_and_replacements(aws):
    old = {"bucket": "a", "tags": {"x": "1"}}
    answer = aws.diff(BUCKET, "data", old, {"bucket": "b", "tags": {"x": "1", "y": "2"}})
    assert answer.changes == DIFF.DIFF_SOME
    assert list(answer.replaces) == ["bucket"]
    assert sorted(answer.diffs) == ["bucket", "tags"]
    assert answer.detailedDiff["bucket"].kind == messages.PropertyDiff.UPDATE_REPLACE
    assert answer.detailedDiff["tags.y"].kind == messages.PropertyDiff.ADD
    assert not answer.deleteBeforeReplace


def test_a_replacement_under_the_same_explicit_name_deletes_first(aws):
    old = {"bucket": "mine", "region": "us-east-1"}
    assert aws.diff(BUCKET, "data", old, {**old, "region": "us-west-2"}).deleteBeforeReplace


def test_ignored_changes_are_no_difference(aws):
    answer = aws.diff(BUCKET, "data", {"tags": {"x": "1"}}, {"tags": {"x": "2"}}, ignore=("tags",))
    assert answer.changes == DIFF.DIFF_NONE


def test_a_preview_makes_nothing(aws, sandbox):
    id, outputs = aws.create(BUCKET, "data", {"bucket": "data-1"}, preview=True)
    assert id == ""
    assert outputs["arn"] == UNKNOWN
    assert sandbox.store.is_empty()


def test_a_resource_lives_from_create_to_delete(aws, sandbox):
    aws.configure(region="eu-west-1", defaultTags='{"tags": {"owner": "research"}}')
    id, made = aws.create(BUCKET, "data", {"bucket": "data-1", "tags": {"a": "1"}})
    assert made["bucketRegionalDomainName"] == "data-1.s3.eu-west-1.amazonaws.com"
    assert made["tagsAll"] == {"owner": "research", "a": "1"}
    assert aws.read(BUCKET, "data", id) == (id, {"bucket": "data-1", "tags": {"a": "1"}}, made)
    changed = aws.update(BUCKET, "data", id, made, {"bucket": "data-1"})
    assert changed["tagsAll"] == {"owner": "research"}
    assert aws.read(BUCKET, "data", id)[2] == changed
    aws.delete(BUCKET, "data", id)
    assert aws.read(BUCKET, "data", id) == ("", {}, {})
    assert sandbox.store.is_empty()


def test_what_another_server_made_is_still_there(sandbox_with):
    id, made = sandbox_with().aws.create(BUCKET, "data", {"bucket": "data-1"})
    assert sandbox_with().aws.read(BUCKET, "data", id)[2] == made


def test_a_second_resource_of_one_name_is_refused(aws):
    aws.create(BUCKET, "one", {"bucket": "same"})
    with pytest.raises(grpc.RpcError) as caught:
        aws.create(BUCKET, "two", {"bucket": "same"})
    assert caught.value.code() == grpc.StatusCode.ALREADY_EXISTS
    assert caught.value.details() == "BucketAlreadyExists: there is a aws:s3/bucket:Bucket named same already"


def test_two_providers_of_a_stack_keep_apart(sandbox):
    east, west = sandbox.aws, sandbox.another("aws")
    east.configure(region="us-east-1", defaultTags='{"tags": {"side": "east"}}')
    west.configure(region="us-west-2")
    assert east.create("aws:sns/topic:Topic", "t", {"name": "t"})[0] == "arn:aws:sns:us-east-1:123456789012:t"
    id, outputs = west.create("aws:sns/topic:Topic", "u", {"name": "t"})
    assert id == "arn:aws:sns:us-west-2:123456789012:t"
    assert outputs["tagsAll"] == {}
    assert west.invoke("aws:index/getRegion:getRegion", {})["name"] == "us-west-2"


def test_settings_are_checked(aws, monkeypatch):
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    answer = aws.stub.CheckConfig(messages.CheckRequest(urn="urn", news={}))
    assert [failure.property for failure in answer.failures] == ["region"]


def test_other_settings_are_a_difference(aws):
    same = aws.stub.DiffConfig(messages.DiffRequest(old_inputs={"region": "a"}, news={"region": "a", "version": "7"}))
    other = aws.stub.DiffConfig(messages.DiffRequest(old_inputs={"region": "a"}, news={"region": "b"}))
    assert (same.changes, other.changes) == (DIFF.DIFF_NONE, DIFF.DIFF_SOME)


def test_look_ups_are_answered_in_the_providers_region(aws):
    aws.configure(region="eu-west-1")
    found = aws.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {"state": "available"})
    assert found["names"][0] == "eu-west-1a"
    with pytest.raises(grpc.RpcError, match="has no answer to aws:rds/getCluster:getCluster; it knows"):
        aws.invoke("aws:rds/getCluster:getCluster", {})


def test_a_fault_fails_the_call_it_names_and_only_that(sandbox_with):
    sandbox = sandbox_with(f'create {BUCKET} 2 fail "AccessDenied: no"')
    sandbox.aws.create(BUCKET, "one", {"bucket": "one"})
    with pytest.raises(grpc.RpcError, match="AccessDenied: no"):
        sandbox.aws.create(BUCKET, "two", {"bucket": "two"})
    sandbox.aws.create(BUCKET, "two", {"bucket": "two"})
    assert [row.id for row in sandbox.store.resources()] == ["one", "two"]


def test_a_lost_create_is_made_and_found_as_interrupted(sandbox_with):
    sandbox = sandbox_with(f"create {BUCKET} 1 lose")
    with pytest.raises(grpc.RpcError) as caught:
        sandbox.aws.create(BUCKET, "one", {"bucket": "one"}, timeout=0.5)
    assert caught.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
    urn = sandbox.aws.urn(BUCKET, "one")
    assert sandbox.store.interrupted("dev") == [(urn, "one")]
    sandbox.aws.read(BUCKET, "one", "one")
    assert sandbox.store.interrupted("dev") == []


def test_a_slow_create_answers_in_the_end(sandbox_with):
    sandbox = sandbox_with(f"create {BUCKET} 1 delay 0.3")
    answered = threading.Event()

    def create() -> None:
        sandbox.aws.create(BUCKET, "one", {"bucket": "one"})
        answered.set()

    caller = threading.Thread(target=create)
    caller.start()
    assert not answered.wait(0.1)
    assert answered.wait(10)
    caller.join()


def test_the_type_of_a_child_is_the_last_of_its_urn():
    urn = "urn:pulumi:dev::shop::stackwright:index:AwsBucket$aws:s3/bucket:Bucket::a::b"
    assert type_and_name(urn) == (BUCKET, "a::b")
