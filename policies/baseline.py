"""Findings that were there when the rules were adopted: known by a fingerprint, and only ever fewer."""

import hashlib
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final, cast

from stackwright.policies.finding import Finding

VERSION: Final = 1
_KEYS: Final = ("fingerprint", "rule", "urn", "path")


class BaselineError(Exception):
    """A file that is no baseline; the message says how to make one."""


def fingerprint(finding: Finding) -> str:
    """What a finding is about: its rule, answer, resource and property; never its text or line."""
    parts = (finding.rule, finding.result.value, finding.urn, finding.path)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def read_baseline(file: Path) -> dict[str, str]:
    """Fingerprints that `file` accepts, each with its rule. Raises `BaselineError`."""
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "is not JSON"
        raise BaselineError(f"{file}: cannot be read as a baseline: {str(reason).lower()}") from None
    found: Any = cast("dict[str, Any]", document).get("findings") if isinstance(document, dict) else None
    if not isinstance(found, list) or cast("dict[str, Any]", document).get("baseline") != VERSION:
        raise BaselineError(f"{file}: is no baseline - write one with `stackwright policy baseline`")
    entries = [cast("dict[str, Any]", one if isinstance(one, dict) else {}) for one in cast("list[Any]", found)]
    if not all(isinstance(entry.get(key), str) for entry in entries for key in ("fingerprint", "rule")):
        raise BaselineError(f"{file}: its findings have no fingerprints - write it with `stackwright policy baseline`")
    return {entry["fingerprint"]: entry["rule"] for entry in entries}


def render_baseline(findings: Iterable[Finding], within: Collection[str] | None = None) -> str:
    """A baseline of `findings` as text; of those that are in `within` where a baseline is there already."""
    rows = {fingerprint(one): one for one in findings}
    kept = {mark: one for mark, one in rows.items() if within is None or mark in within}
    listed = [
        dict(zip(_KEYS, (mark, one.rule, one.urn, one.path), strict=True))
        for mark, one in sorted(kept.items(), key=lambda pair: (pair[1].rule, pair[1].urn, pair[1].path, pair[0]))
    ]
    return json.dumps({"baseline": VERSION, "findings": listed}, indent=2)
