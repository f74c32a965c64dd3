"""`stackwright.pricing.aws.settings`."""

from stackwright.pricing.aws import companions, settings
from stackwright.pricing.aws.companions import tokens


def test_no_type_is_in_both_tables() -> None:
    assert set(tokens(companions.FREE)) & set(tokens(settings.FREE)) == set()


def test_nothing_that_runs_is_a_setting() -> None:
    running = ("Instance", "Endpoint", "Cluster", "Gateway", "Volume")
    assert [token for token in tokens(settings.FREE) if token.rpartition(":")[2] in running] == []
