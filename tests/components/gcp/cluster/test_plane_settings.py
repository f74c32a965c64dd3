from stackwright.components.gcp.cluster import plane_settings as settings


def test_ranges_are_named_both_or_made_by_google() -> None:
    assert settings.ranges("pods", "services") == {
        "cluster_secondary_range_name": "pods",
        "services_secondary_range_name": "services",
    }
    assert settings.ranges(None, None) == {"stack_type": "IPV4"}


def test_there_is_always_exactly_one_kind_of_way_in() -> None:
    for dns in (True, False):
        ways = settings.endpoints(dns)
        assert ways["dns_endpoint_config"]["allow_external_traffic"] is dns
        assert ways["ip_endpoints_config"]["enabled"] is not dns


def test_a_window_is_long_enough_for_what_google_asks() -> None:
    window = settings.MAINTENANCE["recurring_window"]
    assert (window["start_time"][11:13], window["end_time"][11:13]) == ("00", "12")
    assert window["recurrence"].count(",") == 1
    # twelve hours twice a week: in 32 days there are at least eight of those days
    assert 12 * 8 >= 48
