"""Area of concern: nothing that could be a secret is ever shown."""

import pytest

from stackwright.blueprints.redaction import masked, masked_unless_known, secret_kind, secret_name

CREDENTIALS = [
    "AKIA0123456789ABCDEF",
    "-----BEGIN RSA PRIVATE KEY-----",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
    "hf_abcdefghijklmnopqrstuvwxyz",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEK0Y",
    "postgres://user:hunter2@db.example.com/app",
    "AccountKey=abcdefghijklmnopqrstuvwxyz0123456789==",
]


@pytest.mark.parametrize("value", CREDENTIALS)
def test_a_credential_is_recognised_and_masked(value: str) -> None:
    assert secret_kind(value)
    assert value not in masked(f"owner: {value} # note")


@pytest.mark.parametrize(
    "value",
    [
        "us-east-1",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1.4.0",
        "sha256:" + "0123456789abcdef" * 4,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "s3://example-models/assistant/v1/model.tar.gz",
        "https://example.com:443/path",
    ],
)
def test_plain_values_are_not_taken_for_credentials(value: str) -> None:
    assert not secret_kind(value)
    assert masked(f"field: {value}") == f"field: {value}"


@pytest.mark.parametrize("name", ["password", "DB_PASSWORD", "hf_token", "apiKey", "pasword", "client_secret"])
def test_a_telling_name_hides_what_follows(name: str) -> None:
    assert secret_name(name)
    assert masked(f"{name}: hunter2 # x") == f"{name}: ******* * *"


def test_the_name_of_a_reference_is_no_secret() -> None:
    assert not secret_name("secret")


def test_in_a_file_that_cannot_be_read_only_known_fields_are_shown() -> None:
    known = frozenset({"region", "environment"})
    assert masked_unless_known("region: us-east-1", known) == "region: us-east-1"
    assert masked_unless_known('  FOO: "hunter2', known) == "  FOO: ********"
    assert masked_unless_known("environment: {FOO: x", known) == "environment: ***** *"
    assert masked_unless_known("  hunter2", known) == "  *******"
