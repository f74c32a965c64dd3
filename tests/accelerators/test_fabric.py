"""`stackwright.accelerators.fabric`."""

import pytest

from stackwright.accelerators.catalog import machine, machines
from stackwright.accelerators.fabric import Interface, Kind, efa_interfaces


@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("p4d.24xlarge", 4),
        ("p5.48xlarge", 32),
        ("p5en.48xlarge", 16),
        ("p6-b200.48xlarge", 8),
        ("trn1.32xlarge", 8),
        ("trn2.48xlarge", 16),
    ],
)
def test_card_0_is_efa_and_the_others_are_efa_only_on_device_1(name: str, cards: int) -> None:
    assert efa_interfaces(machine(name, "aws")) == (
        Interface(0, 0, Kind.EFA),
        *(Interface(card, 1, Kind.EFA_ONLY) for card in range(1, cards)),
    )


def test_card_0_of_p6_b300_is_plain_and_the_others_are_efa_only_on_device_0() -> None:
    assert efa_interfaces(machine("p6-b300.48xlarge", "aws")) == (
        Interface(0, 0, Kind.PLAIN),
        *(Interface(card, 0, Kind.EFA_ONLY) for card in range(1, 17)),
    )


def test_one_card_with_efa_is_one_interface() -> None:
    assert efa_interfaces(machine("p5.4xlarge", "aws")) == (Interface(0, 0, Kind.EFA),)


def test_a_machine_without_efa_has_no_layout() -> None:
    assert efa_interfaces(machine("g5.xlarge", "aws")) == ()


def test_every_efa_of_every_machine_type_is_used() -> None:
    for each in machines("aws"):
        layout = efa_interfaces(each)
        assert sum(one.kind is not Kind.PLAIN for one in layout) == each.fabric_interfaces, each.name
        assert len({(one.network_card_index, one.device_index) for one in layout}) == len(layout), each.name
