"""Rule k8s-helm-release-pinned."""

import re
from collections.abc import Iterator
from typing import Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule

RELEASE: Final = "kubernetes:helm.sh/v3:Release"
CHART: Final = "kubernetes:helm.sh/v4:Chart"
_EXACT: Final = re.compile(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")
_FIXED: Final = re.compile(r"[./~].*|.*\.tgz|.*@sha256:[0-9a-f]{64}")
"""Charts that are one chart by themselves: a folder, a packed file, a digest."""


@rule(
    id="k8s-helm-release-pinned",
    types={RELEASE, CHART},
    severity="medium",
    fix="set `version` to one version of the chart, such as 1.2.3",
    frameworks=maps_to(Family.INTEGRITY),
    good=(
        part(
            RELEASE,
            "operator",
            {
                "chart": "gpu-operator",
                "version": "v26.3.0",
                "repositoryOpts": {"repo": "https://helm.ngc.nvidia.com/nvidia"},
            },
        ),
    ),
    bad=but("operator", version=MISSING),
)
def check(release: Resource) -> Iterator[Finding]:
    """Charts are of one version."""
    chart, version = release.get("chart"), release.get("version")
    if chart is MISSING or (isinstance(chart, str) and _FIXED.fullmatch(chart)):
        return
    if version is UNKNOWN or (chart is UNKNOWN and version is MISSING):
        yield unknown("version")
    elif version is MISSING:
        yield fail("version", "is not given, which means the newest")
    elif not (isinstance(version, str) and _EXACT.fullmatch(version)):
        yield fail("version", "is a range of versions")


RULES = (check,)
