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
from stackwright.blueprints.problems import listed, nearest
from stackwright.blueprints.values import Cloud, Platform
from stackwright.blueprints.wording import Mistake
from stackwright.components.limits import VARIANTS_MAX

_ECR = re.compile(r"\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/[a-z0-9._/-]+[:@]")
_IMAGE = re.compile(
    r"(?:[a-z0-9][a-z0-9.-]*(?::\d+)?/)?[a-z0-9][\w./-]*?"
    r"(?::(?P<tag>\w[\w.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
_MODEL = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/(?:[\w!.*'()-]+/)*(?:[\w!.*'()-]+\.tar\.gz)?")
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
            yield no_machine(error, variant, here)
            continue
        if not machine.managed_name:
            field = "accelerator" if variant.machine_type is None else "machine_type"
            hint = f"use `machine_type: {_offered_like(machine, spec.cloud)}`"
            yield Mistake((*here, field), f"{machine.name} is not offered by the managed service", hint=hint)


def _offered_like(machine: Machine, cloud: str) -> str:
    offered = [other for other in machines(cloud) if other.managed_name]
    same = [other.name for other in offered if other.accelerator == machine.accelerator]
    names = [other.name for other in offered]
    return next(iter(same), "") or nearest(machine.name, names) or names[0]


def instances_are_ordered(spec: InferenceSpec) -> Iterator[Mistake]:
    """A variant scales from a smaller to a larger number."""
    for here, variant in _each(spec):
        low, high = variant.instances.min, variant.instances.max
        if low > high:
            yield Mistake((*here, "instances", "max"), "is below `min`", f"{low} or more")


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
    """An image is in ECR, in the region of the endpoint, which is where SageMaker pulls from.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
    """
    for here, variant in _each(spec) if spec.cloud is Cloud.AWS else ():
        registry = _ECR.match(variant.image)
        if registry is None:
            allowed = f"<account>.dkr.ecr.{spec.region}.amazonaws.com/<name>:<version>"
            hint = "push the image to ECR; the managed service pulls from nowhere else"
            yield Mistake((*here, "image"), "is not an image in ECR", allowed, hint)
        elif registry[1] != spec.region:
            message = f"is in {registry[1]}, and the endpoint pulls from {spec.region} only"
            yield Mistake((*here, "image"), message, hint=f"push the image to {spec.region}")


def models_are_addresses(spec: InferenceSpec) -> Iterator[Mistake]:
    """A model is an archive or a folder in a bucket."""
    for here, variant in _each(spec):
        model = variant.model_data
        if spec.cloud is Cloud.AWS and model is not None and not _MODEL.fullmatch(model):
            allowed = "s3://bucket/path/model.tar.gz, or a folder such as s3://bucket/path/"
            yield Mistake((*here, "model_data"), "is not the address of a model", allowed)


def variables_hold_no_secrets(spec: InferenceSpec) -> Iterator[Mistake]:
    """Variables that would hold a secret hold its id: anyone who may describe the model reads them."""
    for here, variant in _each(spec):
        for name, value in variant.environment.items():
            plain = not value or value.isdigit() or value.startswith("arn:")
            if _SECRET.search(name) and not _VOCABULARY.search(name) and not plain:
                message = "would show a secret to everyone who may describe the model"
                hint = f"pass the id of a secret as `{name}_ARN` and read it in the container"
                yield Mistake((*here, "environment", name), message, listed(["arn:..."]), hint, at_key=True, show=False)
