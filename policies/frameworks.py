"""Which controls of public frameworks a rule maps to; an opinion for reviewers, never a claim of compliance.

Where the ids of a family come from (looked up on 2026-11-27):

- GDPR, HIPAA, SOC 2 and ISO 27001: what prowler 5.46 maps its checks of that kind to, in `compliance/aws/` (`gdpr_aws`,
  `hipaa_aws`, `soc2_aws`, `iso27001_2022_aws`). SOC 2 ids are trust services criteria, GDPR ids articles, ISO 27001 ids
  controls of Annex A of 2022. Articles 44 to 46 are the chapter on transfers of the GDPR itself, and CC6.1 has
  encryption among its points of focus.
- PCI DSS 4.0.1 and NIST 800-53 revision 5: the related requirements that the AWS Security Hub user guide (2026) gives
  for a control of that kind: S3.17 for encryption at rest, S3.5 and ELB.3 in transit, EC2.13 and EMR.1 for exposure,
  IAM.21, EFS.4 and Lambda.1 for access, S3.9 and RDS.9 for logging, DynamoDB.2 for recovery.

Where the ids of one rule come from (looked up on 2026-11-27): an id is kept where the title of the control asks for
what the rule asks for. checkov 3.3, trivy-checks, PSRule for Azure, cdk-nag and prowler 5.46 name their own checks;
prowler gives the numbers of the CIS benchmarks, and with the user guide those of AWS Security Hub; an id of Azure
Policy is that of a built-in definition (Azure/azure-policy, and its reference in MicrosoftDocs/azure-docs); an
organization policy of Google Cloud is named by its constraint; the AWS AI Security Framework is numbered as in
prowler's `aws_ai_security_framework_aws`.
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
    INTEGRITY = "system integrity"
    """Only software that somebody checked runs; no paragraphs are mapped."""
    SAFETY = "model safety"
    """What models are asked and answer is filtered; no paragraphs are mapped."""


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
        "PCI DSS 4.0": ("3.5.1",),
        "NIST 800-53": ("SC-28", "SC-28(1)"),
    },
    Family.TRANSPORT: {
        "GDPR": ("32",),
        "HIPAA": ("164.312(e)(1)", "164.312(e)(2)(ii)"),
        "SOC 2": ("CC6.7",),
        "ISO 27001": ("A.8.24",),
        "PCI DSS 4.0": ("4.2.1",),
        "NIST 800-53": ("SC-8", "SC-8(1)"),
    },
    Family.EXPOSURE: {
        "GDPR": ("25",),
        "HIPAA": ("164.308(a)(3)(i)", "164.312(a)(1)"),
        "SOC 2": ("CC6.1", "CC6.6"),
        "ISO 27001": ("A.8.20", "A.8.21", "A.8.22"),
        "PCI DSS 4.0": ("1.3.1", "1.4.4"),
        "NIST 800-53": ("AC-4", "SC-7"),
    },
    Family.ACCESS: {
        "GDPR": ("25",),
        "HIPAA": ("164.308(a)(4)",),
        "SOC 2": ("CC6.3",),
        "ISO 27001": ("A.5.15", "A.5.18", "A.8.2"),
        "PCI DSS 4.0": ("7.2.1", "7.3.1"),
        "NIST 800-53": ("AC-3", "AC-6"),
    },
    Family.LOGGING: {
        "GDPR": ("30",),
        "HIPAA": ("164.312(b)",),
        "SOC 2": ("CC7.2",),
        "ISO 27001": ("A.8.15",),
        "PCI DSS 4.0": ("10.2.1",),
        "NIST 800-53": ("AU-2", "AU-3", "AU-12"),
    },
    Family.RECOVERY: {
        "HIPAA": ("164.308(a)(7)",),
        "SOC 2": ("CC7.4",),
        "ISO 27001": ("A.8.13", "A.8.14"),
        "NIST 800-53": ("CP-9", "CP-10"),
    },
    Family.RESIDENCY: {"GDPR": ("44", "45", "46")},
    Family.COST: {},
    Family.INTEGRITY: {},
    Family.SAFETY: {},
}


_BODIES: Mapping[str, str] = {
    "checkov": "checkov",
    "hub": "AWS Security Hub",
    "cis": "CIS AWS 5.0",
    "cis_gcp": "CIS Google Cloud 4.0",
    "cis_azure": "CIS Azure 4.0",
    "cis_kubernetes": "CIS Kubernetes 1.12",
    "trivy": "Trivy",
    "org": "Google Cloud organization policy",
    "psrule": "PSRule for Azure",
    "azure_policy": "Azure Policy",
    "aisf": "AWS AI Security Framework",
    "prowler": "prowler",
    "cdk_nag": "cdk-nag",
    "pod_security": "Pod Security Standards",
}


def maps_to(family: Family | None = None, **ids: str) -> Frameworks:
    """Controls of the family, and those of each body of `_BODIES` (ids separated by spaces)."""
    found = Frameworks(_FAMILIES[family] if family else {})
    found.family = family
    found.update({_BODIES[body]: tuple(names.split()) for body, names in ids.items() if names})
    return found
