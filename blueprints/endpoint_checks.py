"""Rules on the variants of a managed endpoint."""

import re
from collections.abc import Iterator

from stackwright.accelerators.catalog import NoMachine, machines
from stackwright.accelerators.machines import Machine
from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.compute_checks import named_once, no_machine
from stackwright.blueprints.inference.spec import InferenceSpec, Variant
from stackwright.blueprints.machines import machine_of
from stackwright.blueprints.paths import Steps
from stackwright.blueprints.problems import nearest
from stackwright.blueprints.values import Cloud, Platform
from stackwright.blueprints.wording import Mistake
from stackwright.components.forms import IMAGES, MODELS, SECRETS, VARIANT_NAMES
from stackwright.components.limits import INSTANCES_MAX, VARIANTS_MAX, Feature, limit

_IMAGE = re.compile(
    r"(?:[a-z0-9][a-z0-9.-]*(?::\d+)?/)?[a-z0-9][\w./-]*?"
    r"(?::(?P<tag>\w[\w.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
_SECRET = re.compile(r"(?i)(?:^|_)(?:token|secret|password|passwd|api_?key|access_?key|private_?key|credentials?)$")
_VOCABULARY = re.compile(r"(?i)(?:^|_)(?:eos|bos|pad|unk|stop)_token$")
"""Words of a model's own vocabulary, which are no secrets."""


def _each(spec: InferenceSpec) -> Iterator[tuple[Steps, Variant]]:
    for index, variant in enumerate(spec.endpoint.variants):
        yield ("endpoint", "variants", index), variant


def variants_differ(spec: InferenceSpec) -> Iterator[Mistake]:
    """Variants have different names."""
    names = [variant.name for variant in spec.endpoint.variants]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Mistake(
                ("endpoint", "variants", index, "name"), "is the name of another variant", hint="choose another"
            )


def variants_fit(spec: InferenceSpec) -> Iterator[Mistake]:
    """The cloud takes so many variants."""
    most = VARIANTS_MAX.get(spec.cloud)
    if most is not None and len(spec.endpoint.variants) > most:
        message = f"holds {len(spec.endpoint.variants)} variants"
        yield Mistake(("endpoint", "variants"), message, f"{most} or less", at_key=True, show=False)
    form = VARIANT_NAMES.get(spec.cloud)
    for here, variant in _each(spec):
        if form is not None and not form.fits(variant.name):
            near = (variant.name if len(variant.name) > 2 else f"{variant.name}-1")[:27].rstrip("-")
            yield Mistake((*here, "name"), f"is not {form.what}", form.words, f"write `{near}`")


def weights_sum(spec: InferenceSpec) -> Iterator[Mistake]:
    """Weights sum to 100, so that each can be read as a percentage."""
    weights = [variant.weight for variant in spec.endpoint.variants]
    if abs(sum(weights) - 100) > 1e-6:
        message = f"weights sum to {sum(weights):g}"
        got = " + ".join(f"{weight:g}" for weight in weights)
        yield Mistake(
            ("endpoint", "variants"), message, "100", f"change {got} so that they sum to 100", at_key=True, show=False
        )


def one_machine_each(spec: InferenceSpec) -> Iterator[Mistake]:
    """Each variant names its machine once."""
    for here, variant in _each(spec):
        yield from named_once(variant, here)


def machines_are_managed(spec: InferenceSpec) -> Iterator[Mistake]:
    """Each variant runs on a machine that the managed service offers."""
    if spec.cloud not in SHAPES["inference"].clouds(Platform.MANAGED):
        return
    for here, variant in _each(spec):
        if (variant.accelerator is None) == (variant.machine_type is None):
            continue
        try:
            machine = machine_of(variant, spec.cloud)
        except NoMachine as error:
            yield no_machine(error, variant, here, spec.cloud)
            continue
        found = limit(spec.cloud, Feature.ENDPOINT_NOT_ON_DEMAND) if not machine.on_demand else None
        if found is not None or not machine.managed_name:
            field = "accelerator" if variant.machine_type is None else "machine_type"
            hint = f"use `machine_type: {_offered_like(machine, spec.cloud)}`"
            message = f"{machine.name} {found.reason if found else 'is not offered by the managed service'}"
            yield Mistake((*here, field), message, hint=hint)


def _offered_like(machine: Machine, cloud: str) -> str:
    always = limit(cloud, Feature.ENDPOINT_NOT_ON_DEMAND) is None
    offered = [other for other in machines(cloud) if other.managed_name and (always or other.on_demand)]
    same = [other.name for other in offered if other.accelerator == machine.accelerator]
    names = [other.name for other in offered]
    return next(iter(same), "") or nearest(machine.name, names) or names[0]


def instances_are_ordered(spec: InferenceSpec) -> Iterator[Mistake]:
    """A variant scales from a smaller to a larger number."""
    for here, variant in _each(spec):
        low, high = variant.instances.min, variant.instances.max
        if low > high:
            yield Mistake((*here, "instances", "max"), "is below `min`", f"{low} or more")


def instances_are_offered(spec: InferenceSpec) -> Iterator[Mistake]:
    """A variant has no more instances than the cloud gives it."""
    most = INSTANCES_MAX.get(spec.cloud)
    for here, variant in _each(spec):
        if most is not None and variant.instances.max > most:
            message = f"is more than a variant has on {spec.cloud}"
            hint = f"write {most}, and divide the rest of the traffic over another variant"
            yield Mistake((*here, "instances", "max"), message, f"{most} or less", hint)


def instances_are_kept(spec: InferenceSpec) -> Iterator[Mistake]:
    """A variant keeps as many instances as the cloud asks for."""
    found = limit(spec.cloud, Feature.SCALE_TO_ZERO)
    for here, variant in _each(spec):
        if found is not None and not variant.instances.min:
            yield Mistake((*here, "instances", "min"), found.reason, "1 or more", found.instead)


def images_are_pinned(spec: InferenceSpec) -> Iterator[Mistake]:
    """Images are named with a version, so that the same blueprint deploys the same code."""
    for here, variant in _each(spec):
        image = _IMAGE.fullmatch(variant.image)
        allowed = "registry/name:version, or registry/name@sha256:..."
        if image is None:
            yield Mistake((*here, "image"), "is not the name of an image", allowed)
        elif image["digest"] is None and image["tag"] in (None, "latest"):
            yield Mistake((*here, "image"), "has no fixed version", allowed, "name a version other than `latest`")


def images_are_near(spec: InferenceSpec) -> Iterator[Mistake]:
    """An image is in the cloud's own registry, in the region of the endpoint where it has one."""
    form = IMAGES[spec.cloud]
    for here, variant in _each(spec):
        registry = re.fullmatch(form.pattern, variant.image)
        if registry is None:
            allowed = form.words.format(region=spec.region)
            hint = "push the image there; the managed service pulls from nowhere else"
            yield Mistake((*here, "image"), f"is not {form.what}", allowed, hint)
            continue
        region = registry.groupdict().get("region")
        if region is not None and region != spec.region and not _holds(region, spec.region):
            message = f"is in {region}, and the endpoint pulls from {spec.region} only"
            yield Mistake((*here, "image"), message, hint=f"push the image to {spec.region}")


def _holds(place: str, region: str) -> bool:
    """Whether `place` is a multi-region of Artifact Registry (`us`, `europe`, `asia`) with `region` in it."""
    return place.isalpha() and region.startswith(f"{place}-")


def models_are_addresses(spec: InferenceSpec) -> Iterator[Mistake]:
    """A model is an archive or a folder in a bucket of the cloud."""
    form = MODELS[spec.cloud]
    for here, variant in _each(spec):
        if variant.model_data is not None and not form.fits(variant.model_data):
            yield Mistake((*here, "model_data"), "is not the address of a model", form.words, "copy the model there")


def variables_hold_no_secrets(spec: InferenceSpec) -> Iterator[Mistake]:
    """Variables that would hold a secret hold its id: anyone who may describe the model reads them."""
    form = SECRETS[spec.cloud]
    for here, variant in _each(spec):
        for name, value in variant.environment.items():
            plain = not value or value.isdigit() or form.fits(value)
            if _SECRET.search(name) and not _VOCABULARY.search(name) and not plain:
                message = "would show a secret to everyone who may describe the model"
                hint = f"pass the id of a secret as `{name}_{'ARN' if spec.cloud is Cloud.AWS else 'ID'}` "
                hint += "and read it in the container"
                yield Mistake((*here, "environment", name), message, form.words, hint, at_key=True, show=False)
