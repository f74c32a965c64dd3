import base64

import pytest

from stackwright.policies.credentials import holds_secret, is_secret_key, looks_secret, names_secret

SHAPES = {
    "aws": "AKIAIOSFODNN7EXAMPLE",
    "pem": "-----BEGIN RSA PRIVATE KEY-----",
    "jwt": "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4",
    "github": "ghp_" + "a1" * 18,
    "gitlab": "glpat-" + "a1" * 10,
    "huggingface": "hf_" + "aB" * 17,
    "openai": "sk-proj-" + "a1" * 20,
    "slack": "xoxb-1234567890-abcdef",
    "google": "AIza" + "a" * 35,
    "nvidia": "nvapi-" + "a1" * 12,
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_credentials_are_found_inside_other_text(shape: str) -> None:
    assert looks_secret(f"export TOKEN={shape}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:huggingface-AbCdEf",
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/serve:1",
        "s3://models/llama/model.tar.gz",
        "a sentence about tokens and passwords",
        "2f1c8a7e-7f5e-4d4c-9a54-0a7e6f1f9b11",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert not looks_secret(text)


def test_a_script_that_assigns_a_password_holds_one_plain_or_in_base64() -> None:
    script = "#!/bin/sh\nexport DB_PASSWORD=correct-horse-battery\n"
    assert holds_secret(script)
    assert holds_secret(base64.b64encode(script.encode()).decode())


@pytest.mark.parametrize(
    "script",
    ["#!/bin/sh\nexport DB_PASSWORD=$(aws secretsmanager get-secret-value)\n", "password=${PASSWORD}", "echo hello"],
)
def test_a_script_that_reads_its_password_holds_none(script: str) -> None:
    assert not holds_secret(script)


@pytest.mark.parametrize(
    "name", ["API_KEY", "hub_token", "HF_HUB_TOKEN", "DB_PASSWORD", "client_secret", "AWS_SECRET_ACCESS_KEY"]
)
def test_names_of_credentials_are_known(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize("name", ["MAX_TOKENS", "TOKENIZER", "KEY_ROTATION", "MODEL", "PASSWORDLESS"])
def test_other_names_are_not_credentials(name: str) -> None:
    assert not names_secret(name)


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("AWS_SECRET", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", True),
        ("DIGEST", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", False),
        ("SECRET_DIGEST", "da39a3ee5e6b4b0d3255bfef95601890afd80709", False),
        ("SECRET_NAME", "orders-database", False),
    ],
)
def test_a_secret_access_key_is_known_by_its_shape_where_the_name_speaks_of_a_secret(
    name: str, value: str, answer: bool
) -> None:
    assert is_secret_key(name, value) is answer
