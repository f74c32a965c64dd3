"""What Vertex AI can serve: variants and machines that it takes, and how it writes a machine."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stackwright.accelerators.machines import Machine
from stackwright.components.intents import Variant

_NAME = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_IMAGE = re.compile(r"[a-z0-9-]+-docker\.pkg\.dev/[a-z0-9:.-]+/[a-z0-9-]+/[a-z0-9._/-]+[:@]\S+")
_FOLDER = re.compile(r"gs://[a-z0-9._-]{3,222}(/\S*)?")
_TPU_TOPOLOGY: Mapping[int, str] = {1: "1x1", 4: "2x2", 8: "2x4"}
"""By chips of one machine: https://cloud.google.com/vertex-ai/docs/predictions/use-tpu"""


def checked(variants: Sequence[Variant]) -> Sequence[Variant]:
    """`variants`, if each can be served and their names and weights make a split."""
    for variant in variants:
        scaled(variant)
        if not _IMAGE.fullmatch(variant.image):
            raise ValueError(
                f"{variant.name}: {variant.image} is not an image in Artifact Registry with a tag "
                "(`<region>-docker.pkg.dev/<project>/<repository>/<image>:<tag>`)"
            )
        if variant.model_data and not _FOLDER.fullmatch(variant.model_data):
            raise ValueError(f"{variant.name}: {variant.model_data} is not a folder like `gs://<bucket>/<folder>`")
    if len({variant.name for variant in variants}) < len(variants):
        raise ValueError("two variants have the same name")
    if any(variant.weight < 0 for variant in variants) or not sum(variant.weight for variant in variants) > 0:
        raise ValueError("no variant has a weight, so none would get a request")
    return variants


def scaled(variant: Variant) -> Variant:
    """`variant`, if Vertex AI has its machine and at least one replica of it; it does not scale to zero.

    https://cloud.google.com/vertex-ai/docs/reference/rest/v1/DedicatedResources
    """
    if not _NAME.fullmatch(variant.name):
        raise ValueError(f"{variant.name} is not a name: use lower-case letters, digits and dashes, at most 63")
    if variant.machine.cloud != "gcp" or not variant.machine.managed_name:
        raise ValueError(f"{variant.name}: Vertex AI does not serve on {variant.machine.name}")
    if not 1 <= variant.instances_min <= variant.instances_max:
        raise ValueError(f"{variant.name}: instances are at least 1, and at most instances_max")
    return variant


def machine_spec(machine: Machine) -> dict[str, Any]:
    """Machine as Vertex AI writes it, with its accelerators; the key of what there is none of is left out."""
    spec: dict[str, Any] = {"machineType": machine.managed_name}
    if machine.managed_accelerator:
        spec |= {"acceleratorType": machine.managed_accelerator, "acceleratorCount": machine.accelerator_count}
    if machine.family == "tpu":
        spec |= {"tpuTopology": _TPU_TOPOLOGY[machine.accelerator_count]}
    return spec
