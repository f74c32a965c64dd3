"""A stack has one set of settings for each package, and the settings reach what is made."""

import pytest

from stackwright.sandbox.configuration import (
    Configured,
    OtherSettingsError,
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


def test_a_second_provider_with_other_settings_is_refused_in_a_sentence():
    configured = Configured()
    configured.add("aws", "dev", Settings({"region": "us-east-1"}))
    configured.add("aws", "dev", Settings({"region": "us-east-1"}))
    with pytest.raises(OtherSettingsError, match="asks for another region; give single resources their own `region`"):
        configured.add("aws", "dev", Settings({"region": "eu-west-1"}))


def test_stacks_have_their_own_settings_and_another_engine_starts_afresh():
    configured = Configured()
    configured.attach("127.0.0.1:1")
    configured.add("aws", "dev", Settings({"region": "us-east-1"}))
    configured.add("aws", "prod", Settings({"region": "eu-west-1"}))
    assert configured.of("prod").values["region"] == "eu-west-1"
    configured.attach("127.0.0.1:2")
    configured.add("aws", "dev", Settings({"region": "eu-west-1"}))
    assert configured.of("dev").values["region"] == "eu-west-1"


def test_a_configuration_is_refused_where_the_provider_refuses_it():
    assert config_failures("aws", {"region": "us-east-1", "version": "7"}) == []
    assert config_failures("aws", {"region": "us-east-1", "regoin": "x"}) == [("regoin", "no such setting")]
    assert config_failures("gcp", {}) == []


def test_aws_needs_a_region_from_the_configuration_or_the_environment(monkeypatch):
    assert config_failures("aws", {})[0][0] == "region"
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert config_failures("aws", {}) == []
    assert Settings({}).context().region == "eu-west-1"
