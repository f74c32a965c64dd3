"""What a pack was told to accept: exemptions and a baseline, as they come in its configuration."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from stackwright.plan.graph import Graph
from stackwright.policies.baseline import fingerprint
from stackwright.policies.finding import Finding
from stackwright.policies.rule import Setting

if TYPE_CHECKING:
    from stackwright.policies.exemptions import Ledger

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

    def __init__(self, exempt: Collection[Mapping[str, Any]] = (), known: Collection[str] = ()) -> None:
        self._malformed: list[str] = []
        self._ledger = self._sound(exempt) if exempt else None
        self._known = frozenset(known)

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is accepted."""
        if self._known and fingerprint(finding) in self._known:
            return True
        return self._ledger is not None and self._ledger.cover(finding) is not None

    def complaints(self, graph: Graph, settings: Mapping[str, Setting]) -> list[Finding]:
        """Findings about exemptions that are malformed, past, or about nothing."""
        if self._ledger is None:
            return []
        from stackwright.policies.exemptions import complaint

        malformed = [complaint(rule, "is malformed", graph) for rule in self._malformed]
        return malformed + self._ledger.complaints(graph, settings)

    def _sound(self, exempt: Collection[Mapping[str, Any]]) -> "Ledger":
        """The exemptions that can be read; what reads them is loaded only for a pack that has some."""
        from pydantic import ValidationError

        from stackwright.policies.exemptions import Exemption, Ledger

        sound: list[Exemption] = []
        for given in exempt:
            try:
                sound.append(Exemption.model_validate(given))
            except ValidationError:
                self._malformed.append(str(given["rule"]))
        return Ledger(sound)
