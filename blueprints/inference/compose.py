"""The inference stack: a managed endpoint over one or several model versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stackwright.blueprints import ground
from stackwright.blueprints.inference.spec import InferenceSpec
from stackwright.blueprints.inference.spec import Variant as VariantSpec
from stackwright.blueprints.machines import machine_of
from stackwright.blueprints.next_steps import CALL, CONFIRM
from stackwright.components.intents import RunsOn, Variant
from stackwright.components.roles import (
    Budget,
    Endpoint,
    Identity,
    Key,
    Kit,
    Monitoring,
    Network,
    ObjectStore,
    Registry,
)

SOURCES: Mapping[str, str] = {
    **ground.SOURCES,
    "models": "storage.models",
    "capture": "storage.capture",
    "images": "name",
    "server": "platform",
    "endpoint": "endpoint",
}
"""Spec path that each component comes from, by its name without the prefix."""


_ALL = 100
"""Share to capture where there is no bucket to capture to: it means nothing, and 0 is refused."""


@dataclass(frozen=True, slots=True)
class InferenceStack:
    """Components of an inference stack."""

    network: Network
    key: Key
    models: ObjectStore
    capture: ObjectStore | None
    images: Registry
    server: Identity
    endpoint: Endpoint
    monitoring: Monitoring
    budget: Budget
    first_steps: Sequence[str]
    """What a user of this cloud does first."""


def compose(spec: InferenceSpec, kit: Kit) -> InferenceStack:
    """Declare the stack described by `spec` on the cloud behind `kit`."""
    base = ground.ground(spec, kit, spec.blueprint)
    models = kit.object_store("models", retention_days=spec.storage.models.retention_days)
    capture = _capture(spec, kit)
    images = kit.registry("images")

    server = kit.identity("server", runs_on=RunsOn.ENDPOINT)
    models.allow_read(server)
    images.allow_pull(server)

    endpoint = kit.endpoint(
        "endpoint",
        variants=[_variant(variant, spec.cloud) for variant in spec.endpoint.variants],
        identity=server,
        capture=capture,
        capture_percent=spec.endpoint.capture_percent if capture else _ALL,
        requests_per_instance=spec.endpoint.requests_per_instance,
    )
    return InferenceStack(
        network=base.network,
        key=base.key,
        models=models,
        capture=capture,
        images=images,
        server=server,
        endpoint=endpoint,
        monitoring=kit.monitoring(
            "monitoring",
            endpoint=endpoint,
            variants=[variant.name for variant in spec.endpoint.variants],
            notify=spec.budget.notify,
        ),
        budget=ground.budget(spec, kit),
        first_steps=(*CONFIRM[spec.cloud], CALL[spec.cloud]),
    )


def outputs(stack: InferenceStack) -> Mapping[str, Any]:
    """What a user gets after `up`."""
    captured = {} if stack.capture is None else {"capture_uri": stack.capture.uri}
    return {
        "network_id": stack.network.id,
        "models_uri": stack.models.uri,
        **captured,
        "registry_url": stack.images.url,
        "endpoint_name": stack.endpoint.name,
        "endpoint_url": stack.endpoint.url,
        "call": stack.endpoint.call,
        "server_principal": stack.server.principal,
        "dashboard_url": stack.monitoring.dashboard_url,
        "budget_name": stack.budget.name,
        "next": ground.listed_steps(
            [
                *stack.first_steps,
                "copy the next model to `models_uri`, push its image to `registry_url`, and add it as a variant",
                "move its weight up in steps, with `pulumi up` after each",
            ]
        ),
    }


def _capture(spec: InferenceSpec, kit: Kit) -> ObjectStore | None:
    if not spec.endpoint.capture_percent:
        return None
    return kit.object_store("capture", retention_days=spec.storage.capture.retention_days)


def _variant(variant: VariantSpec, cloud: str) -> Variant:
    return Variant(
        name=variant.name,
        machine=machine_of(variant, cloud),
        image=variant.image,
        model_data=variant.model_data or "",
        weight=variant.weight,
        instances_min=variant.instances.min,
        instances_max=variant.instances.max,
        environment=dict(variant.environment),
    )
