"""Area of concern: what the engine wrote is told apart by content, and everything else is answered by a sentence."""

import json

import pytest

from stackwright.plan.read import ReadError, read

URN = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data"
BUCKET = {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True}
EXPORT = {"version": 3, "deployment": {"manifest": {}, "resources": [BUCKET, BUCKET | {"delete": True}]}}
DIGEST = {"config": {"aws:region": "eu-west-1"}, "steps": [{"op": "create", "urn": URN, "newState": BUCKET}]}
EVENTS = [
    {"sequence": 0, "timestamp": 1, "preludeEvent": {"config": {"aws:region": "eu-west-1"}}},
    {"sequence": 1, "timestamp": 1, "policyEvent": {"policyName": "tagged"}},
    {"sequence": 2, "timestamp": 1, "summaryEvent": {"PolicyPacks": {"house": "1"}}},
]
LINES = "\n".join(map(json.dumps, EVENTS))


def test_an_export_is_the_stack_without_what_waits_for_deletion() -> None:
    found = read(json.dumps(EXPORT).encode())
    assert [resource.urn for resource in found.graph] == [URN]
    assert (found.config, found.said) == ({}, None)


def test_an_export_of_an_empty_stack_is_an_empty_stack() -> None:
    assert len(read(b'{"version": 3, "deployment": {"manifest": {}}}').graph) == 0


def test_a_digest_is_the_stack_with_its_configuration() -> None:
    found = read(json.dumps(DIGEST, indent=4).encode())
    assert [resource.urn for resource in found.graph] == [URN]
    assert (found.config, found.said) == ({"aws:region": "eu-west-1"}, None)


@pytest.mark.parametrize("text", [LINES, f"warning: old\n{LINES}\n", json.dumps(EVENTS)])
def test_events_are_what_the_packs_said(text: str) -> None:
    found = read(text.encode())
    assert (len(found.graph), found.config) == (0, {"aws:region": "eu-west-1"})
    assert found.said == ({"policyName": "tagged"},)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_what_another_shell_saved_is_read_too(encoding: str) -> None:
    assert len(read(json.dumps(DIGEST).encode(encoding)).graph) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("Previewing update (dev)", "is not JSON - give a blueprint"),
        ("{", "breaks off, or is no JSON, at line 1"),
        (json.dumps(EXPORT, indent=1)[:-40], "breaks off, or is no JSON, at line"),
        ("[" * 100_000, "is nested too deep"),
        ("[]", "is neither a stack export nor a preview"),
        ("3", "is neither a stack export nor a preview"),
        ('{"resources": []}', "is neither a stack export nor a preview"),
        ('{"deployment": 3}', "is neither a stack export nor a preview"),
        ('{"deployment": {}}', "is not a stack export"),
        ('{"deployment": {"resources": [{}]}}', "its resources are not those of a stack export"),
        ('{"deployment": {"resources": ["x"]}}', "its resources are not those of a stack export"),
        ('{"deployment": {"resources": 3}}', "its resources are not those of a stack export"),
        ('{"steps": [3]}', "its steps are not those of a preview"),
        (LINES[:-30], "breaks off in the middle of an event"),
        ('{"terraform_version": "1.9"}', "is Terraform's"),
        ('{"AWSTemplateFormatVersion": "2010-09-09"}', "is a CloudFormation template"),
        ('{"$schema": "x", "contentVersion": "1", "resources": []}', "is a template of Azure Resource Manager"),
        ('{"schema": 1, "blueprint": "x", "resources": []}', "is what `stackwright plan --json` wrote"),
    ],
)
def test_everything_else_is_answered_by_a_sentence_with_what_to_run(text: str, message: str) -> None:
    with pytest.raises(ReadError) as refused:
        read(text.encode())
    assert message in str(refused.value)
    assert "`" in str(refused.value) or "run the command" in str(refused.value)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ReadError, match="is not text"):
        read(b"\xff\xfe\x00")
