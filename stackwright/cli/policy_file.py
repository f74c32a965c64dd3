"""Which policy file is meant, read with every mistake at its line; and the configuration that it makes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from stackwright.blueprints.document import Document
from stackwright.blueprints.paths import Steps, is_fields, value_at
from stackwright.blueprints.problems import Problem, SpecError
from stackwright.blueprints.reading import read
from stackwright.blueprints.wording import Mistake, mistakes
from stackwright.policies.baseline import BaselineError, read_baseline
from stackwright.policies.config import Levels, PolicyConfig, knob_problems
from stackwright.policies.exemptions import Exemption
from stackwright.policies.policy_file import NAME, PolicyFile
from stackwright.pricing.told import as_told

if TYPE_CHECKING:
    from stackwright.blueprints.load import Loaded

KNOBS = {
    "required_tags": ("ai-required-tags", "keys"),
    "allowed_regions": ("ai-allowed-regions", "allowed"),
    "allowed_instance_types": ("ai-allowed-instance-types", "allowed"),
    "denied_instance_types": ("ai-denied-instance-types", "denied"),
    "max_gpus": ("ai-max-gpu-count", "max_gpus"),
    "max_resource_usd": ("ai-max-resource-cost", "max_usd"),
}
"""Field of the blueprint's `policy` section: the rule and the parameter that it sets."""


@dataclass(frozen=True, slots=True)
class FoundPolicy:
    """A policy file as it was read, and what it accepts."""

    path: Path
    said: PolicyFile
    baseline: Mapping[str, str]


def policy_for(target: Path) -> Path | None:
    """The `policy.yaml` of the project that `target` is in: the nearest up to the folder with a Pulumi.yaml.

    Outside of any project it is the one beside `target`.
    """
    return nearest_file(target, NAME)


def nearest_file(target: Path, name: str) -> Path | None:
    """The file called `name` of the project that `target` is in."""
    here = (target if target.is_dir() else target.parent).resolve()
    above = (here, *here.parents)
    top = next((at for at, one in enumerate(above) if (one / "Pulumi.yaml").is_file() or (one / ".git").exists()), 0)
    found = next((folder / name for folder in above[: top + 1] if (folder / name).is_file()), None)
    return found.relative_to(Path.cwd()) if found and found.is_relative_to(Path.cwd()) else found


def is_ours(file: Path) -> bool:
    """Whether a file of that name is meant for us: other tools have a `policy.yaml` too."""
    return (
        re.search(r"^\s*stackwright\s*:", file.read_text(encoding="utf-8", errors="replace"), re.MULTILINE) is not None
    )


def read_policy(path: Path) -> FoundPolicy:
    """The policy file at `path` with its baseline. Raises `SpecError` with all its problems."""
    document = read(path)
    data = document.data
    if not is_fields(data):
        raise SpecError([document.problem((), "is not a policy file", allowed="fields, such as `stackwright: 1`")])
    found: list[Problem] = list(_knobs(document, data))
    marks: Mapping[str, str] = {}
    if isinstance(file := data.get("baseline"), str) and file:
        try:
            marks = read_baseline(path.parent / file)
        except BaselineError as error:
            found.append(document.problem(("baseline",), str(error)))
    try:
        said = PolicyFile.model_validate(data)
    except ValidationError as error:
        found += [placed(document, one) for one in mistakes(error, PolicyFile, data, whole="the policy file")]
        raise SpecError(found) from None
    if found:
        raise SpecError(found)
    return FoundPolicy(path, said, marks)


def _knobs(document: Document, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems with the knobs of rules that exist, whatever else is wrong."""
    profiles = data.get("profiles")
    parts: list[tuple[Steps, Any]] = [((), data)]
    parts += [(("profiles", name), below) for name, below in (profiles.items() if is_fields(profiles) else ())]
    for steps, part in parts:
        rules = part.get("rules") if is_fields(part) else None
        for name, knobs in rules.items() if is_fields(rules) else ():
            try:
                sound = Levels.model_validate({"rules": {name: knobs}})
            except ValidationError:
                continue
            for one in knob_problems(sound.rules):
                where = (*steps, "rules", *one.steps)
                yield document.problem(where, one.message, allowed=one.allowed, hint=one.hint)


def placed(document: Document, mistake: Mistake) -> Problem:
    """The mistake with its place in the file, and the value where it may be shown."""
    steps = mistake.steps
    value = value_at(document.data, steps)
    shows = mistake.show and isinstance(value, str | int | float) and not document.hidden(steps)
    return document.problem(
        steps,
        mistake.message,
        at_key=mistake.at_key,
        got=document.written.get(steps, str(value))[:80] if shows else "",
        allowed=mistake.allowed,
        hint=mistake.hint,
    )


class _Exemptions(BaseModel):
    """The part of a blueprint that the rules read themselves."""

    exemptions: tuple[Exemption, ...] = ()


def config_for(
    environment: str, region: str, loaded: "Loaded | None" = None, policy: FoundPolicy | None = None
) -> PolicyConfig:
    """Configuration of the rules: what the blueprint says, then the policy file; the strict default without both.

    Raises `SpecError` for exemptions of the blueprint that are none.
    """
    common = {"environment": environment, "region": region}
    config = PolicyConfig.model_validate(common | (_asked(loaded) if loaded else {}))
    if policy is None:
        return config
    return policy.said.over(config).model_copy(update={"baseline": dict(policy.baseline)})


def _asked(loaded: "Loaded") -> dict[str, Any]:
    spec: Any = loaded.spec
    asked = spec.policy.model_dump(mode="json")
    given = [one.model_dump(mode="json", exclude_none=True) for one in spec.exemptions]
    try:
        exemptions = _Exemptions.model_validate({"exemptions": given}).exemptions
    except ValidationError as error:
        found = mistakes(error, _Exemptions, {"exemptions": given})
        raise SpecError(placed(loaded.document, one) for one in found) from None
    return {
        "budget": {
            "monthly_usd": spec.budget.monthly_usd,
            "max_hourly_usd": spec.budget.max_hourly_usd,
            "basis": str(spec.budget.basis),
        },
        "usage": as_told(spec.usage),
        "allowed_unpriced": asked["allow_unpriced"],
        "rules": {
            rule: {"params": {parameter: asked[field]}} for field, (rule, parameter) in KNOBS.items() if asked[field]
        },
        "exemptions": exemptions,
    }
