"""Rules on the head of a blueprint: what is built, region, budget, tags, logs."""

from collections.abc import Iterator
from dataclasses import replace

from stackwright.accelerators.regions import NoRegion, region, regions
from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.problems import did_you_mean, listed
from stackwright.blueprints.sections import StackSpec
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.blueprints.values import Cloud
from stackwright.blueprints.wording import Mistake
from stackwright.components.forms import ACCOUNTS, BILLING_ACCOUNTS
from stackwright.components.limits import LOG_RETENTION_DAYS, NAME_LENGTH_MAX, NOTIFY_MAX, OWN_TAGS, TAGS


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


def region_is_allowed(spec: StackSpec) -> Iterator[Mistake]:
    """The region is one of those that the blueprint allows itself."""
    allowed = spec.policy.allowed_regions
    if allowed and spec.region not in allowed:
        hint = "choose one of them, or add it to `policy.allowed_regions`"
        yield Mistake(("region",), "is not one of `policy.allowed_regions`", listed(allowed), hint)


def account_is_named(spec: StackSpec) -> Iterator[Mistake]:
    """The account has the form that the cloud gives it, and is named where the credentials name none."""
    form = ACCOUNTS[spec.cloud]
    if spec.account is None and spec.cloud is Cloud.GCP:
        message = "is required on gcp, where credentials belong to no project"
        yield Mistake(("account",), message, form.words, "add `account:` with the id of your project", show=False)
    elif spec.account is not None and not form.fits(spec.account):
        yield Mistake(("account",), f"is not {form.what}", form.words)


def billing_account_is_named(spec: StackSpec) -> Iterator[Mistake]:
    """A budget names a billing account where, and only where, it is made in one."""
    here, given = ("budget", "billing_account"), spec.budget.billing_account
    form = BILLING_ACCOUNTS.get(spec.cloud)
    if form is None and given is not None:
        message = f"belongs to Google Cloud: a budget of {spec.cloud} is made in the account of the stack"
        yield Mistake(here, message, hint="remove it", at_key=True, show=False)
    elif form is not None and given is None:
        message = f"is required on {spec.cloud}, whose budgets are made in a billing account"
        hint = "add `billing_account:` as `gcloud billing projects describe` shows it"
        yield Mistake(here, message, form.words, hint, show=False)
    elif form is not None and given is not None and not form.fits(given):
        yield Mistake(here, f"is not {form.what}", form.words)


def name_fits(spec: StackSpec) -> Iterator[Mistake]:
    """Every name that begins with the stack's has room on the cloud."""
    longest = NAME_LENGTH_MAX.get(spec.cloud)
    if longest is not None and len(spec.name) > longest:
        message = f"is too long on {spec.cloud}: names of its resources begin with it"
        yield Mistake(("name",), message, f"{longest} characters or fewer", f"shorten it by {len(spec.name) - longest}")


def mails_are_few(spec: StackSpec) -> Iterator[Mistake]:
    """A budget of the cloud takes all the addresses."""
    most, given = NOTIFY_MAX[spec.cloud], len(spec.budget.notify)
    if given > most:
        message = f"has {given} addresses, more than a budget of {spec.cloud} takes"
        yield Mistake(("budget", "notify"), message, f"{most} or fewer", "name a mailing list", show=False)


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
    """Tags are within what the cloud takes, with room for those of the components."""
    rules = TAGS.get(spec.cloud)
    if rules is None:
        return
    room = replace(rules, count_max=rules.count_max - OWN_TAGS)
    for key, message in room.problems(spec.tags):
        here = ("tags", key) if key else ("tags",)
        near = room.nearest(key, spec.tags[key]) if key and not room.written(key, spec.tags[key]) else None
        hint = f'write `{near[0]}: "{near[1]}"`' if near else ""
        yield Mistake(here, message, hint=hint, at_key=True, show=False)


def logs_end(spec: StackSpec) -> Iterator[Mistake]:
    """Logs are kept for a time that the cloud offers."""
    offered = LOG_RETENTION_DAYS.get(spec.cloud, ())
    if offered and spec.log_retention_days not in offered:
        longer = next((days for days in offered if days > spec.log_retention_days), offered[-1])
        message = f"is not a retention that {spec.cloud} offers"
        allowed = f"{offered[0]} to {offered[-1]}" if isinstance(offered, range) else listed(offered)
        yield Mistake(("log_retention_days",), message, allowed, f"write {longer}")
