"""Area of concern: what an environment changes, and what it never changes."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from stackwright.blueprints.load import Loaded
from stackwright.blueprints.problems import Problem
from stackwright.blueprints.profiles import PROFILE, apply
from stackwright.blueprints.values import Environment

Load = Callable[..., Loaded]


def test_prod_spans_more_zones_keeps_logs_longer_and_protects_data(loaded: Load) -> None:
    dev, prod = (loaded(more=f"environment: {name}\n").spec for name in ("dev", "prod"))
    assert (dev.network.zones, dev.network.nat, dev.protect, dev.log_retention_days) == (2, "single", False, 7)
    assert (prod.network.zones, prod.network.nat, prod.protect, prod.log_retention_days) == (3, "per_zone", True, 365)


@pytest.mark.parametrize(("name", "least"), [("dev", 1), ("staging", 1), ("prod", 2)])
def test_an_endpoint_of_prod_runs_at_least_twice(loaded: Load, name: str, least: int) -> None:
    spec: Any = loaded("inference", f"environment: {name}\n").spec
    assert spec.endpoint.variants[0].instances.min == least


def test_the_blueprint_comes_before_the_profile(loaded: Load) -> None:
    spec = loaded(more="environment: prod\nnetwork: {nat: single}\nprotect: false\n").spec
    assert (spec.network.nat, spec.protect, spec.network.zones) == ("single", False, 3)


def test_the_stack_config_comes_before_the_blueprint(loaded: Load) -> None:
    spec = loaded(more="environment: prod\nnetwork: {zones: 4}\n", config={"acme:environment": "dev"}).spec
    assert (spec.environment, spec.network.zones, spec.protect) == ("dev", 4, False)


@pytest.mark.parametrize("shape", ["landing", "training", "inference"])
def test_an_environment_changes_no_name(loaded: Load, shape: str) -> None:
    assert len({loaded(shape, f"environment: {name}\n").name for name in Environment}) == 1
    assert not any("name" in default.path for default in PROFILE)


@pytest.mark.parametrize("data", [{"network": 3}, {"endpoint": {"variants": 3}}, {"endpoint": {"variants": [1, None]}}])
def test_a_wrong_section_is_left_for_the_checks(data: dict[str, Any]) -> None:
    before = repr(data)
    apply(data, Environment.PROD, {"network": None, "endpoint": None} if "network" in data else {"endpoint": None})
    assert repr(data) == before


@pytest.mark.parametrize(
    ("cloud", "scratch", "filled"),
    [
        ("aws", "{}", (1200, 250)),
        ("gcp", "{}", (9000, 1000)),
        ("gcp", "{throughput: 250}", (36000, 250)),
        ("gcp", "{size_gib: 18000}", (18000, 1000)),
        ("gcp", "{kind: nfs}", (1200, 250)),
        ("azure", "{}", (4096, 500)),
        ("azure", "{kind: lustre, throughput: 40}", (49152, 40)),
    ],
)
def test_a_file_system_has_the_smallest_size_that_the_cloud_sells(
    loaded: Load, cloud: str, scratch: str, filled: tuple[int, int]
) -> None:
    spec: Any = loaded("training", f"storage: {{scratch: {scratch}}}\n", cloud=cloud).spec
    assert (spec.storage.scratch.size_gib, spec.storage.scratch.throughput) == filled


@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_no_file_system_is_made_by_a_default(loaded: Load, cloud: str) -> None:
    spec: Any = loaded("training", cloud=cloud).spec
    assert spec.storage.scratch is None


@pytest.mark.parametrize(("name", "days"), [("dev", 30), ("staging", 30), ("prod", 365)])
def test_logs_of_azure_are_kept_as_long_as_it_must(loaded: Load, name: str, days: int) -> None:
    assert loaded("landing", f"environment: {name}\n", cloud="azure").spec.log_retention_days == days


def test_a_profile_fills_only_sections_of_the_shape(loaded: Load) -> None:
    assert not any(path[0] == "endpoint" for path in loaded().profile)


def test_a_conflict_with_the_profile_names_the_profile(problems: Callable[..., Sequence[Problem]]) -> None:
    one = "endpoint:\n  variants:\n    - name: a\n      accelerator: L40S:1\n      instances: {max: 1}\n"
    image = "      image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1\n"
    (found,) = problems("inference", f"environment: prod\n{one}{image}")
    assert found.hint == "`min` is 2 by the `prod` profile"
