"""The variants of an endpoint, checked the same way for every service that hosts models."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stackwright.components.forms import IMAGES, VARIANT_NAMES
from stackwright.components.intents import Variant
from stackwright.components.limits import INSTANCES_MAX


@dataclass(frozen=True, slots=True)
class Host:
    """A service that hosts models."""

    title: str
    cloud: str
    address: re.Pattern[str]
    """Where a model's files are."""
    words: str
    """The form of that address in words."""

    def image(self, text: str) -> re.Match[str]:
        """Parts of an image, which is in the cloud's own registry and has a tag."""
        form = IMAGES[self.cloud]
        words = form.words.format(region="<region>")
        return _parts(re.compile(form.pattern), text, f"{form.what} with a tag (`{words}`)")

    def files(self, text: str) -> re.Match[str]:
        """Parts of the address of a model's files."""
        return _parts(self.address, text, f"an address like `{self.words}`")

    def runs(self, variant: Variant) -> Variant:
        """`variant`, if the service takes its name, its machine and its number of instances."""
        form = VARIANT_NAMES[self.cloud]
        if not form.fits(variant.name):
            raise ValueError(f"{variant.name} is not a name: use {form.words}")
        if variant.machine.cloud != self.cloud or not variant.machine.managed_name:
            raise ValueError(f"{variant.name}: {self.title} does not host on {variant.machine.name}")
        most = INSTANCES_MAX.get(self.cloud)
        if not 1 <= variant.instances_min <= variant.instances_max <= (most or variant.instances_max):
            limit = f" and {most}" if most else ""
            raise ValueError(f"{variant.name}: instances are at least 1, and at most instances_max{limit}")
        return variant

    def divided(self, variants: Sequence[Variant]) -> Sequence[Variant]:
        """`variants`, if each can be hosted with its image and files, and their names and weights make a split."""
        for variant in variants:
            self.runs(variant)
            self.image(variant.image)
            if variant.model_data:
                self.files(variant.model_data)
        if len({variant.name for variant in variants}) < len(variants):
            raise ValueError("two variants have the same name")
        if any(variant.weight < 0 for variant in variants):
            raise ValueError("a variant has a weight below 0")
        if not sum(variant.weight for variant in variants) > 0:
            raise ValueError("no variant has a weight, so none would get a request")
        return variants


def _parts(form: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    found = form.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is not {what}")
    return found
