"""Which controls of public frameworks a rule maps to; an opinion for reviewers, never a claim of compliance.

The ids of a family are prowler's own mappings (reference of 2026-08); SOC 2 ids are trust services criteria.
"""

from collections.abc import Mapping
from enum import Enum


class Family(Enum):
    """Kinds of control that map to the same paragraphs everywhere."""

    ENCRYPTION = "encryption at rest"
    TRANSPORT = "encryption in transit"
    EXPOSURE = "network exposure"
    ACCESS = "access management"
    LOGGING = "logging"
    RECOVERY = "recovery"
    RESIDENCY = "data residency"
    COST = "cost control"


class Frameworks(dict[str, tuple[str, ...]]):
    """Ids of the controls that a rule maps to, by framework."""

    family: Family | None = None
    """Kind of control, where the rule is of one."""


_FAMILIES: Mapping[Family, Mapping[str, tuple[str, ...]]] = {
    Family.ENCRYPTION: {
        "GDPR": ("32",),
        "HIPAA": ("164.312(a)(2)(iv)",),
        "SOC 2": ("PI1.4", "CC6.1"),
        "ISO 27001": ("A.8.24",),
    },
    Family.TRANSPORT: {
        "GDPR": ("32",),
        "HIPAA": ("164.312(e)(1)", "164.312(e)(2)(ii)"),
        "SOC 2": ("CC6.7",),
        "ISO 27001": ("A.8.24",),
    },
    Family.EXPOSURE: {
        "GDPR": ("25", "32"),
        "HIPAA": ("164.308(a)(3)(i)", "164.312(a)(1)"),
        "SOC 2": ("CC6.1", "CC6.6"),
        "ISO 27001": ("A.8.20", "A.8.21", "A.8.22"),
    },
    Family.ACCESS: {
        "GDPR": ("25",),
        "HIPAA": ("164.308(a)(4)",),
        "SOC 2": ("CC6.3",),
        "ISO 27001": ("A.5.15", "A.5.18", "A.8.2"),
    },
    Family.LOGGING: {
        "GDPR": ("30",),
        "HIPAA": ("164.312(b)",),
        "SOC 2": ("CC7.2",),
        "ISO 27001": ("A.8.15",),
    },
    Family.RECOVERY: {"HIPAA": ("164.308(a)(7)",), "SOC 2": ("CC7.4",), "ISO 27001": ("A.8.13", "A.8.14")},
    Family.RESIDENCY: {"GDPR": ("44", "45", "46")},
    Family.COST: {},
}


_BODIES: Mapping[str, str] = {
    "checkov": "checkov",
    "hub": "AWS Security Hub",
    "cis": "CIS AWS 5.0",
    "cis_gcp": "CIS Google Cloud 4.0",
    "cis_azure": "CIS Azure 4.0",
    "trivy": "Trivy",
    "org": "Google Cloud organization policy",
    "psrule": "PSRule for Azure",
}


def maps_to(family: Family | None = None, **ids: str) -> Frameworks:
    """Controls of the family, and those of each body of `_BODIES` (ids separated by spaces)."""
    found = Frameworks(_FAMILIES[family] if family else {})
    found.family = family
    found.update({_BODIES[body]: tuple(names.split()) for body, names in ids.items() if names})
    return found
