"""Rules about SageMaker Studio domains."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, having, knob
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.shapes import at_most, must_be, must_have_key
from stackwright.policies.tokens import token

DOMAIN = token("sagemaker/Domain")
TYPES = frozenset({DOMAIN})
IDLE = tuple(
    f"defaultUserSettings.{app}.appLifecycleManagement.idleSettings"
    for app in ("jupyterLabAppSettings", "codeEditorAppSettings")
)


def _settings(minutes: int, management: str = "ENABLED") -> dict[str, Any]:
    idle = {"lifecycleManagement": management, "idleTimeoutInMinutes": minutes}
    apps = {"appLifecycleManagement": {"idleSettings": idle}}
    user = {"executionRole": "arn", "securityGroups": ["sg-1"]}
    return {**user, "jupyterLabAppSettings": apps, "codeEditorAppSettings": apps}


GOOD = (
    part(token("kms/Key"), "key"),
    part(
        DOMAIN,
        "studio",
        {
            "domainName": "studio",
            "authMode": "SSO",
            "appNetworkAccessType": "VpcOnly",
            "kmsKeyId": UNKNOWN,
            "subnetIds": ["subnet-1"],
            "vpcId": "vpc-1",
            "defaultUserSettings": _settings(60),
        },
        kmsKeyId="key",
    ),
)

own_key = rule(
    id="aws-sagemaker-domain-cmk",
    title="Studio domains are encrypted with a key that the account owns",
    types=TYPES,
    severity="high",
    fix="give `kms_key_id` a key of this account",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_187"),
    good=GOOD,
    bad=but("studio", kmsKeyId=MISSING),
)(must_have_key("kmsKeyId"))

vpc_only = rule(
    id="aws-sagemaker-domain-vpc-only",
    title="Studio domains reach the internet only through your network",
    types=TYPES,
    severity="high",
    fix="set `app_network_access_type` to VpcOnly",
    remedy=Remedy({"appNetworkAccessType": having("defaultUserSettings.securityGroups", "VpcOnly")}),
    frameworks=maps_to(Family.EXPOSURE),
    good=GOOD,
    bad=but("studio", appNetworkAccessType="PublicInternetOnly"),
)(must_be("appNetworkAccessType", "VpcOnly", text="is not VpcOnly (the default is PublicInternetOnly)"))

single_sign_on = rule(
    id="aws-sagemaker-domain-sso",
    title="Studio users sign in through the identity centre",
    types=TYPES,
    severity="medium",
    fix="set `auth_mode` to SSO",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, aisf="AISF-ML-04", prowler="sagemaker_domain_sso_configured"),
    good=GOOD,
    bad=but("studio", authMode="IAM"),
)(must_be("authMode", "SSO", text="is not SSO"))


@rule(
    id="aws-sagemaker-domain-idle-shutdown",
    types=TYPES,
    severity="medium",
    fix="enable `idle_settings` with a timeout for JupyterLab and the code editor",
    remedy=Remedy(
        {
            **dict.fromkeys([f"{base}.lifecycleManagement" for base in IDLE], "ENABLED"),
            **dict.fromkeys([f"{base}.idleTimeoutInMinutes" for base in IDLE], knob("max_idle_minutes")),
        }
    ),
    frameworks=maps_to(Family.COST),
    params=(Param("max_idle_minutes", 120, {"type": "number", "minimum": 60}, "Longest time an idle app may run."),),
    good=GOOD,
    bad=but("studio", defaultUserSettings=_settings(60, "DISABLED")),
)
def idle_shutdown(domain: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Studio apps stop when idle."""
    for base in IDLE:
        management = domain.get(f"{base}.lifecycleManagement")
        if management is UNKNOWN:
            yield unknown(f"{base}.lifecycleManagement")
        elif management != "ENABLED":
            yield fail(f"{base}.lifecycleManagement", "is not ENABLED")
        else:
            yield from at_most(
                domain,
                f"{base}.idleTimeoutInMinutes",
                config["max_idle_minutes"],
                text="is longer than allowed",
                missing="is not given",
            )


RULES = (own_key, vpc_only, single_sign_on, idle_shutdown)
