"""Until when EKS supports a Kubernetes version at the standard price.

Source: the EKS version calendar as kept by aws-samples/sample-apex-skills (cluster-lifecycle), verified 2026-04-24.
"""

from datetime import date
from typing import Final

STANDARD_UNTIL: Final = {
    "1.29": date(2025, 3, 23),
    "1.30": date(2025, 7, 23),
    "1.31": date(2025, 11, 26),
    "1.32": date(2026, 3, 23),
    "1.33": date(2026, 7, 29),
    "1.34": date(2026, 12, 2),
    "1.35": date(2027, 3, 27),
}


def supported(version: str, today: date) -> bool:
    """Whether `version` has standard support on `today`; versions newer than the table have."""
    parts = version.split(".")
    if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        return False
    until = STANDARD_UNTIL.get(".".join(parts[:2]))
    if until is not None:
        return today <= until
    oldest = min(tuple(map(int, known.split("."))) for known in STANDARD_UNTIL)
    return (int(parts[0]), int(parts[1])) > oldest
