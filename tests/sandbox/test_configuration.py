"""Each provider instance has its settings, and they reach what is made."""

import pytest

from stackwright.sandbox.configuration import (
    Configured,
    Settings,
    config_failures,
    read_settings,
)
from stackwright.sandbox.wire import secret


@pytest.fixture(autouse=True)
def _no_region(monkeypatch):
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)


def test_nested_settings_arrive_as_text_and_secrets_are_opened():
    args = {"region": "eu-west-1", "defaultTags": '{"tags": {"owner": "research"}}', "version": "7.51.1"}
    settings = read_settings(args | {"secretKey": secret("k")})
    assert settings.values == {
        "region": "eu-west-1",
        "defaultTags": {"tags": {"owner": "research"}},
        "secretKey": "k",
    }
    context = settings.context("2")
    assert (context.region, context.default_tags, context.seed) == ("eu-west-1", {"owner": "research"}, "2")


def test_each_connection_has_the_settings_of_its_provider():
    configured = Configured()
    assert configured.of("ipv4:127.0.0.1:1") == Settings()
    configured.add("ipv4:127.0.0.1:1", Settings({"region": "us-east-1"}))
    configured.add("ipv4:127.0.0.1:2", Settings({"region": "eu-west-1"}))
    assert configured.of("ipv4:127.0.0.1:1").values["region"] == "us-east-1"
    assert configured.of("ipv4:127.0.0.1:2").values["region"] == "eu-west-1"
    assert configured.of("ipv4:127.0.0.1:3").values["region"] == "eu-west-1"


def test_a_configuration_is_refused_where_the_provider_refuses_it():
    assert config_failures("aws", {"region": "us-east-1", "version": "7"}) == []
    assert config_failures("aws", {"region": "us-east-1", "regoin": "x"}) == [("regoin", "no such setting")]
    assert config_failures("gcp", {}) == []


def test_aws_needs_a_region_from_the_configuration_or_the_environment(monkeypatch):
    assert config_failures("aws", {})[0][0] == "region"
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert config_failures("aws", {}) == []
    assert Settings({}).context().region == "eu-west-1"
