from typing import Any

import pulumi

from stackwright.accelerators.catalog import machine
from stackwright.components.azure.endpoint.models import Place
from stackwright.components.azure.endpoint.scaling import follow_load
from stackwright.components.intents import Variant
from stackwright.testing.plugin import Cloud

VARIANT = Variant("blue", machine("Standard_NC4as_T4_v3", "azure"), "i", instances_min=2, instances_max=6)


def _profile(cloud: Cloud) -> dict[str, Any]:
    def program() -> None:
        parent: Any = pulumi.ComponentResource("a:index:B", "chat")
        known = pulumi.Output.from_input
        place = Place(known("sub"), "lab", known("ml"), "eastus", {}, parent)
        follow_load("chat-blue", place, known("/deployment"), VARIANT, 100)

    setting = cloud.preview(program).only("azure-native:monitor:AutoscaleSetting").inputs
    assert setting["enabled"] is True
    assert setting["targetResourceUri"] == "/deployment"
    (profile,) = setting["profiles"]
    return profile


def test_instances_stay_between_their_limits(cloud: Cloud) -> None:
    assert _profile(cloud)["capacity"] == {"minimum": "2", "maximum": "6", "default": "2"}


def test_each_instance_gets_about_as_many_requests_as_asked(cloud: Cloud) -> None:
    more, fewer = (rule["metricTrigger"] for rule in _profile(cloud)["rules"])
    assert (more["operator"], more["threshold"]) == ("GreaterThan", 100)
    assert (fewer["operator"], fewer["threshold"]) == ("LessThan", 60)
    for trigger in (more, fewer):
        assert (trigger["metricName"], trigger["dividePerInstance"]) == ("RequestsPerMinute", True)
        assert trigger["metricResourceUri"] == "/deployment"


def test_instances_leave_more_slowly_than_they_come(cloud: Cloud) -> None:
    more, fewer = (rule["scaleAction"] for rule in _profile(cloud)["rules"])
    assert (more["direction"], more["cooldown"]) == ("Increase", "PT5M")
    assert (fewer["direction"], fewer["cooldown"]) == ("Decrease", "PT10M")
