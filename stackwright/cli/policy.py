"""`stackwright policy`: the configuration of the packs, and the findings that a project starts with."""

import json
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import found_contract, found_policy, judged
from stackwright.cli.problem_view import print_problems
from stackwright.cli.review import ReviewError, judged_as, subject_of

PACKS = ("security", "cost")


def run(stack: str, *, pack: str | None, output: Path | None, policy: Path | None = None) -> int:
    """Write the configuration of one pack, or of both side by side; returns the exit code."""
    from stackwright.blueprints.problems import SpecError
    from stackwright.policies.config import to_pack_config

    if pack not in {None, *PACKS}:
        return console.complain(f"--pack {pack}: takes {' or '.join(PACKS)}")
    path = Path(stack)
    named = path.suffix in {".yaml", ".yml"} or path.is_dir()
    try:
        with console.kept_clean():
            here = path if named else Path.cwd()
            said, contract = found_policy(here, policy), found_contract(here)
            subject = subject_of(path) if named else subject_of(Path.cwd(), stack=stack)
            _, config = judged_as(subject, said, contract)
    except SpecError as error:
        return print_problems(error)
    except ReviewError as error:
        return console.complain(str(error))
    found = {name: to_pack_config(config, name) for name in PACKS}
    text = json.dumps(found[pack] if pack else found, indent=2)
    return console.CLEAN if console.deliver(text, output or "-") else console.USAGE


def baseline(
    path: Path, *, stack: str | None, environment: str | None, output: Path | None, policy: Path | None
) -> int:
    """Write the findings of today to a file that `policy.yaml` accepts; one that is there only ever shrinks."""
    from stackwright.policies.baseline import BaselineError, read_baseline, render_baseline
    from stackwright.policies.exemptions import RULE_ID

    found = judged(path, stack=stack, environment=environment, policy=policy)
    if isinstance(found, int):
        return found
    file = output or (found.policy.parent if found.policy else Path()) / "policy-baseline.json"
    try:
        before = read_baseline(file) if file.exists() else None
    except BaselineError as error:
        return console.complain(str(error))
    said = (*found.judgement.findings, *found.judgement.known)
    current = [one for one in said if one.rule != RULE_ID]  # an exemption that is past is never accepted
    text = render_baseline(current, None if before is None else before.keys())
    if not console.deliver(text, file):
        return console.USAGE
    _tell(file, len(json.loads(text)["findings"]), None if before is None else len(before), len(current))
    return console.CLEAN


def _tell(file: Path, kept: int, before: int | None, found: int) -> None:
    out = console.out()
    if before is None:
        console.say(out, f"{file}: {console.counted(kept, 'finding')} accepted as they are")
        console.say(out, f"next: add `baseline: {file.name}` to policy.yaml; findings that are new still fail")
        return
    console.say(out, f"{file}: {console.counted(kept, 'finding')} left of {before}")
    if found > kept:
        text = f"{console.counted(found - kept, 'finding')} {'is' if found - kept == 1 else 'are'} new and not accepted"
        console.say(out, f"{text}: fix, or exempt with a reason and a date")
