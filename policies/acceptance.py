"""What a pack was told to accept: exemptions and a baseline, as they come in its configuration."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from stackwright.plan.graph import Graph
from stackwright.policies.baseline import fingerprint
from stackwright.policies.exemptions import Exemption, Ledger, complaint
from stackwright.policies.finding import Finding
from stackwright.policies.rule import Setting

SCHEMA: Final[dict[str, Any]] = {
    "exempt": {
        "type": "array",
        "description": "Findings that somebody answers for until a date.",
        "items": {
            "type": "object",
            "required": ["urn", "reason", "owner"],
            "properties": {name: {"type": "string"} for name in ("rule", "urn", "reason", "owner", "expires")},
            "additionalProperties": False,
        },
    },
    "baseline": {
        "type": "array",
        "description": "Fingerprints of findings that were there when the rules were adopted.",
        "items": {"type": "string"},
    },
}
"""JSON Schema of what a pack's configuration may say of every rule."""


class Acceptance:
    """What is accepted in one run of a pack."""

    def __init__(self, exempt: Iterable[Mapping[str, Any]] = (), known: Collection[str] = ()) -> None:
        sound: list[Exemption] = []
        self._malformed: list[str] = []
        for given in exempt:
            try:
                sound.append(Exemption.model_validate(given))
            except ValidationError:
                self._malformed.append(str(given["rule"]))
        self._ledger = Ledger(sound)
        self._known = frozenset(known)

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is accepted."""
        if self._known and fingerprint(finding) in self._known:
            return True
        return self._ledger.cover(finding) is not None

    def complaints(self, graph: Graph, settings: Mapping[str, Setting]) -> list[Finding]:
        """Findings about exemptions that are malformed, past, or about nothing."""
        malformed = [complaint(rule, "is malformed", graph) for rule in self._malformed]
        return malformed + self._ledger.complaints(graph, settings)
