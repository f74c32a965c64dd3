"""Area of concern: which rules run, and on what."""

from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.checks import CHECKS, run_where_sound

HEAD = {
    "blueprint": "training",
    "cloud": "aws",
    "region": "nowhere",
    "budget": {"monthly_usd": 1, "notify": ["a@b.co"]},
}


def test_every_rule_reads_fields_of_a_shape() -> None:
    known = [set(shape.spec.model_fields) for shape in SHAPES.values()]
    assert [check for check in CHECKS if not any(check.reads <= fields for fields in known)] == []


def test_every_rule_says_what_it_holds() -> None:
    assert [check for check in CHECKS if not (check.find.__doc__ or "").endswith(".")
            and "https://" not in (check.find.__doc__ or "")] == []  # fmt: skip


def test_rules_run_on_what_is_sound_and_wait_for_the_rest() -> None:
    data = HEAD | {"compute": {"nodes": "many"}, "network": {"cidr": "8.8.0.0/16"}}
    found = {mistake.steps[0] for mistake in run_where_sound(SHAPES["training"].spec, data)}
    assert found == {"region", "network"}


def test_a_missing_section_stops_only_its_own_rules() -> None:
    data = {name: value for name, value in HEAD.items() if name != "budget"}
    found = {mistake.steps[0] for mistake in run_where_sound(SHAPES["training"].spec, data)}
    assert found == {"region"}
