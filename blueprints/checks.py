"""Runs the rules that span fields, each as soon as the sections that it reads are sound."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError, create_model

from stackwright.blueprints import compute_checks, endpoint_checks, fabric_checks, network_checks, stack_checks
from stackwright.blueprints.sections import StackSpec
from stackwright.blueprints.values import Section
from stackwright.blueprints.wording import Mistake


@dataclass(frozen=True, slots=True)
class Check:
    """One rule and the top-level fields that it reads; it applies to every shape that has them."""

    reads: frozenset[str]
    find: Callable[[Any], Iterable[Mistake]]


def _check(find: Callable[[Any], Iterable[Mistake]], *reads: str) -> Check:
    return Check(frozenset(reads), find)


CHECKS: tuple[Check, ...] = (
    _check(stack_checks.available, "blueprint", "cloud"),
    _check(stack_checks.platform_available, "blueprint", "platform", "cloud"),
    _check(stack_checks.region_exists, "cloud", "region"),
    _check(stack_checks.region_is_allowed, "region", "policy"),
    _check(stack_checks.account_is_named, "cloud", "account"),
    _check(stack_checks.billing_account_is_named, "cloud", "budget"),
    _check(stack_checks.name_fits, "cloud", "name"),
    _check(stack_checks.mails_are_few, "cloud", "budget"),
    _check(stack_checks.alerts_rise, "budget"),
    _check(stack_checks.mails_differ, "budget"),
    _check(stack_checks.tags_fit, "cloud", "tags"),
    _check(stack_checks.logs_end, "cloud", "log_retention_days"),
    _check(network_checks.range_is_usable, "cloud", "network"),
    _check(network_checks.services_suffice, "blueprint", "network"),
    _check(network_checks.zones_belong, "cloud", "region", "network"),
    _check(network_checks.zones_suffice, "cloud", "region", "network"),
    _check(network_checks.cluster_is_not_public, "cluster"),
    _check(network_checks.cluster_way_exists, "cloud", "cluster"),
    _check(compute_checks.one_machine, "compute"),
    _check(compute_checks.machine_exists, "cloud", "compute"),
    _check(compute_checks.domains_need_version, "cloud", "compute", "cluster"),
    _check(fabric_checks.version_has_machine, "cloud", "compute", "cluster"),
    _check(fabric_checks.slice_is_whole, "cloud", "compute"),
    _check(fabric_checks.placement_is_possible, "cloud", "compute"),
    _check(compute_checks.count_is_fixed, "platform", "compute"),
    _check(compute_checks.disk_is_sold, "cloud", "compute"),
    _check(compute_checks.reservation_is_named, "cloud", "compute"),
    _check(compute_checks.zone_is_in_network, "network", "compute"),
    _check(compute_checks.capacity_is_sold, "cloud", "compute"),
    _check(compute_checks.scratch_fits, "cloud", "storage"),
    _check(endpoint_checks.variants_differ, "endpoint"),
    _check(endpoint_checks.variants_fit, "cloud", "endpoint"),
    _check(endpoint_checks.weights_sum, "endpoint"),
    _check(endpoint_checks.one_machine_each, "endpoint"),
    _check(endpoint_checks.machines_are_managed, "cloud", "endpoint"),
    _check(endpoint_checks.instances_are_ordered, "endpoint"),
    _check(endpoint_checks.instances_are_kept, "cloud", "endpoint"),
    _check(endpoint_checks.instances_are_offered, "cloud", "endpoint"),
    _check(endpoint_checks.images_are_pinned, "endpoint"),
    _check(endpoint_checks.images_are_near, "cloud", "region", "endpoint"),
    _check(endpoint_checks.models_are_addresses, "cloud", "endpoint"),
    _check(endpoint_checks.variables_hold_no_secrets, "cloud", "endpoint"),
)


def run(spec: StackSpec) -> Iterator[Mistake]:
    """The mistakes that the rules find in a blueprint whose every section is sound."""
    yield from _found(spec, type(spec).model_fields)


def run_where_sound(spec: type[StackSpec], data: Mapping[str, Any]) -> Iterator[Mistake]:
    """The mistakes that the rules find in `data`, as far as its sections are sound."""
    sound = dict(_sound(spec, data))
    yield from _found(spec.model_construct(**sound), sound)


def _found(spec: StackSpec, readable: Container[str]) -> Iterator[Mistake]:
    for check in CHECKS:
        if all(name in readable for name in check.reads):
            yield from check.find(spec)


def _sound(spec: type[StackSpec], data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, field in spec.model_fields.items():
        if name not in data:
            if not field.is_required():
                yield name, field.get_default(call_default_factory=True, validated_data={})
            continue
        try:
            part: Any = _alone(spec, name)
            yield name, getattr(part.model_validate({name: data[name]}), name)
        except ValidationError:
            continue


@cache
def _alone(spec: type[StackSpec], name: str) -> Any:
    """Model of one field: pydantic looks for the sources of each model that it makes."""
    field = spec.model_fields[name]
    return create_model("Part", __base__=Section, **{name: (field.annotation, field)})  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType]
