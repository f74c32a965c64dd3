"""Rules on the head of a blueprint: what is built, region, budget, tags, logs."""

import re
from collections.abc import Iterator, Mapping

from stackwright.accelerators.regions import NoRegion, region, regions
from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.problems import did_you_mean, listed
from stackwright.blueprints.sections import StackSpec
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.blueprints.values import Cloud
from stackwright.blueprints.wording import Mistake

TAG_COUNT = 40
"""Most tags of a blueprint: AWS takes 50 a resource, and components add their own.

https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
"""
_TAG = re.compile(r"[\w .:/=+\-@]*")
"""Characters that every AWS service takes in tags (same page)."""
LOG_DAYS: Mapping[Cloud, tuple[int, ...]] = {
    Cloud.AWS: (
        *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
        *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
    )
}
"""Retentions that a log service offers: PutRetentionPolicy of CloudWatch Logs.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""


def available(spec: StackSpec) -> Iterator[Mistake]:
    """The shape is built for the cloud."""
    shape = SHAPES[_shape_of(spec)]
    built = {cloud for clouds in shape.forms.values() for cloud in clouds}
    if spec.cloud not in built:
        message = f"`{shape.name}` is not there yet on {spec.cloud}"
        yield Mistake(("cloud",), message, listed(sorted(built)), show=False)


def platform_available(spec: TrainingSpec) -> Iterator[Mistake]:
    """The shape is built for the platform."""
    shape = SHAPES[_shape_of(spec)]
    if spec.platform not in shape.platforms:
        message = f"`{shape.name}` is not there yet as `platform: {spec.platform}`"
        yield Mistake(("platform",), message, listed(shape.platforms), show=False)


def _shape_of(spec: StackSpec) -> str:
    return next(name for name, shape in SHAPES.items() if isinstance(spec, shape.spec))


def region_exists(spec: StackSpec) -> Iterator[Mistake]:
    """The cloud has the region."""
    try:
        region(spec.region, spec.cloud)
    except NoRegion as error:
        near = " or ".join(f"`{name}`" for name in error.nearest[:2])
        hint = f"did you mean {near}?" if near else did_you_mean(spec.region, regions(spec.cloud))
        allowed = "" if near else listed(regions(spec.cloud))
        yield Mistake(("region",), f"is not a region of {spec.cloud}", allowed, hint)


def alerts_rise(spec: StackSpec) -> Iterator[Mistake]:
    """Budget alerts are in rising order, each once."""
    given = spec.budget.alert_percent
    if list(given) != sorted(set(given)):
        hint = f"write [{listed(sorted(set(given)))}]"
        yield Mistake(("budget", "alert_percent"), "does not rise", "each percentage once, lowest first", hint)


def mails_differ(spec: StackSpec) -> Iterator[Mistake]:
    """Each address is mailed once."""
    given = spec.budget.notify
    for index, address in enumerate(given):
        if address.lower() in map(str.lower, given[:index]):
            yield Mistake(("budget", "notify", index), "is listed twice", hint="keep one of them")


def tags_fit(spec: StackSpec) -> Iterator[Mistake]:
    """Tags are within what the cloud takes."""
    if len(spec.tags) > TAG_COUNT:
        yield Mistake(("tags",), f"holds {len(spec.tags)} tags", f"{TAG_COUNT} or less", show=False)
    for key, value in spec.tags.items():
        here = ("tags", key)
        if key.lower().startswith("aws:"):
            yield Mistake(
                here, "`aws:` is reserved for the cloud's own tags", hint="choose another name", at_key=True, show=False
            )
        elif not 1 <= len(key) <= 128 or not _TAG.fullmatch(key):
            allowed = "1 to 128 letters, digits, spaces and . : / = + - @ _"
            yield Mistake(here, "is not a name for a tag", allowed, at_key=True, show=False)
        if len(value) > 256 or not _TAG.fullmatch(value):
            allowed = "up to 256 letters, digits, spaces and . : / = + - @ _"
            yield Mistake(here, "is not a value for a tag", allowed)


def logs_end(spec: StackSpec) -> Iterator[Mistake]:
    """Logs are kept for a time that the cloud offers."""
    offered = LOG_DAYS.get(spec.cloud, ())
    if offered and spec.log_retention_days not in offered:
        longer = next((days for days in offered if days > spec.log_retention_days), offered[-1])
        message = f"is not a retention that {spec.cloud} offers"
        yield Mistake(("log_retention_days",), message, listed(offered), f"write {longer}")
